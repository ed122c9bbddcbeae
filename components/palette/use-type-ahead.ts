"use client";
import { useEffect, useRef } from "react";
import { typed } from "./model/type-ahead";

export type TypeAhead = {
  /** From now on letters are kept instead of reaching the page. */
  readonly begin: () => void;
  /** What was typed meanwhile; from now on letters go where the focus is. */
  readonly take: () => string;
};

/** A palette that cannot be had must not take the keyboard away. */
const LONGEST_MS = 3_000;

/** Keeps what is typed between the shortcut of the palette and the focus in its field. */
export function useTypeAhead(): TypeAhead {
  const kept = useRef("");
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const begin = () => {
    stop.current();
    kept.current = "";
    const keep = (event: KeyboardEvent) => {
      const text = typed(kept.current, event);
      // Enter would take a line that was never shown.
      if (text === null && event.key !== "Enter") return;
      kept.current = text ?? kept.current;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const end = () => removeEventListener("keydown", keep, { capture: true });
    addEventListener("keydown", keep, { capture: true });
    const timer = setTimeout(end, LONGEST_MS);
    stop.current = () => {
      clearTimeout(timer);
      end();
    };
  };
  const take = () => {
    stop.current();
    const text = kept.current;
    kept.current = "";
    return text;
  };
  return { begin, take };
}
