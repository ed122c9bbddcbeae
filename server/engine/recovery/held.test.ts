import { describe, expect, it } from "vitest";
import { whyWaiting } from "../insight/why-waiting.ts";
import { breakersOf, heldBy } from "../run/held.ts";
import { nextWakeAt } from "../run/timers.ts";
import type { World } from "../simulation/world.ts";
import { afterSettlement, refold } from "../testing/journal-checks.ts";
import { begin, ending, ofType, run, WORLD } from "../testing/run-graph.ts";

const BREAKER = "task:echo";
/** `echo` is held until the instant; everything else goes out. */
const closedFrom = (instant: number): World => ({
  ...WORLD,
  breaker: (call, at) =>
    call.task === "echo" && at < instant ? { breaker: BREAKER, until: at + 100 } : null,
});
const fan = (width: number, limits: object = {}) => ({
  nodes: { m: { kind: "map", over: `= range(${width})`, body: { kind: "task", task: "echo" } } },
  limits,
});
const rest = (simulation: ReturnType<typeof begin>, until: number) => {
  while (simulation.nextAt() < until && simulation.advance()) {
    // Each call moves the virtual clock.
  }
};

describe("an attempt that a breaker holds", () => {
  it("waits without costing a try, and is made once the breaker lets it", () => {
    const outcome = run({ nodes: { a: { kind: "task", task: "echo" } } }, { world: closedFrom(250) });
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.calls.map(({ call }) => `${call.attempt}.${call.delivery}`)).toEqual(["1.4"]);
    expect(ofType(outcome.journal, "AttemptHeld")).toHaveLength(3);
    expect(ofType(outcome.journal, "AttemptFailed")).toHaveLength(0);
    expect(outcome.tree.counts.attempts).toBe(1);
  });

  it("holds no place at its level, and says which breaker it waits for and until when", () => {
    const simulation = begin(fan(6, { maxAgentsPerLevel: 2 }), { world: closedFrom(1_000_000) });
    rest(simulation, 50);
    expect(simulation.tree.levels[0]?.agents).toBe(0);
    expect(heldBy(simulation.tree, BREAKER)).toHaveLength(6);
    expect(whyWaiting(simulation.tree, 0).slice(0, 1)).toEqual([
      { kind: "breaker", node: "m", item: 0, breaker: BREAKER, until: 100 },
    ]);
  });

  it("is let go in order when the breaker closes, as many at once as the level takes", () => {
    let open = true;
    const breaker = () => (open ? { breaker: BREAKER, until: 1_000 } : null);
    const simulation = begin(fan(6, { maxAgentsPerLevel: 2 }), { world: { ...WORLD, breaker } });
    rest(simulation, 50);
    open = false;
    simulation.send({ type: "breakerClosed", at: 60, breaker: BREAKER });
    expect(simulation.send({ type: "breakerClosed", at: 60, breaker: BREAKER })).toBe("IDLE");
    expect(breakersOf(simulation.tree)).toEqual([]);
    expect(simulation.tree.levels[0]?.agents).toBe(2);
    rest(simulation, Number.POSITIVE_INFINITY);
    const outcome = simulation.outcome();
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.calls.map(({ call }) => call.item)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("does not use up the active time of its tree", () => {
    const limits = { recursionTimeoutMs: 100 };
    const outcome = run(
      { nodes: { a: { kind: "task", task: "echo" } }, limits },
      { world: closedFrom(10_000) },
    );
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.endedAt).toBeGreaterThan(9_900);
  });

  it("is void once its run is cancelled, its node skipped, or a person asks for it again", () => {
    const actor = { kind: "user", id: "u", name: "Ann" } as const;
    for (const command of [
      { type: "cancel", at: 60, run: 0, reason: "enough", actor },
      { type: "settleNode", at: 60, run: 0, node: "m", how: "skip", output: null, actor },
    ] as const) {
      const simulation = begin(fan(3), { world: closedFrom(1_000_000) });
      rest(simulation, 50);
      simulation.send(command);
      expect(heldBy(simulation.tree, BREAKER)).toEqual([]);
      expect(simulation.tree.outside).toBe(0);
      expect(nextWakeAt(simulation.tree)).toBeNull();
    }
    const again = begin({ nodes: { a: { kind: "task", task: "echo" } } }, { world: closedFrom(55) });
    rest(again, 50);
    again.send({ type: "retryNode", at: 60, run: 0, node: "a", actor });
    rest(again, Number.POSITIVE_INFINITY);
    expect(ending(again.outcome())).toBe("succeeded");
    expect(again.outcome().calls).toHaveLength(1);
  });

  it("is neither lost nor made twice, whenever the owner dies", () => {
    for (let seed = 0; seed < 300; seed++) {
      const outcome = run(fan(4, { maxAgentsPerLevel: 2 }), {
        world: closedFrom(350),
        seed,
        crashRate: 0.15,
        commitLag: 0.3,
      });
      expect(ending(outcome)).toBe("succeeded");
      expect(afterSettlement(outcome.journal)).toEqual([]);
      expect(refold(outcome.journal)).toEqual(outcome.tree);
      const starts = new Set(
        outcome.calls.map(({ call }) => `${call.item}/${call.attempt}/${call.delivery}`),
      );
      expect(starts.size).toBe(outcome.calls.length);
      expect(new Set(outcome.calls.map(({ call }) => call.idempotencyKey)).size).toBe(4);
    }
  });
});
