import type { How } from "../model/compare/compared";

type Look = {
  /** Said and drawn: nothing depends on its hue alone. */
  readonly sign: string;
  readonly text: string;
  readonly badge: string;
  /** Around a node: the form of the line differs, too. */
  readonly ring: string;
  readonly stroke: string;
  readonly dash: string | undefined;
};

/** How each kind of change looks, in lists and on the canvas. `same` has no look of its own. */
export const HOW_LOOK: Readonly<Record<Exclude<How, "same">, Look>> = {
  added: {
    sign: "+",
    text: "text-succeeded-ink",
    badge: "border-succeeded text-succeeded-ink",
    ring: "outline-3 outline-solid outline-succeeded",
    stroke: "var(--succeeded)",
    dash: undefined,
  },
  removed: {
    sign: "−",
    text: "text-failed-ink",
    badge: "border-failed text-failed-ink",
    ring: "outline-2 outline-dashed outline-failed",
    stroke: "var(--failed)",
    dash: "7 5",
  },
  changed: {
    sign: "~",
    text: "text-degraded-ink",
    badge: "border-degraded text-degraded-ink",
    ring: "outline-4 outline-double outline-degraded",
    stroke: "var(--degraded)",
    dash: "2 4",
  },
  moved: {
    sign: "↔",
    text: "text-running-ink",
    badge: "border-running text-running-ink",
    ring: "outline-2 outline-dotted outline-running",
    stroke: "var(--running)",
    dash: "1 3",
  },
};
