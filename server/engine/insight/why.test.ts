import { describe, expect, it } from "vitest";
import type { Actor, Event } from "../run/events.ts";
import { begin, chain, graphOf } from "../testing/run-graph.ts";
import { whyEnded } from "./why-ended.ts";
import { whyWaiting } from "./why-waiting.ts";

const actor: Actor = { kind: "user", id: "u1", name: "Ann" };
const TREE = "00000000-0000-7000-8000-000000000000";
const wait = { kind: "wait", durationMs: 500 };
const child = graphOf({ slug: "child", nodes: { w: wait } });

describe("a run that waits says for what", () => {
  it.each([
    [
      "an attempt",
      { a: { kind: "task", task: "echo" } },
      { kind: "attempt", task: "echo", attempt: 1, since: 0 },
    ],
    ["an instant", { a: wait }, { kind: "timer", until: 500 }],
    [
      "a signal",
      { a: { kind: "wait", signal: "go", timeoutMs: 9 } },
      { kind: "signal", name: "go", until: 9 },
    ],
    ["a signal, for ever", { a: { kind: "wait", signal: "go" } }, { kind: "signal", until: null }],
    [
      "an approval",
      { a: { kind: "approval", title: "Ship?", assignees: ["Ann"], quorum: 1, dueMs: 7 } },
      { kind: "approval", title: "Ship?", assignees: ["Ann"], missing: 1, until: 7, escalated: false },
    ],
    [
      "a child",
      { a: { kind: "subworkflow", graph: child, label: "kid" } },
      { kind: "child", run: `${TREE}.1`, label: "kid" },
    ],
  ])("%s", (_, nodes, reason) => {
    expect(whyWaiting(begin({ nodes }).tree, 0)).toMatchObject([{ node: "a", item: null, ...reason }]);
  });

  it("a place at its level, and who holds it", () => {
    const body = { kind: "task", task: "echo" };
    const simulation = begin({
      nodes: { a: { kind: "map", over: "= [1, 2]", body } },
      limits: { maxAgentsPerLevel: 1 },
    });
    expect(whyWaiting(simulation.tree, 0)).toMatchObject([
      { kind: "attempt", item: 0 },
      { kind: "limit", item: 1, limit: "maxAgentsPerLevel", max: 1, depth: 0, heldBy: [TREE] },
    ]);
  });

  it("what others hold of a budget: the limit, what is needed and left, and who holds it", () => {
    const tasks = { ask: { durationMs: [10, 10] as const, usdPerToken: 0.01 } };
    const body = { kind: "task", task: "ask" };
    const simulation = begin(
      { nodes: { a: { kind: "map", over: "= [1, 2]", body } }, limits: { maxTokens: 20_000 } },
      { world: { tasks } },
    );
    expect(whyWaiting(simulation.tree, 0)).toMatchObject([
      { kind: "attempt", item: 0 },
      {
        kind: "budget",
        item: 1,
        limit: "maxTokens",
        needs: 16_000,
        left: 4_000,
        max: 20_000,
        account: TREE,
        heldBy: [TREE],
      },
    ]);
  });

  it("what a grant of a child holds", () => {
    const simulation = begin(
      {
        nodes: {
          k: { kind: "subworkflow", graph: child, grant: { agents: 1 } },
          a: { kind: "task", task: "echo" },
        },
        limits: { maxAgents: 1 },
      },
      {},
    );
    expect(whyWaiting(simulation.tree, 0)).toMatchObject([
      { kind: "child" },
      { kind: "budget", limit: "maxAgents", needs: 1, left: 0, max: 1, account: TREE, heldBy: [`${TREE}.1`] },
    ]);
  });

  it("the next attempt, with what went wrong; then a person, when none is left", () => {
    const retry = { maxAttempts: 2, initialMs: 100, jitter: 0 };
    const simulation = begin({ nodes: { a: { kind: "task", task: "broken", retry, onExhausted: "park" } } });
    simulation.advance();
    expect(whyWaiting(simulation.tree, 0)).toMatchObject([
      { kind: "retry", until: 110, attempt: 2, failure: { code: "TaskFailed" } },
    ]);
    while (simulation.advance()) {
      // Until nothing moves any more.
    }
    expect(whyWaiting(simulation.tree, 0)).toMatchObject([
      { kind: "person", failure: { code: "TaskFailed" } },
    ]);
  });

  it("being resumed, while its tree is paused; nothing once it has ended", () => {
    const simulation = begin({ nodes: { a: wait } });
    simulation.send({ type: "pause", at: 3, actor });
    expect(whyWaiting(simulation.tree, 0)[0]).toEqual({ kind: "paused", since: 3 });
    simulation.send({ type: "cancel", at: 4, run: 0, reason: "test", actor });
    expect(whyWaiting(simulation.tree, 0)).toEqual([]);
    expect(whyWaiting(simulation.tree, 7)).toEqual([]);
  });

  it("the iteration of a loop that is under way, and at most fifty items of a map", () => {
    const body = { kind: "task", task: "echo" };
    const simulation = begin({
      nodes: {
        l: { kind: "loop", body, maxIterations: 3, onLimit: "succeed" },
        m: { kind: "map", over: "= range(90)", body },
      },
      limits: { maxAgentsPerLevel: 500 },
    });
    simulation.advance();
    const reasons = whyWaiting(simulation.tree, 0);
    expect(reasons).toHaveLength(50);
    expect(reasons[0]).toMatchObject({ kind: "attempt", node: "l", item: 1 });
  });
});

describe("a run that has ended says by which rule", () => {
  const last = (parts: Parameters<typeof begin>[0], cancel = false): Event => {
    const simulation = begin(parts);
    if (cancel) simulation.send({ type: "cancel", at: 1, run: 0, reason: "not needed", actor });
    while (simulation.advance()) {
      // To its end.
    }
    return simulation.outcome().journal.at(-1) as Event;
  };

  it("completed", () => {
    expect(whyEnded(last({ nodes: { a: wait } }))).toMatchObject({ outcome: "succeeded", rule: "completed" });
  });

  it("a limit, with its numbers and what to do", () => {
    const again = { kind: "subworkflow", workflow: "self", input: { n: "= input.n + 1" } };
    const parts = {
      nodes: { d: { kind: "decision", cases: [{ port: "on", when: "true" }] }, a: again },
      edges: [{ ...chain("d", "a")[0], port: "on" }],
      limits: { maxDepth: 0 },
    };
    const simulation = begin(parts, { input: { n: 0 } });
    expect(whyEnded(simulation.outcome().journal.at(-1) as Event)).toMatchObject({
      outcome: "failed",
      rule: "RecursionLimitExceeded",
      numbers: { limit: "maxDepth", max: 0, depth: 1 },
      help: expect.stringContaining("maxDepth"),
    });
  });

  it("a person, with the reason", () => {
    expect(whyEnded(last({ nodes: { a: wait } }, true))).toMatchObject({
      outcome: "cancelled",
      message: "not needed",
      by: actor,
    });
  });

  it("no other event ends anything", () => {
    expect(whyEnded({ type: "TreePaused", v: 1, at: 1, actor })).toBeNull();
  });
});
