import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "#db/client";
import { tellProcesses } from "#db/queries/stream-messages";
import { cloneDatabase } from "#db/testing/template-database";
import type { StreamPiece } from "#server/engine/live/wire";
import { linesOf, messagesOf, type StreamAsk } from "./stream-messages.ts";
import { StreamRelay } from "./stream-relay.ts";
import { LONGEST_STREAM, TaskStreams } from "./task-streams.ts";

const { db, url } = await cloneDatabase();
const TREE = "01890000-0000-7000-8000-000000000001";
const RUN = { treeId: TREE, run: 3 };
const PLACE = { ...RUN, node: "write", item: null, attempt: 1 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const script = new URL("./testing/stream-writer.ts", import.meta.url).pathname;
const closing: (() => Promise<void>)[] = [];
let reading: StreamRelay;

/** A process: what it writes, and what it hears. */
async function relayOn(database: Pick<Database, "sql"> = db, isOwn?: (treeId: string) => boolean) {
  const own = new TaskStreams();
  const times = { renewMs: 200, leaseMs: 1_000, paceMs: 20, commitMs: 50 };
  const relay = new StreamRelay({ db: database, own, log, times, ...(isOwn ? { isOwn } : {}) });
  await relay.open();
  closing.push(() => relay.close());
  return { own, relay };
}

/** The same database, and how often something was told through it. */
function counted({ sql }: Pick<Database, "sql">) {
  const count = { told: 0, db: { sql } };
  count.db.sql = new Proxy(sql, {
    apply: (target, self, [text, ...values]: [TemplateStringsArray, ...unknown[]]) => {
      if (text.join("").includes("pg_notify")) count.told += 1;
      return Reflect.apply(target, self, [text, ...values]) as unknown;
    },
  });
  return count;
}

function read(relay: StreamRelay, run = RUN) {
  const reader = { text: "", ended: false, cut: false, pieces: 0, stop: (): void => undefined };
  reader.stop = relay.follow(run, {
    ready: () => true,
    deliver: (pieces: readonly StreamPiece[]) => {
      for (const { from, text, ended, cut } of pieces) {
        expect(from).toBe(reader.text.length);
        reader.text += text;
        reader.ended = ended;
        reader.cut = cut ?? false;
        reader.pieces += 1;
      }
    },
  });
  return reader;
}

function written(words: number): string {
  return Array.from({ length: words }, (_, word) => `word ${word} \u0001 “ß” 🌳\n`).join("");
}

beforeEach(async () => {
  reading = (await relayOn()).relay;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test("what a task of another process writes is read along here, from the beginning, while it is written", async () => {
  const child: ChildProcess = spawn(process.execPath, [script, url, TREE, "900"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  closing.push(async () => {
    child.kill("SIGTERM");
    await exited;
  });
  const early = read(reading);
  await expect.poll(() => early.text, { timeout: 20_000 }).toContain("word 5 ");
  expect(early.ended).toBe(false);
  const late = read(reading);
  await expect.poll(() => [early.ended, late.ended], { timeout: 20_000 }).toEqual([true, true]);
  // Many times what one notification holds.
  expect(early.text).toBe(written(900));
  expect(late.text).toBe(early.text);
  expect(early.pieces).toBeGreaterThan(3);
});

test("what is lost with a connection is noticed and told again", async () => {
  const other = openDatabase({ url, applicationName: "banyan other" });
  closing.push(() => other.close());
  const writer = await relayOn(other);
  const { write, end } = writer.own.open(PLACE);
  const reader = read(reading);
  write("one ");
  await expect.poll(() => reader.text, { timeout: 5_000 }).toBe("one ");
  const cut = await db.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen %' and application_name = 'banyan test'`;
  expect(cut.length).toBeGreaterThan(0);
  write("two ");
  await new Promise((resolve) => setTimeout(resolve, 300));
  write("three");
  end();
  await expect.poll(() => reader.text, { timeout: 10_000 }).toBe("one two three");
  await expect.poll(() => reader.ended, { timeout: 5_000 }).toBe(true);
});

test("what one attempt misses is asked for although another one of the run goes on, and what is no message is left", async () => {
  const asks: StreamAsk[] = [];
  const { unlisten } = await db.sql.listen("banyan_stream_asks", (text) => {
    for (const line of linesOf(text)) if (line !== "null") asks.push(JSON.parse(line) as StreamAsk);
  });
  closing.push(() => unlisten());
  const reader = read(reading);
  await expect.poll(() => asks.length, { timeout: 5_000 }).toBeGreaterThan(0);
  const channel = asks[0]?.answer ?? "";
  const piece = (node: string, from: number, text: string) => {
    const one = { node, item: null, attempt: 1, at: 5, from, text, ended: false };
    return messagesOf(RUN, [one]);
  };
  const tell = (to: string, ...payloads: string[]) =>
    tellProcesses(
      db.sql,
      payloads.map((payload) => ({ channel: to, payload })),
    );
  await tell("banyan_stream_asks", "null");
  // The first gap is asked for at once, the second one is too soon after it.
  await tell(
    channel,
    "null\nnull",
    "{}",
    ...piece("lost", 5, "six"),
    ...piece("lost", 8, "nine"),
    ...piece("other", 0, "goes on"),
  );
  await expect.poll(() => asks.filter(({ anew }) => anew).length, { timeout: 5_000 }).toBeGreaterThan(1);
  await expect.poll(() => reader.text, { timeout: 5_000 }).toBe("goes on");
});

test("what a hundred attempts write is told by few commits, whole and in order, to every process that follows", async () => {
  const count = counted(db);
  const writer = await relayOn(count.db);
  const runs = Array.from({ length: 100 }, (_, run) => ({ treeId: TREE, run }));
  const readers = [reading, (await relayOn()).relay].flatMap((relay) => runs.map((run) => read(relay, run)));
  const began = performance.now();
  const writers = runs.map(({ run }) => writer.own.open({ ...PLACE, run }));
  const text = (run: number, turn: number) => `run ${run} turn ${turn} “${"z".repeat(run)}”\n`;
  for (let turn = 0; turn < 100; turn += 1) {
    for (const [run, { write }] of writers.entries()) write(text(run, turn));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const { end } of writers) end();
  await expect.poll(() => readers.every(({ ended }) => ended), { timeout: 20_000 }).toBe(true);
  for (const [at, reader] of readers.entries()) {
    const run = at % runs.length;
    expect(reader.text).toBe(Array.from({ length: 100 }, (_, turn) => text(run, turn)).join(""));
  }
  expect(readers[0]?.pieces).toBeGreaterThan(3);
  expect(count.told).toBeLessThanOrEqual((performance.now() - began) / 50 + 2);
});

test("of a text that is longer than what is kept it is said that something is left out", async () => {
  const writer = await relayOn();
  writer.own.open(PLACE).write("x".repeat(LONGEST_STREAM + 1));
  const reader = read(reading);
  await expect.poll(() => reader.cut, { timeout: 5_000 }).toBe(true);
  expect(reader.text).toHaveLength(LONGEST_STREAM);
});

test("nothing is told of what nobody follows, nor asked of what this process runs itself", async () => {
  const heard: string[] = [];
  const { unlisten } = await db.sql.listen("banyan_stream_asks", (text) => heard.push(text));
  closing.push(() => unlisten());
  const self = await relayOn(db, (treeId) => treeId === TREE);
  const own = read(self.relay);
  self.own.open(PLACE).write("mine");
  await expect.poll(() => own.text, { timeout: 5_000 }).toBe("mine");
  expect(heard).toEqual([]);

  const reader = read(reading);
  await expect.poll(() => reader.text, { timeout: 5_000 }).toBe("mine");
  reader.stop();
  await expect.poll(() => heard.at(-1) ?? "", { timeout: 5_000 }).toContain('"stop":true');
  const asked = heard.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(heard).toHaveLength(asked);
  // Who comes back hears it from the beginning, once.
  const again = read(reading);
  await expect.poll(() => again.text, { timeout: 5_000 }).toBe("mine");
});
