import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "../failure.ts";
import type { Actor, Event } from "../run/events.ts";
import type { Outcome, Scenario } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { afterSettlement } from "../testing/journal-checks.ts";
import { begin, boundOf, chain, ending, graphOf, ofType, output, run, WORLD } from "../testing/run-graph.ts";
import type { Json } from "../values/json.ts";

const actor: Actor = { kind: "user", id: "u1", name: "Ann" };
const down: Failure = {
  class: "task",
  code: "HttpStatusUnexpected",
  message: "answered 503",
  retryable: true,
  details: { status: 503 },
};
/** `down` always answers 503; `times` fails as often as its input says. */
const world: World = {
  tasks: {
    ...WORLD.tasks,
    down: { durationMs: [10, 10], fails: () => down },
    times: {
      durationMs: [10, 10],
      fails: (input, call) => (call.attempt <= Number((input as { fails: number }).fails) ? down : undefined),
    },
    backup: { durationMs: [10, 10], output: () => "from backup" },
  },
};
const go = (nodes: Record<string, unknown>, options: Partial<Scenario> = {}) =>
  run({ nodes, edges: chain(...Object.keys(nodes)) }, { world, ...options });
const task = (name: string, more: object = {}) => ({ kind: "task", task: name, ...more });
const rungs = ({ journal }: Pick<Outcome, "journal">) =>
  ofType(journal, "RungTaken").map(
    ({ of, rung, do: done }) => `${of === "recovery" ? "" : "^"}${rung}:${done}`,
  );

