import { expect, test } from "vitest";
import type { Event } from "#server/engine/run/events";
import { Mentions } from "./mentions.ts";

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

test("runs are found by agents and tasks that they asked, keys of their contexts and labels of values", () => {
  const mentions = new Mentions();
  for (const event of events(
    { type: "RunStarted", run: 0 },
    { type: "AttemptQueued", run: 0, node: "a", attempt: 1, task: "banyan:agent/Writer" },
    started(2, entry("goal", "1", ["pii"]), entry("identity", "2")),
    started(1, entry("goal", "1")),
    { type: "AttemptStarted", run: 2, node: "a", attempt: 1, task: "demo/work" },
    { type: "AttemptStarted", run: 2, node: "a", attempt: 2, task: "demo/work" },
    wrote(0, entry("subGoal", "3")),
    { type: "ItemCompleted", run: 1, node: "m", item: 0, context: { entries: [entry("plan", "4")] } },
  ))
    mentions.take(event);
  expect(mentions.runs(["agent"], "wri")).toEqual([0]);
  expect(mentions.runs(["agent"], "banyan"), "what is ours before its name").toEqual([]);
  expect(mentions.runs(["agent"], "DEMO/")).toEqual([2]);
  expect(mentions.runs(["key"], "goal")).toEqual([0, 1, 2]);
  expect(mentions.runs(["key"], "plan")).toEqual([1]);
  expect(mentions.runs(["tag"], "pii")).toEqual([2]);
  expect(mentions.runs(["agent", "tag"], "i"), "each once").toEqual([0, 2]);
  expect(mentions.runs(["key"], "nothing")).toEqual([]);
});
