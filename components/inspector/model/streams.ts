import type { StreamPiece } from "#server/engine/live/wire";
import type { AttemptRow } from "#server/services/types";

/** What one attempt has written so far. */
export type StreamText = Omit<StreamPiece, "from"> & { readonly key: string };

/** Pieces put to the texts that there are; the latest first. One that does not follow on is left: the beginning comes again. */
export function withPieces(
  texts: readonly StreamText[],
  pieces: readonly StreamPiece[],
): readonly StreamText[] {
  const found = new Map(texts.map((each) => [each.key, each]));
  for (const { from, text, ...piece } of pieces) {
    const key = `${piece.node}/${piece.item}/${piece.attempt}/${piece.at}`;
    const before = found.get(key)?.text ?? "";
    if (from <= before.length) found.set(key, { ...piece, key, text: before.slice(0, from) + text });
  }
  return [...found.values()].toSorted((a, b) => b.at - a.at || b.attempt - a.attempt);
}

/**
 * The texts as the run stands: of an attempt that is over nothing more comes, although a process that was lost could not say
 * so. One that is not known yet may have just begun.
 */
export function settled(
  texts: readonly StreamText[],
  attempts: readonly AttemptRow[],
  live: boolean,
): readonly StreamText[] {
  return texts.map((text) =>
    text.ended || (live && mayWrite(text, attempts)) ? text : { ...text, ended: true },
  );
}

function mayWrite({ node, item, attempt }: StreamText, attempts: readonly AttemptRow[]): boolean {
  const own = attempts.filter((one) => one.nodeId === node && one.item === item && one.attempt === attempt);
  return own.length === 0 || own.some(({ status }) => status === "queued" || status === "running");
}

/** What may be said of a text beside it: still written, or of which attempt that is over. */
export function standingOf(stream: StreamText, all: readonly StreamText[]): "writing" | "earlier" | "done" {
  if (!stream.ended) return "writing";
  const later = all.some(
    ({ node, item, at, attempt }) =>
      node === stream.node &&
      item === stream.item &&
      (at > stream.at || (at === stream.at && attempt > stream.attempt)),
  );
  return later ? "earlier" : "done";
}
