import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StreamPiece } from "#server/engine/live/wire";
import { LONGEST_STREAM, MOST_STREAMS, TaskStreams } from "./task-streams.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TREE = "01890000-0000-7000-8000-000000000001";
const place = (attempt = 1, run = 0) => ({ treeId: TREE, run, node: "write", item: null, attempt });

function readerOf(streams: TaskStreams, run = 0) {
  const reader = { pieces: [] as StreamPiece[], stuck: false, calls: 0, stop: (): void => undefined };
  reader.stop = streams.follow(
    { treeId: TREE, run },
    {
      ready: () => !reader.stuck,
      deliver: (pieces) => {
        reader.calls += 1;
        reader.pieces.push(...pieces);
      },
    },
  );
  return reader;
}

/** What a page shows of them. */
function textsOf(pieces: readonly StreamPiece[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { attempt, from, text } of pieces) texts[attempt] = (texts[attempt] ?? "").slice(0, from) + text;
  return texts;
}

test("words that come close together go out as one piece, to readers of that run only", () => {
  const streams = new TaskStreams();
  const [reader, other] = [readerOf(streams), readerOf(streams, 1)];
  const { write } = streams.open(place());
  for (const word of ["one ", "two ", "three"]) write(word);
  vi.advanceTimersByTime(1_000);
  expect(reader.pieces).toMatchObject([
    { node: "write", attempt: 1, from: 0, text: "one two three", ended: false },
  ]);
  expect(other.pieces).toEqual([]);
});

test("a reader who comes in the middle sees the beginning once, and each attempt apart", () => {
  const streams = new TaskStreams();
  const first = streams.open(place(1));
  first.write("half a sen");
  first.end();
  const second = streams.open(place(2));
  second.write("a whole ");
  const reader = readerOf(streams);
  vi.advanceTimersByTime(100);
  second.write("sentence");
  vi.advanceTimersByTime(100);
  expect(textsOf(reader.pieces)).toEqual({ 1: "half a sen", 2: "a whole sentence" });
  expect(reader.pieces.map(({ attempt, ended }) => [attempt, ended])).toEqual([
    [1, true],
    [2, false],
    [2, false],
  ]);
});

test("a reader who does not keep up gets the rest in one piece once it does, and costs no queue", () => {
  const streams = new TaskStreams();
  const reader = readerOf(streams);
  const { write } = streams.open(place());
  write("a");
  vi.advanceTimersByTime(100);
  reader.stuck = true;
  for (const word of "bcd") {
    write(word);
    vi.advanceTimersByTime(100);
  }
  expect(reader.calls).toBe(1);
  reader.stuck = false;
  vi.advanceTimersByTime(100);
  expect(reader.calls).toBe(2);
  expect(textsOf(reader.pieces)).toEqual({ 1: "abcd" });
});

test("who has left hears nothing, and nothing is left to do", () => {
  const streams = new TaskStreams();
  const reader = readerOf(streams);
  reader.stop();
  streams.open(place()).write("unheard");
  vi.advanceTimersByTime(1_000);
  expect(reader.calls).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("an attempt is cut at a bound, and texts of ended attempts make room for open ones, never the other way", () => {
  const streams = new TaskStreams();
  const long = streams.open(place(1, 500));
  long.write("x".repeat(LONGEST_STREAM - 1));
  long.write("yz");
  long.end();
  const reader = readerOf(streams, 500);
  vi.advanceTimersByTime(100);
  expect(reader.pieces[0]?.text).toHaveLength(LONGEST_STREAM);
  const open = Array.from({ length: MOST_STREAMS }, (_, run) => streams.open(place(1, run)));
  for (const each of open) each.write("kept");
  streams.open(place(1, 300)).write("no room");
  const [gone, kept, none] = [
    readerOf(streams, 500),
    readerOf(streams, MOST_STREAMS - 1),
    readerOf(streams, 300),
  ];
  vi.advanceTimersByTime(100);
  expect([gone.pieces.length, kept.pieces.length, none.pieces.length]).toEqual([0, 1, 0]);
});
