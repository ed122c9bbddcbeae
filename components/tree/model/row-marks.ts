import type { RowNotes, RowWait, RunRow } from "#server/engine/live/wire";
import { isLive, STATUS_WORD } from "../../ui/tone";
import type { Forest } from "./forest";

/** What a row waits for, as its chip says it. */
export type WaitMark = {
  readonly kind: RowWait["kind"] | "place" | "children" | "person";
  /** What it is, without the time. */
  readonly text: string;
  /** When it goes on at the latest. */
  readonly until: number | null;
  /** How many further places of the run wait. */
  readonly more: number;
};

/** What a run waits for, also beside work that goes on; `null` where it waits for nothing, or has ended. */
export function waitOf(forest: Forest, row: RunRow): WaitMark | null {
  if (row.endedAt !== null) return null;
  if (row.parked > 0) return { kind: "person", text: "a person", until: null, more: row.parked - 1 };
  const waits = row.notes?.waits ?? [];
  const [first] = waits;
  if (first)
    return { kind: first.kind, text: textOf(first), until: first.until ?? null, more: waits.length - 1 };
  if (row.status === "queued")
    return { kind: "place", text: `a place at depth ${row.depth}`, until: null, more: 0 };
  const children = row.activeNode === null && isLive(row.status) ? (forest.openChildren[row.no] ?? 0) : 0;
  return children > 0
    ? { kind: "children", text: children === 1 ? "1 child" : `${children} children`, until: null, more: 0 }
    : null;
}

function textOf({ kind, name, by, of }: RowWait): string {
  switch (kind) {
    case "timer":
      return "a timer";
    case "signal":
      return name === undefined ? "a signal" : `signal ${name}`;
    case "approval":
      return by ? `approval by ${by.join(", ")}` : "an approval";
    case "budget":
      return of === 0 ? "budget of the tree" : `budget of #${of}`;
    case "breaker":
      return name === undefined ? "a breaker" : `breaker ${name}`;
    case "retry":
      return "another try";
  }
}

/** A cycle that was found at a run: what it would have repeated, and where a jump leads. */
export type CycleMark = { readonly text: string; readonly title: string; readonly jump: number | null };

export function cycleOf({ notes }: RunRow): CycleMark | null {
  const cycle = notes?.cycle;
  if (!cycle) return null;
  const { of, outer, times, refused, node, item } = cycle;
  const same = outer === undefined ? `#${of}` : "a run above this tree";
  const place = item === null ? node : `${node}[${item}]`;
  const count = times > 1 ? `, ${times} times` : "";
  return {
    text: `${refused ? "cycle refused" : "cycle"}: same as ${same}${count}`,
    title: `${place} would have repeated ${same}. It was ${refused ? "refused" : "reported and left out"}.`,
    jump: outer === undefined ? of : null,
  };
}

export const BUDGET_TEXT: Readonly<Record<NonNullable<RowNotes["budget"]>, string>> = {
  own: "budget of its own",
  granted: "got more budget",
  toppedUp: "budget topped up",
  degraded: "cut short by its budget",
  refused: "refused by its budget",
};

/** Where the failure began that ended a run: itself, below, or above; `null` = it did not end by one, or nobody knows. */
export type Cause = "itself" | "child" | "above";

export function causeOf(forest: Forest, row: RunRow): Cause | null {
  const told = row.notes?.cause?.by;
  if (told) return told;
  if (row.status !== "failed") return null;
  return (forest.failedChildren[row.no] ?? 0) > 0 ? "child" : "itself";
}

/** The state of a run in words, with where its failure began if that was in another. */
export function standsAs(forest: Forest, row: RunRow, paused: boolean): string {
  const cause = causeOf(forest, row);
  if (cause === "child") return "Failed below";
  if (cause === "above") return "Stopped from above";
  return STATUS_WORD[paused && row.status === "running" ? "paused" : row.status];
}

/** The run in which the failure of this one began, where that is another. */
export function sourceOf(row: RunRow): number | null {
  const cause = row.notes?.cause;
  return cause?.by === "child" && cause.of !== row.no ? cause.of : null;
}
