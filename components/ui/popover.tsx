"use client";
import type { ReactElement, ReactNode } from "react";
import { lazyPart } from "./lazy-part";
import { MissingPopup } from "./missing-popup";
import { OnDemand } from "./on-demand";

export type PopoverProps = {
  readonly trigger: ReactElement;
  readonly title: string;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
};

const PopoverBox = lazyPart(() => import("./popover-box"), MissingPopup);

/** A few controls or words beside what opened them. */
export function Popover(props: PopoverProps) {
  return (
    <OnDemand trigger={props.trigger} opens="dialog" ahead={PopoverBox.ahead}>
      <PopoverBox {...props} />
    </OnDemand>
  );
}
