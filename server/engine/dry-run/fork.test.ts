import { describe, expect, test } from "vitest";
import { bindTrial } from "../graph/trial.ts";
import type { Event } from "../run/events.ts";
import { graphOf } from "../testing/run-graph.ts";
import { DryRun } from "./dry-run.ts";
import { contextFlaws } from "./edited-context.ts";
import { nodeKey, type Setup } from "./setup.ts";

const LONG = "long ".repeat(100);

/** Asks an agent at each level, goes down until the number is 0, and hands on all of its context. */
const DOWN = graphOf({
  slug: "down",
  context: {
    values: { goal: { value: "= input.goal", labels: ["private"] }, notes: LONG, left: { value: 2 } },
    labels: { private: { maxDepth: 9 } },
  },
  nodes: {
    look: { kind: "agent", capabilities: ["look"], prompt: "Look at {{ context.goal }}" },
    more: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1.0", goal: "= context.goal" } },
    end: { kind: "end", output: "= [context.goal]" },
  },
  edges: [
    { source: "look", target: "more", when: "input.n > 0.0" },
    { source: "look", target: "end" },
    { source: "more", target: "end" },
  ],
} as never);

const SETUP: Setup = {
  graph: bindTrial(DOWN, {}),
  workflows: {},
  input: { n: 2, goal: "one" },
  seed: 7,
  behaviours: {},
  recorded: {},
  tasks: {},
  agents: [],
};

type Recorded = { readonly dry: DryRun; readonly events: Event[] };

function recorded(make: (watcher: { event: (seq: number, event: Event) => void }) => DryRun): Recorded {
  const events: Event[] = [];
  return { dry: make({ event: (_, event) => events.push(event) }), events };
}

/** As it stands before a node of the run at a depth. */
function stoppedBefore(node: string, depth: number, setup = SETUP): Recorded {
  const original = recorded((watcher) => new DryRun(setup, watcher));
  original.dry.breakpoints = [{ slug: "down", node, when: `depth == ${depth}` }];
  while (original.dry.move("continue").state === "moving");
  expect(original.dry.moment().stop).toMatchObject({ node, depth, why: "breakpoint" });
  return original;
}

function toEnd({ dry, events }: Recorded): readonly Event[] {
  dry.breakpoints = [];
  while (dry.move("continue").state === "moving");
  expect(dry.moment().state).toBe("ended");
  return events;
}

function contextOf({ dry }: Recorded, no: number): Record<string, unknown> {
  const entries = Object.values(dry.tree.runs[no]?.context?.entries ?? {});
  return Object.fromEntries(
    entries.map(({ key, value, hash }) => [key, value === undefined ? dry.blob(hash) : value]),
  );
}

/** All that can be seen of it, as text. */
function whole({ dry, events }: Recorded): string {
  return JSON.stringify([dry.tree, dry.moment(), [...dry.outputs], [...dry.nodes.of(0)], events]);
}

