"use client";
import { cloneElement, type ReactElement, useEffect, useRef, useState } from "react";
import { Button } from "./button";
import type { Retry } from "./missing";
import { Notice } from "./notice";

type Trigger = ReactElement<{ readonly onClick?: () => void }>;

type MissingPopupProps = Retry & {
  readonly trigger?: ReactElement;
  /** Absent = it opens as it is drawn. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
};

/**
 * For a menu or a dialog that could not be fetched: what opens it stays where it is, and a notice says so. Asked for once
 * more, it is fetched again; never by itself, since it would open under the hands of somebody who does something else.
 */
export function MissingPopup({ trigger, open, onOpenChange, retry, reason }: MissingPopupProps) {
  const [left, setLeft] = useState(false);
  const shown = open ?? !left;
  const wasShown = useRef(shown);
  useEffect(() => {
    if (shown && !wasShown.current) retry();
    wasShown.current = shown;
  }, [shown, retry]);
  const dismiss = () => {
    setLeft(true);
    onOpenChange?.(false);
  };
  const again = () => {
    onOpenChange?.(true);
    retry();
  };
  return (
    <>
      {trigger ? cloneElement(trigger as Trigger, { onClick: again }) : null}
      {shown ? (
        <Notice title="This could not be loaded" description={reason} onDismiss={dismiss}>
          <Button size="small" onClick={again} className="mt-1">
            Try again
          </Button>
        </Notice>
      ) : null}
    </>
  );
}
