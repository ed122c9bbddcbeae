import { MOST_NOTIFIED_BYTES } from "#db/queries/stream-messages";
import type { StreamPiece } from "#server/engine/live/wire";
import type { TaskPlace } from "./task-log-book.ts";

export type StreamedRun = Pick<TaskPlace, "treeId" | "run">;
/** A process asks for what others write in a run, for a while; `anew` = from the beginning, as something was lost. */
export type StreamAsk = StreamedRun & { readonly answer: string; readonly anew?: true; readonly stop?: true };
export type StreamTold = StreamedRun & { readonly piece: StreamPiece };

/** Each piece as one or more messages that fit into a notification. */
export function messagesOf(run: StreamedRun, pieces: readonly StreamPiece[]): readonly string[] {
  return pieces.flatMap((piece) => split({ ...run, piece }));
}

/** Halves of a text are pieces like any other: they say where they begin, and only the last can be the end. */
function split(told: StreamTold): readonly string[] {
  const message = JSON.stringify(told);
  if (Buffer.byteLength(message) <= MOST_NOTIFIED_BYTES) return [message];
  const { piece } = told;
  const half = piece.text.length >> 1;
  const { cut: _, ...first } = piece;
  return [
    ...split({ ...told, piece: { ...first, text: piece.text.slice(0, half), ended: false } }),
    ...split({ ...told, piece: { ...piece, from: piece.from + half, text: piece.text.slice(half) } }),
  ];
}

export function keyOf({ treeId, run }: StreamedRun): string {
  return `${treeId}.${run}`;
}
