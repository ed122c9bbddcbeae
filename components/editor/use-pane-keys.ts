"use client";
import { useRef } from "react";
import { type Command, type ShortcutId, textOf, useCommands } from "../keys";
import { focusLater } from "./focus-later";
import { tabbableIn } from "./palette/places-there";
import type { SideTab } from "./panels/side-panel";

/** What F6 goes round: parts of the page with this attribute, in the order of the page, and the news over it. */
const PANE = "data-pane";
const PANES = `[${PANE}], [data-news]`;

type PaneParts = {
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
  /** Shows the finder of fields. */
  readonly onField: () => void;
  /** Moves the keyboard to the canvas. */
  readonly toCanvas: () => void;
};

/** The short ways of the keyboard between the parts of the editor, and to a field. */
export function usePaneKeys({ tab, onTab, onField, toCanvas }: PaneParts): void {
  const left = useRef(new WeakMap<Element, HTMLElement>());
  const giveUp = useRef<() => void>(() => undefined);
  const go = (step: 1 | -1) => (event?: KeyboardEvent) => {
    giveUp.current();
    const next = paneBeside(left.current, step);
    const enterNext = () => next && enter(next, left.current.get(next));
    // Toasts have an F6 of their own, which would take the keyboard to them each time. Where they are next it comes first,
    // for it remembers where the keyboard goes when they are gone.
    if (next && !next.hasAttribute(PANE)) {
      giveUp.current = focusLater(enterNext);
      return;
    }
    event?.stopImmediatePropagation();
    if (next?.getAttribute(PANE) === "canvas") toCanvas();
    else enterNext();
  };
  const show = (shown: SideTab) => {
    onTab(shown);
    focusLater(() => {
      const panel = document.querySelector<HTMLElement>(`[${PANE}=details] [role=tabpanel]`);
      const [first] = panel ? tabbableIn(panel) : [];
      (
        first ?? document.querySelector<HTMLElement>(`[${PANE}=details] [role=tab][aria-selected=true]`)
      )?.focus();
    });
  };
  const field = () => {
    if (tab !== "code") return onField();
    // What the code has is no list of fields; the form that takes its place is drawn first.
    onTab("inspector");
    focusLater(onField);
  };
  useCommands([
    command("editor.pane", go(1)),
    command("editor.paneBack", go(-1)),
    command("editor.field", field),
    command("editor.problems", () => show("problems")),
    command("editor.history", () => show("history")),
  ]);
}

function command(id: ShortcutId, run: Command["run"]): Command {
  return { id, title: textOf(id), section: "This canvas", run };
}

/** The pane before or behind the one with the focus, which is remembered. */
function paneBeside(left: WeakMap<Element, HTMLElement>, step: 1 | -1): HTMLElement | undefined {
  const panes = [...document.querySelectorAll<HTMLElement>(PANES)].filter(
    (pane) => pane.getAttribute(PANE) === "canvas" || tabbableIn(pane).length > 0,
  );
  const active = document.activeElement;
  const at = panes.findIndex((pane) => pane.contains(active));
  const here = panes[at];
  if (here && active instanceof HTMLElement) left.set(here, active);
  return panes[at < 0 ? 0 : (at + step + panes.length) % panes.length];
}

function enter(pane: HTMLElement, before: HTMLElement | undefined): void {
  const places = tabbableIn(pane);
  const first = places.find((place) => place.closest("[role=tabpanel]")) ?? places[0];
  (before && pane.contains(before) && before.checkVisibility() ? before : first)?.focus();
}