describe("the ladder of a node", () => {
  it("retries first, and writes the numbers of each try into the event", () => {
    const outcome = go({
      a: task("times", {
        input: { fails: 2 },
        recovery: [{ do: "retry", maxAttempts: 3, initialMs: 100, jitter: 0 }],
      }),
    });
    expect(ending(outcome)).toBe("succeeded");
    expect(ofType(outcome.journal, "AttemptFailed").map(({ rung }) => rung)).toEqual([
      expect.objectContaining({ at: 0, numbers: { tries: 1, maxAttempts: 3, waitMs: 100, spentMs: 10 } }),
      expect.objectContaining({ at: 0, numbers: { tries: 2, maxAttempts: 3, waitMs: 200, spentMs: 120 } }),
    ]);
    expect(ofType(outcome.journal, "AttemptFailed")[0]?.failure).toMatchObject({
      class: "unavailable",
      severity: "medium",
    });
  });

  it("starts no try after the total time", () => {
    const retry = { do: "retry", maxAttempts: 50, initialMs: 100, coefficient: 1, jitter: 0, totalMs: 500 };
    const outcome = go({ a: task("down", { recovery: [retry, { do: "degrade", output: "late" }] }) });
    expect(output(outcome)).toBe("late");
    expect(outcome.calls).toHaveLength(5);
    expect(outcome.calls.at(-1)?.at).toBeLessThanOrEqual(500);
  });

  it("does not spend tries on what no try can mend", () => {
    const recovery = [
      { do: "retry", maxAttempts: 5 },
      { do: "fallback", task: "backup" },
    ];
    const outcome = go({ a: task("refuse", { recovery }) });
    expect(outcome.calls.map(({ call }) => call.task)).toEqual(["refuse", "backup"]);
    expect(output(outcome)).toBe("from backup");
  });

  it("climbs rung by rung: tries, another task, tries of that, then less than was asked for", () => {
    const recovery = [
      { do: "retry", maxAttempts: 2, initialMs: 1 },
      { do: "fallback", task: "broken" },
      { do: "retry", maxAttempts: 3, initialMs: 1 },
      { do: "degrade", output: { why: "= failure.code", after: "= failure.attempts" } },
    ];
    const outcome = go({ a: task("down", { recovery }), b: task("echo", { input: "= nodes.a.output" }) });
    expect(outcome.calls.map(({ call }) => `${call.task}#${call.attempt}`)).toEqual([
      "down#1",
      "down#2",
      "broken#3",
      "broken#4",
      "broken#5",
      "echo#1",
    ]);
    expect(rungs(outcome)).toEqual(["1:fallback", "3:degrade"]);
    expect(output(outcome)).toEqual({ why: "TaskFailed", after: 5 });
    expect(ofType(outcome.journal, "NodeCompleted").map(({ degraded }) => degraded)).toEqual([
      true,
      undefined,
    ]);
    expect(ofType(outcome.journal, "RunSucceeded")[0]?.degraded).toBe(true);
    const keys = new Set(outcome.calls.map(({ call }) => call.idempotencyKey));
    expect(keys.size, "other work has another key, tries of the same work have the same one").toBe(3);
  });

  it("falls back to the output of a node that has completed, and passes over one that has not", () => {
    const recovery = [
      { do: "fallback", node: "c" },
      { do: "fallback", node: "a" },
    ];
    const outcome = go({ a: task("echo", { input: 7 }), b: task("refuse", { recovery }), c: task("echo") });
    expect(rungs(outcome)).toEqual(["1:fallback"]);
    expect(output(outcome)).toBe(7);
  });

  it("falls back to another workflow", () => {
    const workflows = { spare: boundOf({ slug: "spare", nodes: { t: task("echo", { input: "= input" }) } }) };
    const recovery = [{ do: "fallback", workflow: "spare", input: { was: "= failure.message" } }];
    const outcome = go({ a: task("refuse", { recovery }) }, { world: { ...world, workflows } });
    expect(output(outcome)).toEqual({ was: "scripted failure" });
  });

  it("takes a rung only where its condition holds, and goes on where the condition cannot be evaluated", () => {
    const recovery = [
      { do: "degrade", output: 1, when: "failure.class == 'rateLimit'" },
      { do: "degrade", output: 2, when: "failure.details.nothing > 3" },
      { do: "degrade", output: 3, when: "failure.severity == 'medium'" },
    ];
    expect(output(go({ a: task("down", { recovery }) }))).toBe(3);
  });

  it("parks for a person, who decides as for any other", () => {
    const simulation = begin({ nodes: { a: task("down", { recovery: [{ do: "park" }] }) } }, { world });
    while (simulation.advance()) {
      // to rest
    }
    expect(ofType(simulation.outcome().journal, "SlotParked")).toHaveLength(1);
    simulation.send({ type: "settleNode", at: 1, run: 0, node: "a", how: "complete", output: 5, actor });
    expect(output(simulation.outcome())).toBe(5);
  });

  it("handles failures that are no attempt's: a depth limit, an expression, a map whose items failed", () => {
    const depth = run(
      {
        nodes: {
          c: {
            kind: "subworkflow",
            workflow: "self",
            input: { n: 1 },
            recovery: [{ do: "degrade", output: "deep" }],
          },
        },
        limits: { maxDepth: 0 },
      },
      { world },
    );
    expect(output(depth)).toBe("deep");
    const text = go({
      a: { kind: "transform", output: "= input.none", recovery: [{ do: "fallback", output: 0 }] },
    });
    expect(output(text)).toBe(0);
    const body = task("times", { input: { fails: "= item * 9" } });
    const map = go({ m: { kind: "map", over: "= [0, 1, 0]", body, recovery: [{ do: "degrade" }] } });
    expect(output(map)).toEqual([{ fails: 0 }, null, { fails: 0 }]);
    expect(ending(map)).toBe("succeeded");
  });

  it("recovers the items of a map one by one", () => {
    const recovery = [{ do: "degrade", output: { item: "= item" } }];
    const body = task("times", { input: { fails: "= item * 9" }, recovery });
    const outcome = go({ m: { kind: "map", over: "= [0, 1]", body } });
    expect(output(outcome)).toEqual([{ fails: 0 }, { item: 1 }]);
    expect(ofType(outcome.journal, "RunSucceeded")[0]?.degraded).toBe(true);
  });

  it("gives the attempts of a workflow its ladder, but not those of nodes with words of their own", () => {
    const outcome = run(
      {
        nodes: { a: task("down"), b: task("down", { retry: { maxAttempts: 1 } }) },
        recovery: [{ do: "degrade", output: "whole" }],
      },
      { world },
    );
    expect(rungs(outcome)).toEqual(["0:degrade"]);
    expect(ending(outcome)).toBe("failed:HttpStatusUnexpected");
  });

  it("marks a run whose child was degraded", () => {
    const kid = graphOf({ slug: "kid", nodes: { t: task("down", { recovery: [{ do: "degrade" }] }) } });
    const outcome = go({ c: { kind: "subworkflow", graph: kid } });
    expect(ofType(outcome.journal, "RunSucceeded").map(({ degraded }) => degraded)).toEqual([true, true]);
  });

  it("tries a child run again, with a path and keys of its own", () => {
    const kid = graphOf({ slug: "kid", nodes: { t: task("refuse") } });
    const recovery = [{ do: "retry", maxAttempts: 3, initialMs: 50, jitter: 0 }];
    const outcome = go({ c: { kind: "subworkflow", graph: kid, recovery } });
    expect(ending(outcome)).toBe("failed:TaskFailed");
    expect(new Set(outcome.calls.map(({ call }) => call.idempotencyKey)).size).toBe(3);
    expect(rungs(outcome)).toEqual(["0:retry", "0:retry"]);
    expect(ofType(outcome.journal, "RungTaken").map(({ numbers }) => numbers["waitMs"])).toEqual([50, 100]);
  });
});