describe("a dry run whose context is edited where it stops", () => {
  test("goes on as a fork that differs only after the stop, and leaves the original as it was, bit for bit", () => {
    const original = stoppedBefore("more", 1);
    const before = whole(original);
    const shown = [...original.events];
    const edited = { ...contextOf(original, 1), goal: "two", fresh: [1] } as never;
    const fork = recorded((watcher) => original.dry.fork(edited, watcher));

    expect(fork.events).toEqual(shown);
    expect(fork.dry.moment().at).toBe(original.dry.moment().at);
    expect(fork.dry.moment().stop).toMatchObject({ node: "more", run: 1, depth: 1 });
    expect(contextOf(fork, 1)).toEqual(edited);
    expect(contextOf(original, 1)["goal"]).toBe("one");

    const after = toEnd(fork);
    expect(after.slice(0, shown.length)).toEqual(shown);
    // What it ran below was handed what was edited, and what stood above was not.
    expect(fork.dry.tree.runs.map(({ output }) => output)).toEqual([["one"], ["two"], ["two"]]);
    expect(whole(original)).toBe(before);
    const untouched = recorded((watcher) => new DryRun(SETUP, watcher));
    expect(toEnd(original)).toEqual(toEnd(untouched));
    expect(original.dry.tree.runs.map(({ output }) => output)).toEqual([["one"], ["one"], ["one"]]);
  });

  test.each([
    ["look", 0],
    ["more", 0],
    ["look", 2],
    ["end", 2],
    ["end", 0],
  ])("does all as before where nothing was edited, before %s at depth %d", (node, depth) => {
    const original = stoppedBefore(node, depth);
    const run = original.dry.moment().stop?.run ?? -1;
    const fork = recorded((watcher) => original.dry.fork(contextOf(original, run) as never, watcher));
    expect(whole(fork).replace('"step"', '"breakpoint"')).toBe(whole(original));
    expect(toEnd(fork)).toEqual(toEnd(original));
    expect(fork.dry.tree).toEqual(original.dry.tree);
  });

  test("waits as before between attempts, also of what is tried after the stop", () => {
    const failure = { class: "task", code: "Busy", message: "busy", retryable: true, times: 2 } as const;
    const busy = { ...SETUP, behaviours: { [nodeKey("down", "look")]: { throws: failure } } };
    const original = stoppedBefore("look", 1, busy);
    const fork = recorded((watcher) => original.dry.fork(contextOf(original, 1) as never, watcher));
    const waits = toEnd(original).filter(({ type }) => type === "AttemptFailed");
    expect(waits.length).toBeGreaterThan(3);
    expect(toEnd(fork)).toEqual(original.events);
    expect(fork.dry.moment().at).toBe(original.dry.moment().at);
  });

  test("is forked again, from a fork, and both edits stand", () => {
    const original = stoppedBefore("more", 0);
    const first = recorded((watcher) =>
      original.dry.fork({ ...contextOf(original, 0), goal: "two" } as never, watcher),
    );
    first.dry.breakpoints = [{ slug: "down", node: "end", when: "depth == 2" }];
    while (first.dry.move("continue").state === "moving");
    const frozen = whole(first);
    const second = recorded((watcher) => first.dry.fork({ goal: "three" }, watcher));
    expect(contextOf(second, 2)).toEqual({ goal: "three" });
    toEnd(second);
    expect(second.dry.tree.runs.map(({ output }) => output)).toEqual([["two"], ["two"], ["three"]]);
    expect(whole(first)).toBe(frozen);
  });

  test("keeps what an edited key may not do: its labels stay, and large values are read as they are", () => {
    const original = stoppedBefore("end", 1);
    const edited = { ...contextOf(original, 1), goal: LONG.toUpperCase() } as never;
    const fork = recorded((watcher) => original.dry.fork(edited, watcher));
    const entries = fork.dry.tree.runs[1]?.context?.entries ?? {};
    expect(entries["goal"]).toMatchObject({ labels: ["private"], ceiling: 9, origin: { run: 1, depth: 1 } });
    expect(entries["notes"]).toEqual(original.dry.tree.runs[1]?.context?.entries["notes"]);
    toEnd(fork);
    expect(fork.dry.outputs.get("1/end")).toEqual([LONG.toUpperCase()]);
  });

  test("fails where what a node reads was taken away", () => {
    const original = stoppedBefore("end", 2);
    const fork = recorded((watcher) => original.dry.fork({}, watcher));
    toEnd(fork);
    expect(fork.dry.tree.runs[2]).toMatchObject({ phase: "failed" });
    expect(fork.dry.tree.runs[2]?.failure?.message).toContain("goal");
  });
});

test("what cannot be a context is said at its place", () => {
  expect(contextFlaws({ goal: "x", deep: { a: [1] } })).toEqual([]);
  expect(contextFlaws({ "a b": 1, "c/d": 1, constructor: 1, ref: { $blob: "x" } })).toEqual([
    { path: "/a b", message: expect.stringContaining("a letter") },
    { path: "/c~1d", message: expect.stringContaining("a letter") },
    { path: "/constructor", message: expect.stringContaining("reserved") },
    { path: "/ref", message: expect.stringContaining("$blob") },
  ]);
});
