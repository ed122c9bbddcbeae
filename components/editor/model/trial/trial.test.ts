import { describe, expect, test } from "vitest";
import { DryRun } from "#server/engine/dry-run/dry-run";
import type { Setup } from "#server/engine/dry-run/setup";
import { bindTrial } from "#server/engine/graph/trial";
import { chain, graphOf } from "#server/engine/testing/run-graph";
import { contextText, readContext } from "./context-text";
import { declaredOutputs, gatherCalled } from "./gather";
import type { DryTold, Shown } from "./messages";
import { overlaid } from "./overlay";
import { DrySession } from "./session";
import {
  NEW_TRIAL,
  readTrial,
  renamedTrial,
  toggledStops,
  trialMarks,
  withBehaviour,
  withBreakpoint,
} from "./trial";

const PARENT = graphOf({
  slug: "parent",
  context: {},
  limits: { maxTokens: 100_000 },
  nodes: {
    plan: { kind: "agent", capabilities: ["plan"], prompt: "Plan {{ input.goal }}" },
    call: { kind: "subworkflow", workflow: "child", input: { n: 1 } },
    end: { kind: "end", output: "= nodes.call.output" },
  },
  edges: chain("plan", "call", "end"),
});
const CHILD = graphOf({ slug: "child", nodes: { inner: { kind: "task", task: "t", input: "= input" } } });

async function setupOf(): Promise<Setup> {
  return {
    graph: bindTrial(PARENT, {}),
    workflows: await gatherCalled(PARENT, async (slug) =>
      slug === "child" ? { slug, revision: 1, graph: CHILD } : null,
    ),
    input: { goal: "much" },
    seed: 1,
    behaviours: {},
    recorded: {},
    tasks: {},
    agents: [],
  };
}

function watched(): { session: DrySession; told: DryTold[]; last: () => Shown } {
  const told: DryTold[] = [];
  const session = new DrySession((one) => told.push(structuredClone(one)));
  return { session, told, last: () => told.findLast((one) => one.tell === "shown") as unknown as Shown };
}

describe("what a dry run is given", () => {
  test("a task that declares what it gives gives a value of that, and another one its input", async () => {
    const output = { type: "object", required: ["size"], properties: { size: { const: 7 } } };
    const tasks = declaredOutputs([
      { name: "t", output },
      { name: "other", output: null },
    ]);
    const graph = graphOf({
      nodes: {
        ask: { kind: "task", task: "t", input: 1 },
        back: { kind: "task", task: "other", input: 2 },
        end: { kind: "end", output: "= [nodes.ask.output.size, nodes.back.output]" },
      },
      edges: chain("ask", "back", "end"),
    });
    const run = new DryRun({ ...(await setupOf()), graph: bindTrial(graph, {}), tasks });
    while (run.move("continue").state === "stopped");
    expect(run.tree.runs[0]).toMatchObject({ output: [7, 2] });
  });

  test("breakpoints are set on all nodes, and taken from all where each has one", () => {
    const one = withBreakpoint(NEW_TRIAL, { slug: "s", node: "a", when: "depth > 1" }, true);
    const both = toggledStops(one, "s", ["a", "b"]);
    expect(both.breakpoints).toEqual([
      { slug: "s", node: "a", when: "depth > 1" },
      { slug: "s", node: "b" },
    ]);
    expect(toggledStops(both, "s", ["a", "b"]).breakpoints).toEqual([]);
    expect(toggledStops(both, "other", ["a"]).breakpoints).toHaveLength(3);
  });
});