/** root → mid → low → leaf; the leaf fails and escalates with what it has. */
type Levels = { readonly [K in "root" | "mid" | "low"]?: object | undefined };

function tower(at: Levels) {
  const leaf = graphOf({
    slug: "leaf",
    nodes: { t: task("down", { recovery: [{ do: "escalate", partial: { half: "= input.n" } }] }) },
  });
  const low = graphOf({ slug: "low", nodes: { c: { kind: "subworkflow", graph: leaf, ...at.low } } });
  const mid = graphOf({ slug: "mid", nodes: { c: { kind: "subworkflow", graph: low, ...at.mid } } });
  return { nodes: { c: { kind: "subworkflow", graph: mid, ...at.root } } };
}
const spare: World = {
  ...world,
  workflows: { spare: boundOf({ slug: "spare", nodes: { t: task("backup") } }) },
};
const ascend = (at: Levels) => run(tower(at), { world: spare, input: { n: 4 } });
const story = ({ journal }: Outcome) =>
  journal.flatMap((event: Event) =>
    event.type === "EscalationRaised" ||
    event.type === "EscalationHandled" ||
    event.type === "EscalationPassed"
      ? [`${event.type.slice(10)} ${event.run}`]
      : [],
  );

/** Who decided about which escalation. A child that is started again is another run, and asks anew. */
const decisions = ({ journal }: Outcome) =>
  journal.flatMap((event: Event) =>
    event.type === "EscalationHandled" || event.type === "EscalationPassed"
      ? [`${event.run} ${event.id}`]
      : [],
  );

describe("a strategy of one's own", () => {
  const asking = (strategy: string, answer: Json | null, more: object = {}) =>
    go(
      {
        a: task("down", {
          recovery: [
            { do: "custom", strategy, ...more },
            { do: "degrade", output: "rest" },
          ],
        }),
      },
      {
        world: {
          ...world,
          answer: (question) =>
            question.ask === "recover" && answer !== null
              ? { ok: true, value: typeof answer === "object" ? answer : JSON.parse(String(answer)) }
              : {
                  ok: false,
                  failure: {
                    class: "definition",
                    code: "RecoveryUnknown",
                    message: "none",
                    retryable: false,
                  },
                },
        },
      },
    );

  it("answers with a rung, whose texts are values and never expressions", () => {
    const outcome = asking("own", { do: "fallback", output: "= input.secret" });
    expect(output(outcome)).toBe("= input.secret");
    expect(ofType(outcome.journal, "RungTaken")[0]).toMatchObject({
      do: "fallback",
      strategy: "own",
      rung: 0,
    });
  });

  it("may ask for the same work again, but not without end", () => {
    const outcome = asking("own", { do: "retry", afterMs: 10 });
    expect(outcome.calls).toHaveLength(101);
    expect(new Set(outcome.calls.map(({ call }) => call.idempotencyKey)).size).toBe(1);
    expect(output(outcome)).toBe("rest");
  });

  it("that passes, fails, is unknown or answers nonsense leaves it to the next rung, which says so", () => {
    for (const [answer, note] of [
      [{ do: "next" }, undefined],
      [null, "none"],
      [{ do: "dance" }, "is no rung"],
    ] as const) {
      const outcome = asking("own", answer);
      expect(output(outcome)).toBe("rest");
      const numbers = ofType(outcome.journal, "RungTaken")[0]?.numbers;
      expect(String(numbers?.["note"] ?? "")).toContain(note ?? "");
    }
  });

  it("sees the failure, its options and how long it has tried", () => {
    const seen: unknown[] = [];
    go(
      { a: task("down", { recovery: [{ do: "custom", strategy: "own", options: { n: "= 1 + 1" } }] }) },
      {
        world: {
          ...world,
          answer: (question) => {
            if (question.ask === "recover") seen.push(question.about);
            return { ok: true, value: { do: "next" } };
          },
        },
      },
    );
    expect(seen[0]).toMatchObject({
      node: "a",
      task: "down",
      options: { n: 2 },
      tries: 0,
      failure: { class: "unavailable", details: { status: 503 }, attempts: 1 },
    });
  });
});

