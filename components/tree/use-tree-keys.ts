"use client";
import { type RefObject, useEffect, useRef } from "react";
import { actionOf, type TreeAction } from "./model/keys";

/** Hands the tree's keys over, except while something is typed or a dialog is open. */
export function useTreeKeys(
  tree: RefObject<HTMLElement | null>,
  onAction: (action: TreeAction) => void,
): void {
  const latest = useRef(onAction);
  useEffect(() => {
    latest.current = onAction;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      if (isTyping(target) || document.querySelector('[role="dialog"],[role="alertdialog"],[role="listbox"]'))
        return;
      const inTree =
        target === document.body || target.id === "main" || tree.current?.contains(target) === true;
      const action = actionOf(event, inTree);
      if (!action) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [tree]);
}

function isTyping(target: HTMLElement): boolean {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
