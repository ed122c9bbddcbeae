import type { RunRow } from "#server/engine/live/wire";
import { type Overlay, overlaid } from "./overlay";
import { isGoing } from "./ways";

/** Nodes that wait, which the server's rows of nodes tell as under way. */
export function withWaits(marks: Overlay, waiting: readonly string[]): Overlay {
  const still = waiting.filter((id) => isGoing(marks.get(id)?.status ?? "active"));
  return overlaid(marks, new Map(still.map((id) => [id, { status: "waiting" }])));
}

/** The first run of a tree that asks for an answer from outside, where the answer is given; `null` = none does. */
export function askingRun(rows: readonly RunRow[]): number | null {
  const asks = ({ endedAt, parked, notes }: RunRow) =>
    endedAt === null &&
    (parked > 0 || (notes?.waits ?? []).some(({ kind }) => kind === "approval" || kind === "signal"));
  return rows.find(asks)?.no ?? null;
}
