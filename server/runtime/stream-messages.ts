import * as z from "zod";
import { MOST_NOTIFIED_BYTES } from "#db/queries/stream-messages";
import type { StreamPiece } from "#server/engine/live/wire";
import type { TaskPlace } from "./task-log-book.ts";

export type StreamedRun = Pick<TaskPlace, "treeId" | "run">;
/** A process asks for what others write in a run, for a while; `anew` = from the beginning, as something was lost. */
export type StreamAsk = StreamedRun & { readonly answer: string; readonly anew?: true; readonly stop?: true };
export type StreamTold = StreamedRun & { readonly piece: StreamPiece };

const RUN = { treeId: z.uuid(), run: z.number().int().min(0) };
const ASK: z.ZodType<StreamAsk> = z.object({
  ...RUN,
  // A channel of another kind is not this one's to write to.
  answer: z.string().regex(/^banyan_stream_[0-9a-f]{32}$/),
  anew: z.literal(true).exactOptional(),
  stop: z.literal(true).exactOptional(),
});
const TOLD: z.ZodType<StreamTold> = z.object({
  ...RUN,
  piece: z.object({
    node: z.string(),
    item: z.number().int().nullable(),
    attempt: z.number().int(),
    at: z.number(),
    from: z.number().int().min(0),
    text: z.string(),
    ended: z.boolean(),
    cut: z.literal(true).exactOptional(),
  }),
});

/** The messages of a notification, which share it a line each. */
export function linesOf(payload: string): readonly string[] {
  return payload.split("\n");
}

/** What a message asks for; `null` = it is no such message: anybody who may use the database may notify. */
export function askOf(text: string): StreamAsk | null {
  return readAs(ASK, text);
}

/** What a message tells; `null` = it is no such message. */
export function toldOf(text: string): StreamTold | null {
  return readAs(TOLD, text);
}

function readAs<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

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
