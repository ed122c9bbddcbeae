"use client";
import { type RefObject, useEffect, useRef } from "react";
import { isPageKey } from "../keys";
import { type TableAct, tableAct } from "./model/keys";

type TableKeys = {
  readonly grid: RefObject<HTMLElement | null>;
  readonly scope: "page" | "own";
  readonly standing: Parameters<typeof tableAct>[2];
  readonly act: (act: TableAct) => void;
};

/** Keys of the table, wherever the page has the focus or only while the table has it. */
export function useTableKeys(keys: TableKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { grid, scope, standing, act } = latest.current;
      if (!isOurs(event, grid.current, scope)) return;
      const did = tableAct(event.key, event.shiftKey, standing);
      if (did === null) return;
      event.preventDefault();
      act(did);
    };
    // First of all: Escape lets go of what is chosen before it closes anything that the page has.
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

function isOurs(event: KeyboardEvent, grid: HTMLElement | null, scope: "page" | "own"): boolean {
  if (!isPageKey(event)) return false;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target === grid) return true;
  const presses = event.key === "Enter" || event.key === " ";
  // A button or box inside a row keeps its own Enter and space.
  if (grid?.contains(target)) return !presses;
  return scope === "page" && !isControl(target, presses);
}

/** Whether the key means something to what has the focus: letters do to a list, Enter does to a button too. */
function isControl(target: Element, presses: boolean): boolean {
  if (target.closest("[role='tab'], [role='treegrid'], [role='grid'], [role='slider'], [role='separator']"))
    return true;
  return presses && target.closest("button, a, summary") !== null;
}
