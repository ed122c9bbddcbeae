"use client";
import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect } from "react";
import { newsStand } from "./news-stand";
import { StatusGlyph } from "./status";
import { type Said, showToasts } from "./toast";

/** What offers something to do is read first, and reached by keys. */
const TO_ACT_ON_MS = 30_000;

/** Toasts stay while the pointer or the focus is on them. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function Toasts() {
  return (
    <Toast.Provider limit={4} timeout={5_000}>
      <Toast.Portal container={newsStand()}>
        <Toast.Viewport className="outline-none">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function optionsOf({ type, title, description, action }: Said) {
  return {
    title,
    type,
    // What went wrong interrupts a screen reader; that all is well waits for its turn.
    priority: type === "error" ? ("high" as const) : ("low" as const),
    ...(description === undefined ? {} : { description }),
    ...(action
      ? { timeout: TO_ACT_ON_MS, actionProps: { children: action.label, onClick: action.onClick } }
      : {}),
  };
}

function List() {
  const { toasts, add } = Toast.useToastManager();
  useEffect(() => showToasts((said) => add(optionsOf(said))), [add]);
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={["right", "down"]}
      className="mt-2 flex translate-x-(--toast-swipe-movement-x) items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-1.5 pl-3 shadow-float transition-[opacity,translate] data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-1 data-starting-style:opacity-0"
    >
      <StatusGlyph status={toast.type === "error" ? "failed" : "succeeded"} className="mt-0.75" />
      <Toast.Content className="min-w-0 grow">
        <Toast.Title className="font-medium text-ui" />
        <Toast.Description className="break-words text-ink-muted text-small" />
        <Toast.Action className="mt-1 inline-flex h-6 items-center rounded-sm border border-line-strong px-2 font-medium text-small hover:bg-hover" />
      </Toast.Content>
      <Toast.Close
        aria-label="Dismiss"
        className="-mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </Toast.Close>
    </Toast.Root>
  ));
}
