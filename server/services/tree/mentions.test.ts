import { expect, test } from "vitest";
import type { Event } from "#server/engine/run/events";
import { type MentionKind, Mentions } from "./mentions.ts";

const entry = (key: string, hash: string, labels?: readonly string[]) => ({
  key,
  hash: `${hash}-and-more-of-the-hash`,
  ...(labels ? { labels } : {}),
});
type Given = ReturnType<typeof entry>;
const events = (...all: readonly object[]) =>
  all.map((each) => ({ v: 1, at: 5, ...each }) as unknown as Event);
const started = (run: number, ...entries: readonly Given[]) => ({
  type: "RunStarted",
  run,
  context: { entries },
});
const wrote = (run: number, ...entries: readonly Given[]) => ({
  type: "NodeCompleted",
  run,
  node: "n",
  context: { entries },
});
const found = (mentions: Mentions, kinds: readonly MentionKind[], text: string) =>
  mentions.find([{ kinds, text }], 100).hits[0];

test("runs are found by agents and tasks that they asked, keys of their contexts and labels of values", () => {
  const mentions = new Mentions();
  for (const event of events(
    { type: "RunStarted", run: 0 },
    { type: "AttemptQueued", run: 0, node: "a", attempt: 1, task: "banyan:agent/Writer" },
    started(2, entry("goal", "1", ["pii"]), entry("identity", "2")),
    started(1, entry("goal", "1")),
    { type: "AttemptStarted", run: 2, node: "a", attempt: 1, task: "demo/work" },
    { type: "AttemptStarted", run: 2, node: "a", attempt: 2, task: "demo/work" },
    { type: "AttemptStarted", run: 1, node: "h", attempt: 1, task: "banyan:http" },
    wrote(0, entry("subGoal", "3")),
    { type: "ItemCompleted", run: 1, node: "m", item: 0, context: { entries: [entry("plan", "4")] } },
  ))
    mentions.take(event);
  expect(found(mentions, ["agent"], "wri")).toEqual([0]);
  expect(found(mentions, ["agent"], "banyan"), "what is ours before its name").toEqual([]);
  expect(found(mentions, ["agent"], "http"), "a call that Banyan makes itself").toEqual([1]);
  expect(found(mentions, ["agent"], "any"), "no part of what is ours").toEqual([]);
  expect(found(mentions, ["agent"], "DEMO/")).toEqual([2]);
  expect(found(mentions, ["key"], "goal")).toEqual([0, 1, 2]);
  expect(found(mentions, ["key"], "plan")).toEqual([1]);
  expect(found(mentions, ["tag"], "pii")).toEqual([2]);
  expect(found(mentions, ["agent", "tag"], "i"), "each once").toEqual([0, 2]);
  expect(found(mentions, ["key"], "nothing")).toEqual([]);
});

test("where more is found than may be told, all terms are answered up to the same run", () => {
  const mentions = new Mentions();
  for (const event of events(
    ...[2, 0, 1, 3].map((run) => started(run, entry("goal", "1"))),
    wrote(1, entry("plan", "2")),
  ))
    mentions.take(event);
  const sought = ["goal", "plan", "goa"].map((text) => ({ kinds: ["key"] as const, text }));
  expect(mentions.find(sought, 9)).toEqual({ hits: [[0, 1, 2, 3], [1], [0, 1, 2, 3]], upTo: null });
  expect(mentions.find(sought, 8)).toEqual({ hits: [[0, 1, 2], [1], [0, 1, 2]], upTo: 2 });
  expect(mentions.find(sought, 4)).toEqual({ hits: [[0], [], [0]], upTo: 0 });
});

test("what it holds grows with runs of words, each once", () => {
  const mentions = new Mentions();
  const sizes = events(
    started(0, entry("goal", "1")),
    started(1, entry("goal", "1")),
    wrote(1, entry("goal", "2")),
    wrote(1, entry("plan", "2")),
  ).map((event) => {
    mentions.take(event);
    return mentions.size;
  });
  const [one = 0, two = 0, same = 0, more = 0] = sizes;
  expect(one).toBeGreaterThan(0);
  expect(two).toBeGreaterThan(one);
  expect(same).toBe(two);
  expect(more - same).toBeGreaterThan(two - one);
});