describe("a dry run that is watched", () => {
  test("starts before its first node with a tree, and each step tells what changed", async () => {
    const { session, last } = watched();
    session.take({ ask: "start", setup: await setupOf(), breakpoints: [] });
    expect(last()).toMatchObject({
      moment: { state: "stopped", stop: { node: "plan", depth: 0 } },
      snapshot: { rows: [{ no: 0, slug: "parent" }] },
      look: { run: 0, graph: PARENT, nodes: [] },
    });
    session.take({ ask: "move", move: "next" });
    expect(last()).toMatchObject({ moment: { stop: { node: "call" } }, batch: { from: expect.any(Number) } });
    expect(last().look).not.toHaveProperty("graph");
    expect(Object.fromEntries(last().look.nodes)["plan"]).toMatchObject({
      status: "completed",
      source: "made",
    });
    expect(last().look.accounts[0]?.lines.find(({ dimension }) => dimension === "tokens")).toMatchObject({
      limit: 100_000,
      spent: expect.any(Number),
    });
  });

  test("shows the run in which it stops, with its graph and the receipt of its context", async () => {
    const { session, last } = watched();
    session.take({ ask: "start", setup: await setupOf(), breakpoints: [{ slug: "child", node: "inner" }] });
    session.take({ ask: "play", speed: null });
    while (session.playing) session.pass(50);
    expect(last()).toMatchObject({
      moment: { state: "stopped", stop: { slug: "child", node: "inner", why: "breakpoint" } },
      look: { run: 1, slug: "child", depth: 1, path: "root/call", graph: CHILD, input: { n: 1 } },
    });
    expect(last().look.receipt).toMatchObject({ strategy: expect.any(String) });
    session.take({ ask: "look", run: 0, node: "plan" });
    expect(last().look).toMatchObject({ run: 0, node: { id: "plan", output: expect.any(String) } });
    session.take({ ask: "move", move: "continue" });
    expect(last().moment.state).toBe("ended");
    expect(last().log.at(-1)).toMatchObject({ type: "RunSucceeded", run: 0 });
  });

  test("lets virtual time pass at the speed that is asked for, until it is told to pause", async () => {
    const { session, last } = watched();
    session.take({ ask: "start", setup: await setupOf(), breakpoints: [] });
    session.take({ ask: "play", speed: 10 });
    session.pass(50);
    expect(last()).toMatchObject({ playing: true, moment: { at: 500 } });
    session.take({ ask: "pause" });
    session.pass(50);
    expect(last()).toMatchObject({ playing: false, moment: { at: 500 } });
  });

  test("says what went wrong instead of falling silent", () => {
    const { session, told } = watched();
    session.take({ ask: "start", setup: {} as Setup, breakpoints: [] });
    expect(told.at(-1)?.tell).toBe("failed");
  });
});

test("called workflows are read once each, however they call each other", async () => {
  const asked: string[] = [];
  const calls = (slug: string, ...workflows: string[]) =>
    graphOf({
      slug,
      nodes: Object.fromEntries(workflows.map((workflow, i) => [`n${i}`, { kind: "subworkflow", workflow }])),
    });
  const graphs = { a: calls("a", "b", "self"), b: calls("b", "a", "top", "gone") };
  const found = await gatherCalled(calls("top", "a", "b"), async (slug) => {
    asked.push(slug);
    const graph = graphs[slug as keyof typeof graphs];
    return graph ? { slug, revision: 3, graph } : null;
  });
  expect(asked.sort()).toEqual(["a", "b", "gone"]);
  expect(Object.keys(found).sort()).toEqual(["a", "b"]);
});

test("a dry run takes the revision that a call pins, and says what there is where it is not there", async () => {
  const says = (revision: number) =>
    graphOf({ slug: "leaf", nodes: { end: { kind: "end", output: revision } } });
  const call = (revision: number, more: object = {}) => ({
    kind: "subworkflow",
    workflow: "leaf",
    revision,
    ...more,
  });
  const top = graphOf({
    slug: "top",
    nodes: {
      old: call(2),
      none: call(9, { recovery: [{ do: "degrade", output: "= failure.message" }] }),
      end: { kind: "end", output: "= [nodes.old.output, nodes.none.output]" },
    },
    edges: chain("old", "none", "end"),
  });
  const asked: string[] = [];
  const workflows = await gatherCalled(top, async (slug, revision = 3) => {
    asked.push(`${slug} ${revision}`);
    return revision > 3 ? null : { slug, revision, graph: says(revision) };
  });
  expect(asked.sort()).toEqual(["leaf 2", "leaf 3", "leaf 9"]);
  expect(Object.keys(workflows).sort()).toEqual(["leaf", "leaf@2"]);
  const run = new DryRun({ ...(await setupOf()), graph: bindTrial(top, {}), workflows });
  expect(run.move("continue").state).toBe("ended");
  expect(run.tree.runs[0]?.output).toEqual([
    2,
    'There is no revision 9 of workflow "leaf"; the latest is 3.',
  ]);
});

test("breakpoints and errors stand on the cards of their workflow, and survive in the browser", () => {
  const stopped = withBreakpoint(NEW_TRIAL, { slug: "s", node: "a", when: "depth >= 3" }, true);
  const trial = withBehaviour(stopped, "s/b", {
    throws: { class: "task", code: "Busy", message: "busy", retryable: true },
  });
  const marks = trialMarks(trial, "s");
  expect(Object.fromEntries(marks)).toEqual({ a: { breakpoint: "depth >= 3" }, b: { throws: true } });
  expect(trialMarks(trial, "other").size).toBe(0);
  expect(readTrial(JSON.stringify(trial))).toEqual(trial);
  expect(readTrial("nonsense")).toEqual(NEW_TRIAL);
  expect(withBreakpoint(trial, { slug: "s", node: "a" }, false).breakpoints).toEqual([]);
  expect(withBehaviour(trial, "s/b", {}).behaviours).toEqual({});
  expect(overlaid(marks, new Map([["a", { pinned: true as const }]])).get("a")).toEqual({
    breakpoint: "depth >= 3",
    pinned: true,
  });
});

