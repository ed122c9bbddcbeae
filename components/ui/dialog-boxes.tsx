"use client";
import { AlertDialog as Alert } from "@base-ui/react/alert-dialog";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { Button } from "./button";
import { cx } from "./cx";
import type { ConfirmProps, DialogProps, SheetProps } from "./dialog";
import { useFreshBox } from "./fresh-box";

const scrim =
  "fixed inset-0 z-40 bg-(--scrim) transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";
const box =
  "fixed z-50 flex flex-col bg-raised shadow-float outline-none max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[92dvh] max-sm:animate-rise max-sm:rounded-t-lg sm:top-[12dvh] sm:left-1/2 sm:max-h-[80dvh] sm:w-full sm:-translate-x-1/2 sm:animate-appear sm:rounded-lg";

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  className,
  unasked = false,
}: DialogProps) {
  const { ref, begin, guards } = useFreshBox(unasked);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={scrim} />
        <Base.Popup ref={ref} initialFocus={begin} {...guards} className={cx(box, "sm:max-w-xl", className)}>
          <header className="flex items-start justify-between gap-4 border-b px-4 pt-3 pb-2.5">
            <div className="min-w-0">
              <Base.Title className="text-read font-semibold">{title}</Base.Title>
              {description ? (
                <Base.Description className="text-small text-ink-muted">{description}</Base.Description>
              ) : null}
            </div>
            {unasked ? null : (
              <Base.Close render={<Button look="quiet" size="icon" aria-label="Close" className="-mr-1.5" />}>
                <X aria-hidden />
              </Base.Close>
            )}
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function Confirm({
  open,
  onOpenChange,
  title,
  children,
  verb,
  keep,
  busy,
  onConfirm,
  testId,
}: ConfirmProps) {
  const { ref, guards } = useFreshBox(true);
  return (
    <Alert.Root open={open} onOpenChange={onOpenChange}>
      <Alert.Portal>
        <Alert.Backdrop className={scrim} />
        <Alert.Popup ref={ref} className={cx(box, "sm:top-[24dvh] sm:max-w-md")} {...guards}>
          <div className="px-4 pt-4 pb-3">
            <Alert.Title className="text-read font-semibold">{title}</Alert.Title>
            <Alert.Description render={<div />} className="mt-1 text-ui text-ink-muted">
              {children}
            </Alert.Description>
          </div>
          <footer className="flex justify-end gap-2 border-t bg-panel px-4 py-3 sm:rounded-b-lg">
            {/* What was confirmed is under way, and leaving does not take it back: only Escape and the answer close it. */}
            <Alert.Close render={<Button disabled={busy} />}>{keep}</Alert.Close>
            <Button look="danger" busy={busy} onClick={onConfirm} data-testid={testId} data-confirm>
              {verb}
            </Button>
          </footer>
        </Alert.Popup>
      </Alert.Portal>
    </Alert.Root>
  );
}

/** A panel over the page on narrow screens. */
export function Sheet({ open, onOpenChange, title, children, side }: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={scrim} />
        <Base.Popup
          className={cx(
            "fixed z-50 flex flex-col bg-ground shadow-float outline-none",
            side === "left" && "inset-y-0 left-0 w-60 animate-slide [--from:-100%]",
            side === "bottom" && "inset-x-0 bottom-0 h-[82dvh] animate-rise rounded-t-lg",
          )}
        >
          <Base.Title className="sr-only">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
