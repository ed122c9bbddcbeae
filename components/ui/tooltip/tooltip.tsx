"use client";
import { cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { Tip } from "./tip";
import { useTip } from "./use-tip";

type Handler = (event: never) => void;
type AnchorProps = { readonly "aria-describedby"?: string | undefined } & Readonly<Record<string, unknown>>;

/** Extra words for what has a name already: a tooltip never carries what is nowhere else. */
export function Tooltip({ text, children }: { readonly text: ReactNode; readonly children: ReactElement }) {
  const { anchor, hide, hold, letGo, handlers } = useTip();
  const id = useId();
  const child = children as ReactElement<AnchorProps>;
  return (
    <>
      {cloneElement(child, {
        ...Object.fromEntries(
          Object.entries(handlers).map(([name, own]) => [name, both(child.props[name], own as Handler)]),
        ),
        ...(anchor ? { "aria-describedby": id } : {}),
      })}
      {anchor ? (
        <Tip id={id} anchor={anchor} onEnter={hold} onLeave={letGo} onScroll={hide}>
          {text}
        </Tip>
      ) : null}
    </>
  );
}

function both(given: unknown, own: Handler): Handler {
  return typeof given === "function"
    ? (event) => {
        given(event);
        own(event);
      }
    : own;
}