test("what a node is tried with follows it under its new name, and back, in its own workflow alone", () => {
  const set = withBreakpoint(
    withBehaviour(withBreakpoint(NEW_TRIAL, { slug: "w", node: "a", when: "depth > 1" }, true), "w/a", {
      failureRate: 0.5,
    } as never),
    { slug: "other", node: "a" },
    true,
  );
  const renamed = renamedTrial(set, "w", new Map([["a", "b"]]));
  expect(renamed?.breakpoints).toEqual([
    { slug: "w", node: "b", when: "depth > 1" },
    { slug: "other", node: "a" },
  ]);
  expect(Object.keys(renamed?.behaviours ?? {})).toEqual(["w/b"]);
  expect(renamed && renamedTrial(renamed, "w", new Map([["b", "a"]]))).toEqual(set);
  expect(renamedTrial(set, "w", new Map([["c", "d"]]))).toBeNull();
});

describe("a context that is edited where a dry run stops", () => {
  const edited = { goal: "another" };

  async function atInner() {
    const watching = watched();
    const setup = await setupOf();
    const breakpoints = [{ slug: "child", node: "inner" }];
    watching.session.take({ ask: "start", setup, breakpoints });
    watching.session.take({ ask: "move", move: "continue" });
    return watching;
  }

  test("makes a branch beside the original, with the place where it left and what differs", async () => {
    const { session, last } = await atInner();
    const original = last();
    expect(original).toMatchObject({ branch: 0, branches: [{ from: null }] });
    session.take({ ask: "fork", context: edited });
    const fork = last();
    expect(fork).toMatchObject({
      branch: 1,
      playing: false,
      moment: { state: "stopped", at: original.moment.at, stop: { run: 1, node: "inner" } },
      snapshot: { rows: [{ no: 0 }, { no: 1 }] },
      look: { run: 1, graph: CHILD, entries: [{ key: "goal", value: "another" }] },
      branches: [
        { from: null, moment: original.moment },
        { from: { branch: 0, stop: { run: 1, node: "inner", depth: 1 } } },
      ],
    });
    expect(fork.branches[1]?.from?.keys).toContain("goal");
    expect(fork.log.at(-1)).toMatchObject({ type: "ContextEdited", run: 1 });
    expect(fork.snapshot?.rows).toHaveLength(2);
  });

  test("is gone back from to the original as that was left, and returned to", async () => {
    const { session, last } = await atInner();
    const { branches: _, ...original } = last();
    session.take({ ask: "fork", context: edited });
    session.take({ ask: "move", move: "continue" });
    expect(last()).toMatchObject({ branch: 1, moment: { state: "ended" } });
    session.take({ ask: "branch", branch: 0 });
    const { branches, snapshot, ...back } = last();
    const { batch: __, ...told } = original;
    expect(back).toEqual({ ...told, look: { ...told.look, graph: CHILD } });
    expect(snapshot?.rows).toHaveLength(2);
    expect(branches.map(({ moment }) => moment.state)).toEqual(["stopped", "ended"]);
    session.take({ ask: "move", move: "next" });
    expect(last().moment.stop?.node).not.toBe("inner");
    session.take({ ask: "branch", branch: 1 });
    expect(last()).toMatchObject({ branch: 1, moment: { state: "ended" } });
  });

  test("is asked for only where it stops, and all branches are gone when the dry run starts again", async () => {
    const { session, last } = await atInner();
    session.take({ ask: "fork", context: edited });
    session.take({ ask: "move", move: "continue" });
    session.take({ ask: "fork", context: edited });
    expect(last().branches).toHaveLength(2);
    session.take({ ask: "start", setup: await setupOf(), breakpoints: [] });
    expect(last()).toMatchObject({ branch: 0, branches: [{ from: null }] });
  });
});

test("a typed context says what is wrong with it, and where", () => {
  expect(readContext('{"goal": [1]}')).toEqual({ ok: true, context: { goal: [1] } });
  expect(readContext(contextText([{ key: "a", tokens: 1, value: { b: null } }]))).toEqual({
    ok: true,
    context: { a: { b: null } },
  });
  expect(readContext("{")).toMatchObject({
    ok: false,
    problems: [],
    message: expect.stringMatching(/no JSON/),
  });
  expect(readContext("[1]")).toMatchObject({ ok: false, problems: [{ path: "" }] });
  expect(readContext('{"not so": 1}')).toMatchObject({
    problems: [{ path: "/not so" }],
    message: expect.stringMatching(/^not so: /),
  });
});
