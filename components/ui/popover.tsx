"use client";
import { lazy, type ReactElement, type ReactNode } from "react";
import { OnDemand } from "./on-demand";

export type PopoverProps = {
  readonly trigger: ReactElement;
  readonly title: string;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
};

const load = () => import("./popover-box");
const PopoverBox = lazy(load);

/** A few controls or words beside what opened them. */
export function Popover(props: PopoverProps) {
  return (
    <OnDemand trigger={props.trigger} opens="dialog" load={load}>
      <PopoverBox {...props} />
    </OnDemand>
  );
}
