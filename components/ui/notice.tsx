"use client";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import { newsStand } from "./news-stand";
import { StatusGlyph } from "./status";

type NoticeProps = {
  readonly type?: "success" | "error";
  readonly title: string;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
  readonly onDismiss: () => void;
};

/** Stands where toasts do and looks like one, but needs nothing that is not on the page yet. */
export function Notice({ type = "error", title, description, children, onDismiss }: NoticeProps) {
  return createPortal(
    <div
      role="alert"
      className="mt-2 flex items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-1.5 pl-3 shadow-float"
    >
      <StatusGlyph status={type === "error" ? "failed" : "succeeded"} className="mt-0.75" />
      <div className="min-w-0 grow">
        <p className="font-medium text-ui">{title}</p>
        {description ? <p className="break-words text-ink-muted text-small">{description}</p> : null}
        {children}
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={onDismiss}
        className="-mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>,
    newsStand(),
  );
}
