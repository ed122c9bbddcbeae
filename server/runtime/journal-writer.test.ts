import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { AppendEntry } from "#db/queries/append-batch";
import { type AppendOutcome, JournalWriter } from "./journal-writer.ts";
import { SILENT } from "./testing/trees.ts";

const HEADER = {
  status: "running",
  nextWakeAt: null,
  runs: 1,
  failedRuns: 0,
  deepest: 0,
  tokens: 0,
  costUsd: 0,
  failure: null,
  endedAt: null,
};

function entry(treeId: string, firstSeq: number): AppendEntry {
  const seqs = { expectedHead: firstSeq - 1, firstSeq, lastSeq: firstSeq };
  return {
    treeId,
    epoch: 1,
    ...seqs,
    events: "[{}]",
    header: HEADER,
    newRuns: [],
    changedRuns: [],
    blobs: [],
  };
}

/** A store whose appends end when they are told to. */
function slowStore() {
  const flights: { readonly trees: readonly string[]; readonly land: () => void }[] = [];
  const append = (entries: readonly AppendEntry[]) =>
    new Promise<{ written: Set<string>; refused: [] }>((resolve) => {
      const trees = entries.map(({ treeId }) => treeId);
      flights.push({ trees, land: () => resolve({ written: new Set(trees), refused: [] }) });
    });
  return { flights, store: { append, has: () => Promise.resolve(false) } };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const names = (count: number) => Array.from({ length: count }, (_, index) => `tree-${index}`);

function append(
  writer: JournalWriter,
  { treeId, seq }: { readonly treeId: string; readonly seq: number },
): Promise<AppendOutcome> {
  return new Promise((settled, failed) => {
    writer.append({ treeId, take: () => entry(treeId, seq), settled, failed });
  });
}

function appendAll(writer: JournalWriter, trees: readonly string[], seq = 1) {
  return Promise.all(trees.map((treeId) => append(writer, { treeId, seq })));
}

test("while few trees wait, they gather for the next flush", async () => {
  const { flights, store } = slowStore();
  const writer = new JournalWriter({ store, log: SILENT });
  void appendAll(writer, ["first"]);
  await turn();
  const rest = appendAll(writer, names(20));
  await turn();
  expect(flights).toHaveLength(1);
  flights[0]?.land();
  await turn();
  expect(flights.map(({ trees }) => trees.length)).toEqual([1, 20]);
  flights[1]?.land();
  expect(await rest).toEqual(Array(20).fill("committed"));
});

test("many trees go in two flushes beside each other, and no third one", async () => {
  const { flights, store } = slowStore();
  const writer = new JournalWriter({ store, log: SILENT });
  void appendAll(writer, names(800));
  await turn();
  await turn();
  expect(flights.map(({ trees }) => trees.length)).toEqual([250, 250]);
  flights[1]?.land();
  await turn();
  expect(flights.map(({ trees }) => trees.length)).toEqual([250, 250, 250]);
});

test("the next events of a tree wait for those before them, though a flush could take them", async () => {
  const { flights, store } = slowStore();
  const writer = new JournalWriter({ store, log: SILENT });
  void appendAll(writer, ["busy"]);
  await turn();
  void appendAll(writer, ["busy"], 2);
  void appendAll(writer, names(100));
  await turn();
  expect(flights[1]?.trees).toEqual(names(100));
  flights[1]?.land();
  await turn();
  expect(flights).toHaveLength(2);
  flights[0]?.land();
  await turn();
  expect(flights[2]?.trees).toEqual(["busy"]);
});

test("trees that all wait for their events in flight are not looked for again and again", async () => {
  const { flights, store } = slowStore();
  const writer = new JournalWriter({ store, log: SILENT });
  void appendAll(writer, names(100));
  await turn();
  const rest = appendAll(writer, names(100), 2);
  const turns = vi.spyOn(globalThis, "setImmediate");
  await sleep(20);
  expect(turns.mock.calls.length).toBeLessThan(3);
  turns.mockRestore();
  expect(flights).toHaveLength(1);
  flights[0]?.land();
  await turn();
  expect(flights[1]?.trees).toEqual(names(100));
  flights[1]?.land();
  expect(await rest).toEqual(Array(100).fill("committed"));
});

test("closing answers those that wait for events in flight, too", async () => {
  const { store } = slowStore();
  const writer = new JournalWriter({ store, log: SILENT });
  void appendAll(writer, ["busy"]);
  await turn();
  const rest = appendAll(writer, ["busy", "idle"], 2);
  writer.close();
  expect(await rest).toEqual(["fenced", "fenced"]);
});

test("when it cannot be learnt whether one entry was written, the others are settled once", async () => {
  const lost = Object.assign(new Error("the answer was lost"), { code: "CONNECTION_CLOSED" });
  const appended: string[][] = [];
  const asked: string[] = [];
  const store = {
    append: (entries: readonly AppendEntry[]) => {
      appended.push(entries.map(({ treeId }) => treeId));
      if (appended.length === 1) return Promise.reject(lost);
      const refused = entries.map(({ treeId }) => ({ treeId, reason: "fenced" as const }));
      return Promise.resolve({ written: new Set<string>(), refused });
    },
    has: ({ treeId }: AppendEntry) => {
      asked.push(treeId);
      // Asked before the second append, then after it: only then `bad` cannot be told.
      if (asked.length <= 2) return Promise.resolve(false);
      return treeId === "bad" ? Promise.reject(new Error("no such column")) : Promise.resolve(true);
    },
  };
  const writer = new JournalWriter({ store, log: SILENT });
  const results = await Promise.allSettled([
    append(writer, { treeId: "good", seq: 1 }),
    append(writer, { treeId: "bad", seq: 1 }),
  ]);
  expect(results).toEqual([
    { status: "fulfilled", value: "committed" },
    { status: "rejected", reason: new Error("no such column") },
  ]);
  expect(writer.stats()).toMatchObject({ rows: 1, events: 1, refusals: 0 });
});
