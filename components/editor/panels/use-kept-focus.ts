"use client";
import { type MouseEvent, useCallback } from "react";
import { focusLater } from "../focus-later";
import { FIELD, tabbableIn } from "../palette/places-there";

/**
 * Keeps the keyboard in a panel where the button that was pressed goes away by what it does: it goes on to what has come,
 * else to what stood before the button; from a form that is about nothing any more it goes to the canvas.
 */
export function useKeptFocus(onLeave: () => void): (event: MouseEvent<HTMLElement>) => void {
  return useCallback(
    ({ target, currentTarget: panel }: MouseEvent<HTMLElement>) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (!button) return;
      const before = tabbableIn(panel);
      focusLater(() => {
        const held = document.activeElement;
        if (button.isConnected || (held !== null && held !== document.body)) return;
        const now = tabbableIn(panel).filter((place) => place.closest("[role=tabpanel]"));
        const fresh = now.filter((place) => !before.includes(place));
        const come = fresh.find((place) => place.matches(FIELD)) ?? fresh[0];
        const stayed = before.slice(0, before.indexOf(button)).findLast((place) => place.isConnected);
        const left =
          panel.querySelector("[data-testid=workflow-form]") !== null && !stayed?.closest("[role=tabpanel]");
        if (left) onLeave();
        else (come ?? stayed)?.focus();
      });
    },
    [onLeave],
  );
}
