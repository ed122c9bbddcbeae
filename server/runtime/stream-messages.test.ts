import { expect, test } from "vitest";
import { MOST_NOTIFIED_BYTES } from "#db/queries/stream-messages";
import type { StreamPiece } from "#server/engine/live/wire";
import { HeardStreams } from "./heard-streams.ts";
import { askOf, messagesOf, type StreamTold, toldOf } from "./stream-messages.ts";

const RUN = { treeId: "01890000-0000-7000-8000-000000000001", run: 0 };
const piece = (text: string, more: Partial<StreamPiece> = {}): StreamPiece => ({
  node: "write",
  item: null,
  attempt: 1,
  at: 5,
  from: 0,
  text,
  ended: false,
  ...more,
});

test("a piece that does not fit into one notification becomes several that follow on, the last of them the end", () => {
  const text = "\u0001🌳“".repeat(4_000);
  const messages = messagesOf(RUN, [piece(text, { from: 7, ended: true, cut: true })]);
  expect(messages.length).toBeGreaterThan(7);
  const told = messages.map((message) => JSON.parse(message) as StreamTold);
  let at = 7;
  for (const [no, { piece: part }] of told.entries()) {
    expect(Buffer.byteLength(messages[no] ?? "")).toBeLessThanOrEqual(MOST_NOTIFIED_BYTES);
    expect(part.from).toBe(at);
    at += part.text.length;
    expect([part.ended, part.cut]).toEqual(no === told.length - 1 ? [true, true] : [false, undefined]);
  }
  expect(told.map(({ piece: part }) => part.text).join("")).toBe(text);
});

test("what is heard twice is taken once, and what is missing is noticed", () => {
  const heard = new HeardStreams();
  expect(heard.hear(RUN, piece("one "))).toBe(true);
  expect(heard.hear(RUN, piece("one two "))).toBe(true);
  expect(heard.hear(RUN, piece("four", { from: 14 }))).toBe(false);
  expect(heard.hear(RUN, piece("three ", { from: 8 }))).toBe(true);
  expect(heard.hear(RUN, piece("four", { from: 14, ended: true }))).toBe(true);
});

test("what is no message is nobody's, and no answer goes to a channel of another kind", () => {
  const ask = { ...RUN, answer: `banyan_stream_${"0a".repeat(16)}`, anew: true };
  expect(askOf(JSON.stringify(ask))).toEqual(ask);
  const told = { ...RUN, piece: piece("one", { item: 3, cut: true }) };
  expect(toldOf(JSON.stringify(told))).toEqual(told);
  for (const text of ["", "{", "null", "7", "[]", "{}"])
    expect([askOf(text), toldOf(text)]).toEqual([null, null]);
  for (const wrong of [
    { answer: "banyan_runs" },
    { answer: undefined },
    { treeId: "' or true" },
    { run: 1.5 },
    { anew: 1 },
  ])
    expect(askOf(JSON.stringify({ ...ask, ...wrong }))).toBeNull();
  for (const wrong of [{ from: -1 }, { text: null }, { ended: "no" }, { node: undefined }])
    expect(toldOf(JSON.stringify({ ...RUN, piece: { ...told.piece, ...wrong } }))).toBeNull();
});
