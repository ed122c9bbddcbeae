"use client";
import { usePathname } from "next/navigation";
import { Suspense, useEffect, useState } from "react";
import { useCommands } from "../keys";
import { lazyPart, MissingPopup } from "../ui";
import { useTypeAhead } from "./use-type-ahead";

const Palette = lazyPart(() => import("./palette").then((part) => ({ default: part.Palette })), MissingPopup);
const StartDialog = lazyPart(
  () => import("../runs").then((part) => ({ default: part.StartDialog })),
  MissingPopup,
);

/** Opens the palette, which is fetched once the page rests; and the form for a run that it starts. */
export function PaletteHost() {
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const [starting, setStarting] = useState<string | null>(null);
  const ahead = useTypeAhead();
  const pathname = usePathname();
  // A started run opens its page: the form belongs to the page before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new page closes it
  useEffect(() => setStarting(null), [pathname]);
  useEffect(() => whenIdle(Palette.ahead), []);
  useCommands([
    {
      id: "palette.open",
      run: () => {
        if (!open) ahead.begin();
        setAsked(true);
        setOpen(true);
      },
    },
  ]);
  const show = (next: boolean) => {
    if (!next) ahead.take();
    setOpen(next);
  };
  return (
    <>
      {asked ? (
        <Suspense>
          <Palette open={open} onOpenChange={show} onStart={setStarting} typedAhead={ahead.take} />
        </Suspense>
      ) : null}
      {starting === null ? null : (
        <Suspense>
          <StartDialog
            key={starting}
            slug={starting}
            open
            onOpenChange={(stays) => stays || setStarting(null)}
          />
        </Suspense>
      )}
    </>
  );
}

/** Returns the way to call it off. Safari has no idle callbacks. */
function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(act, 1_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(act);
  return () => cancelIdleCallback(handle);
}
