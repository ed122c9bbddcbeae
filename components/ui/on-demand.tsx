"use client";
import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from "react";

type TriggerProps = {
  readonly onClick?: () => void;
  readonly onPointerEnter?: () => void;
  readonly onFocus?: () => void;
  readonly "aria-haspopup"?: "menu" | "dialog";
  readonly "aria-expanded"?: boolean;
};

type OnDemandProps = {
  /** The button as it stands there before anything is loaded. */
  readonly trigger: ReactElement;
  readonly opens: "menu" | "dialog";
  /** Fetches what `children` are made of; called as soon as somebody is about to ask for it. */
  readonly ahead: () => void;
  readonly onWanted?: () => void;
  /** Draws the same trigger, with its popup open. */
  readonly children: ReactNode;
};

/** A button whose popup is loaded when it is first wanted: most pages are left without opening one. */
export function OnDemand({ trigger, opens, ahead, onWanted, children }: OnDemandProps) {
  const [wanted, setWanted] = useState(false);
  const bare = cloneElement(trigger as ReactElement<TriggerProps>, {
    onClick: () => {
      setWanted(true);
      onWanted?.();
    },
    onPointerEnter: ahead,
    onFocus: ahead,
    "aria-haspopup": opens,
    "aria-expanded": false,
  });
  return wanted ? <Suspense fallback={bare}>{children}</Suspense> : bare;
}

/** Whether something was open at any time until now: what was closed once may still be on its way out. */
export function useOpened(open: boolean): boolean {
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  return opened;
}
