import type { RunRow } from "#server/engine/live/wire";
import type { Overlay } from "./overlay";

/** Nodes of a run that wait for something, which the server's rows of nodes tell as under way. */
export function waitMarks({ notes, endedAt }: Pick<RunRow, "notes" | "endedAt">): Overlay {
  const waits = endedAt === null ? (notes?.waits ?? []) : [];
  return new Map(waits.map(({ node }) => [node, { status: "waiting" }]));
}

/** The first run of a tree that asks for an answer from outside, where the answer is given; `null` = none does. */
export function askingRun(rows: readonly RunRow[]): number | null {
  const asks = ({ endedAt, parked, notes }: RunRow) =>
    endedAt === null &&
    (parked > 0 || (notes?.waits ?? []).some(({ kind }) => kind === "approval" || kind === "signal"));
  return rows.find(asks)?.no ?? null;
}