describe("an escalation", () => {
  it("bubbles through three levels and is handled once, at the top", () => {
    const outcome = ascend({ root: { onEscalation: [{ choose: "acceptPartial" }] } });
    expect(story(outcome)).toEqual(["Raised 3", "Passed 2", "Passed 1", "Handled 0"]);
    expect(output(outcome)).toEqual({ half: 4 });
    expect(ofType(outcome.journal, "RunSucceeded")).toEqual([
      expect.objectContaining({ run: 0, degraded: true }),
    ]);
  });

  it("is not seen above the level that has dealt with it", () => {
    const root = { onEscalation: [{ choose: "acceptPartial", output: "never" }] };
    const outcome = ascend({ root, mid: { onEscalation: [{ choose: "replaceChild", workflow: "spare" }] } });
    expect(story(outcome)).toEqual(["Raised 3", "Passed 2", "Handled 1"]);
    expect(output(outcome)).toBe("from backup");
    const failed = ascend({ root, mid: { onEscalation: [{ choose: "fail" }] } });
    expect(story(failed)).toEqual(["Raised 3", "Passed 2", "Handled 1"]);
    expect(ending(failed)).toBe("failed:HttpStatusUnexpected");
  });

  it("that nobody handles ends the root with the failure that began it", () => {
    const outcome = ascend({});
    expect(story(outcome)).toEqual(["Raised 3", "Passed 2", "Passed 1", "Passed 0"]);
    expect(ending(outcome)).toBe("failed:HttpStatusUnexpected");
    expect(ofType(outcome.journal, "EscalationPassed").at(-1)?.to).toBeNull();
  });

  it("lets the parent try the child again as often as it says, and then choose the next", () => {
    const low = { onEscalation: [{ choose: "retryChild", times: 2 }, { choose: "acceptPartial" }] };
    const outcome = ascend({ low });
    expect(outcome.calls).toHaveLength(3);
    expect(rungs(outcome).filter((rung) => rung.startsWith("^"))).toEqual([
      "^0:retryChild",
      "^0:retryChild",
      "^1:acceptPartial",
    ]);
    const ids = ofType(outcome.journal, "EscalationRaised").map(({ id, run: no }) => `${no} ${id}`);
    expect(new Set(ids).size).toBe(3);
  });

  it("asks a person, who has the last word", () => {
    const simulation = begin(tower({ low: { onEscalation: [{ choose: "askHuman" }] } }), {
      world: spare,
      input: { n: 1 },
    });
    while (simulation.advance()) {
      // to rest
    }
    const [parked] = ofType(simulation.outcome().journal, "SlotParked");
    expect(parked?.run).toBe(2);
    simulation.send({
      type: "settleNode",
      at: 9,
      run: 2,
      node: "c",
      how: "complete",
      output: "by Ann",
      actor,
    });
    expect(output(simulation.outcome())).toBe("by Ann");
  });

  it("is caught by the ladder of the node that started the child, where no choice is given", () => {
    const outcome = ascend({ mid: { recovery: [{ do: "degrade", output: "enough" }] } });
    expect(output(outcome)).toBe("enough");
    expect(story(outcome)).toEqual(["Raised 3", "Passed 2"]);
  });

  it("whose partial result cannot be worked out goes on to the next rung, with the failure that began it", () => {
    const outcome = run(tower({}), { world: spare, input: {} });
    expect(ending(outcome)).toBe("failed:HttpStatusUnexpected");
    expect(ofType(outcome.journal, "NodeFailed")[0]?.failure.details?.["recovery"]).toContain("input.n");
  });

  it("at the root goes on to the next rung: there is nobody above", () => {
    const recovery = [{ do: "escalate" }, { do: "degrade", output: "alone" }];
    expect(output(go({ a: task("down", { recovery }) }))).toBe("alone");
  });

  it("is decided at most once a level, whatever is chosen where, and crashes included", () => {
    const choice = fc.constantFrom(
      { choose: "retryChild", times: 2 },
      { choose: "replaceChild", workflow: "spare" },
      { choose: "acceptPartial" },
      { choose: "fail" },
      { choose: "escalate" },
    );
    const level = fc.option(fc.record({ onEscalation: fc.array(choice, { minLength: 1, maxLength: 3 }) }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(level, level, level, fc.nat(1_000), (root, mid, low, seed) => {
        const outcome = run(tower({ root, mid, low }), {
          world: spare,
          input: { n: 1 } as Json,
          seed,
          crashRate: 0.2,
          commitLag: 0.3,
        });
        expect(outcome.stuck).toBe(false);
        expect(new Set(decisions(outcome)).size).toBe(decisions(outcome).length);
        expect(afterSettlement(outcome.journal)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a call that may be made at most once", () => {
  const once = (more: object = {}) => task("times", { delivery: "atMostOnce", input: { fails: 9 }, ...more });

  it("is not tried again by itself, though its failure may pass", () => {
    const outcome = go({ a: once() });
    expect(outcome.calls).toHaveLength(1);
    expect(ending(outcome)).toBe("failed:HttpStatusUnexpected");
  });

  it("waits for a person when its owner was lost while it was under way", () => {
    const simulation = begin({ nodes: { a: once({ input: { fails: 0 } }) } }, { world });
    simulation.send({ type: "recover", at: 5, epoch: 2 });
    const outcome = simulation.outcome();
    expect(outcome.calls).toHaveLength(1);
    expect(ofType(outcome.journal, "SlotParked")[0]?.failure).toMatchObject({
      code: "OutcomeUnknown",
      class: "unknown",
    });
    expect(
      simulation.send({ type: "attemptSucceeded", at: 6, run: 0, node: "a", attempt: 1, output: 1 }),
    ).toBe("STALE_ATTEMPT");
    simulation.send({ type: "retryNode", at: 7, run: 0, node: "a", actor });
    while (simulation.advance()) {
      // to the end
    }
    expect(simulation.outcome().calls).toHaveLength(2);
  });

  it("may be failed by that person, and then its recovery goes on", () => {
    const recovery = [{ do: "degrade", output: { by: "= failure.details.failedBy" } }];
    const simulation = begin({ nodes: { a: once({ recovery, input: { fails: 0 } }) } }, { world });
    simulation.send({ type: "recover", at: 5, epoch: 2 });
    expect(simulation.send({ type: "failNode", at: 7, run: 0, node: "a", actor })).toBeUndefined();
    expect(output(simulation.outcome())).toEqual({ by: "Ann" });
    expect(simulation.send({ type: "failNode", at: 8, run: 0, node: "a", actor })).toBe("RUN_SETTLED");
  });

  it("waits for a person when no answer came, and fails like any other when one did", () => {
    const lost: Failure = { class: "timeout", code: "TaskTimedOut", message: "too late", retryable: true };
    const silent: World = { tasks: { t: { durationMs: [1, 1], fails: () => lost } } };
    const outcome = run({ nodes: { a: task("t", { delivery: "atMostOnce" }) } }, { world: silent });
    expect(ofType(outcome.journal, "SlotParked")[0]?.failure).toMatchObject({
      code: "OutcomeUnknown",
      details: { cause: "TaskTimedOut" },
    });
  });

  it("is never made twice, however often its owner is lost", () => {
    for (let seed = 0; seed < 200; seed++) {
      const nodes = { a: once({ input: { fails: 0 } }), b: task("echo") };
      const simulation = begin({ nodes }, { world, seed, crashRate: 0.5, commitLag: 0.5 });
      while (simulation.advance()) {
        // to rest
      }
      const calls = simulation.outcome().calls.filter(({ call }) => call.node === "a");
      expect(calls.length).toBeLessThanOrEqual(1);
    }
  });
});
