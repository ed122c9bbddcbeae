import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "../failure.ts";
import { whyWaiting } from "../insight/why-waiting.ts";
import type { Actor } from "../run/events.ts";
import type { Outcome, Simulation } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { afterSettlement, refold } from "../testing/journal-checks.ts";
import { begin, chain, ending, graphOf, ofType, output, run } from "../testing/run-graph.ts";
import type { Json } from "../values/json.ts";

const actor: Actor = { kind: "user", id: "u1", name: "Ann" };
const broken: Failure = { class: "task", code: "TaskFailed", message: "no", retryable: false };
const world: World = {
  tasks: {
    book: { durationMs: [5, 50] },
    cancel: { durationMs: [5, 50] },
    refuse: { durationMs: [10, 10], fails: () => broken },
    stuck: { durationMs: [1, 1], fails: () => broken },
  },
};
const book = (id: string, more: object = {}) => ({
  kind: "task",
  task: "book",
  input: { id },
  compensate: { task: "cancel", input: { id: "= nodes.ID.output.id" } },
  ...more,
});
/** A chain of bookings; `ID` in their compensations is their own name. */
const nodesOf = (nodes: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => [
      id,
      JSON.parse(JSON.stringify(node).replaceAll("nodes.ID", `nodes.${id}`)),
    ]),
  );
const line = (nodes: Record<string, unknown>) => ({
  nodes: nodesOf(nodes),
  edges: chain(...Object.keys(nodes)),
});
const kid = (slug: string, nodes: Record<string, unknown>) => ({
  kind: "subworkflow",
  graph: graphOf({ slug, ...line(nodes) }),
});
const fail = { kind: "task", task: "refuse" };
const go = (nodes: Record<string, unknown>, options: object = {}) => run(line(nodes), { world, ...options });

/** Ids that were undone, each once, in the order of the first call. */
function undone({ calls }: Pick<Outcome, "calls">): string[] {
  const seen = new Map<string, string>();
  for (const { call } of calls)
    if (call.task === "cancel" && !seen.has(call.idempotencyKey))
      seen.set(call.idempotencyKey, (call.input as { id: string }).id);
  return [...seen.values()];
}
const rest = (simulation: Simulation) => {
  while (simulation.advance()) {
    // Each call moves the virtual clock.
  }
};

describe("a run that fails", () => {
  it("undoes what it has done, the latest first, before it is over", () => {
    const outcome = go({ a: book("a"), b: book("b"), c: fail });
    expect(undone(outcome)).toEqual(["b", "a"]);
    expect(ending(outcome)).toBe("failed:TaskFailed");
    expect(ofType(outcome.journal, "RunFailed").at(-1)).toMatchObject({
      run: 0,
      failure: { details: { compensation: "done" } },
    });
    expect(outcome.journal.at(-1)?.type).toBe("RunFailed");
  });

  it("undoes its children before itself, and children that have ended long ago", () => {
    const outcome = go({
      a: book("a"),
      k: kid("kid", { x: book("x"), y: book("y") }),
      b: book("b"),
      c: fail,
    });
    expect(undone(outcome)).toEqual(["y", "x", "b", "a"]);
  });

  it("undoes what a child that lives has done so far", () => {
    const slow = kid("slow", { x: book("x"), w: { kind: "wait", durationMs: 10_000 } });
    const nodes = nodesOf({ a: book("a"), s: slow, t: { kind: "wait", durationMs: 500 }, c: fail });
    const edges = [...chain("a", "s"), ...chain("a", "t", "c")];
    const outcome = run({ nodes, edges }, { world });
    expect(undone(outcome)).toEqual(["x", "a"]);
    expect(ending(outcome)).toBe("failed:TaskFailed");
  });

  it("leaves alone what a child that failed has undone itself", () => {
    const outcome = go({ a: book("a"), k: kid("kid", { x: book("x"), f: fail }) });
    expect(undone(outcome)).toEqual(["x", "a"]);
  });

  it("undoes the items of a map, each with its own output", () => {
    const body = {
      kind: "task",
      task: "book",
      input: { id: "= 'i' + string(index)" },
      compensate: { task: "cancel", input: "= nodes.ID.output" },
    };
    const outcome = go({ m: { kind: "map", over: "= range(3)", body, maxConcurrent: 1 }, f: fail });
    expect(undone(outcome)).toEqual(["i2", "i1", "i0"]);
  });

  it("undoes by another workflow, and gives it the output where no input is said", () => {
    const undoer = {
      hash: "h",
      slug: "undoer",
      revision: 1,
      graph: graphOf({ slug: "undoer", nodes: { t: { kind: "task", task: "cancel", input: "= input" } } }),
    };
    const a = { kind: "task", task: "book", input: { id: "a" }, compensate: { workflow: "undoer" } };
    const outcome = run(line({ a, f: fail }), { world: { ...world, workflows: { undoer } } });
    expect(undone(outcome)).toEqual(["a"]);
  });

  it("does nothing of the kind when nothing can be undone, nor when it succeeds", () => {
    expect(ofType(go({ a: { kind: "task", task: "book" }, f: fail }).journal, "RunEnding")).toEqual([]);
    expect(undone(go({ a: book("a") }))).toEqual([]);
  });

  it("undoes although its active time is over", () => {
    const nodes = nodesOf({ a: book("a"), w: { kind: "wait", durationMs: 60_000 } });
    const outcome = run({ nodes, edges: chain("a", "w"), limits: { recursionTimeoutMs: 100 } }, { world });
    expect(undone(outcome)).toEqual(["a"]);
    expect(ending(outcome)).toBe("failed:RecursionTimeout");
  });
});

describe("a compensation that fails", () => {
  const stuck = { kind: "task", task: "book", input: { id: "a" }, compensate: { task: "stuck" } };

  it("waits for a person, and the rest is undone once that person has let it fail", () => {
    const simulation = begin(line({ b: book("b"), a: stuck, f: fail }), { world });
    rest(simulation);
    const { tree, journal } = simulation.outcome();
    expect(tree.runs[0]?.phase).toBe("running");
    expect(whyWaiting(tree, 0)).toMatchObject([
      { kind: "compensation", end: "failed", node: ":compensation" },
    ]);
    const [parked] = ofType(journal, "SlotParked");
    expect(whyWaiting(tree, parked?.run ?? 0)).toMatchObject([{ kind: "person" }]);
    simulation.send({
      type: "failNode",
      at: 1_000_000,
      run: parked?.run ?? 0,
      node: parked?.node ?? "",
      actor,
    });
    rest(simulation);
    const outcome = simulation.outcome();
    expect(undone(outcome)).toEqual(["b"]);
    expect(ofType(outcome.journal, "RunFailed")[0]?.failure.details).toMatchObject({
      compensation: "incomplete",
    });
  });

  it("whose task is not there waits as well", () => {
    const gone = { kind: "task", task: "book", compensate: { task: "nowhere" } };
    const outcome = go({ a: gone, f: fail });
    expect(ofType(outcome.journal, "SlotParked")[0]?.failure.code).toBe("TaskUnknown");
  });

  it("cannot be cancelled, and holds whoever is above until it is over", () => {
    const simulation = begin(line({ b: book("b"), k: kid("kid", { a: stuck, f: fail }) }), { world });
    rest(simulation);
    const [parked] = ofType(simulation.outcome().journal, "SlotParked");
    const no = parked?.run ?? 0;
    const cancel = (target: number) =>
      simulation.send({
        type: "cancel",
        at: 1_000_000,
        run: target,
        reason: "enough",
        actor,
        compensate: true,
      });
    expect(cancel(1)).toBe("RUN_ENDING");
    expect(cancel(no)).toBe("RUN_ENDING");
    expect(cancel(0)).toBeUndefined();
    expect(simulation.tree.runs.slice(0, 2).map(({ phase }) => phase)).toEqual(["running", "running"]);
    simulation.send({
      type: "settleNode",
      at: 1_000_001,
      run: no,
      node: parked?.node ?? "",
      how: "skip",
      output: null,
      actor,
    });
    rest(simulation);
    const outcome = simulation.outcome();
    expect(undone(outcome)).toEqual(["b"]);
    expect(outcome.tree.runs[0]?.phase).toBe("cancelled");
    expect(afterSettlement(outcome.journal)).toEqual([]);
  });
});

describe("a cancelled run", () => {
  const started = () => {
    const simulation = begin(line({ a: book("a"), w: { kind: "wait", signal: "go" } }), { world });
    rest(simulation);
    return simulation;
  };

  it("is undone when that is asked for", () => {
    const simulation = started();
    simulation.send({ type: "cancel", at: 1_000, run: 0, reason: "enough", actor, compensate: true });
    rest(simulation);
    expect(undone(simulation.outcome())).toEqual(["a"]);
    expect(ofType(simulation.outcome().journal, "RunCancelled").at(-1)?.reason).toBe(
      "enough; compensation done",
    );
  });

  it("is left as it is when it is not", () => {
    const simulation = started();
    simulation.send({ type: "cancel", at: 1_000, run: 0, reason: "enough", actor });
    expect(simulation.tree.runs[0]?.phase).toBe("cancelled");
    expect(undone(simulation.outcome())).toEqual([]);
  });
});

describe("a compensate node", () => {
  it("undoes what was done so far, and the run goes on; nothing is undone twice", () => {
    const undo = { kind: "compensate" };
    const outcome = go({
      a: book("a"),
      b: book("b"),
      u: undo,
      z: { kind: "end", output: "= nodes.u.output" },
    });
    expect(undone(outcome)).toEqual(["b", "a"]);
    expect(output(outcome)).toEqual({ undone: 2 });
    expect(undone(go({ a: book("a"), u: undo, b: book("b"), f: fail }))).toEqual(["a", "b"]);
  });

  it("undoes only the nodes that it names", () => {
    const outcome = go({ a: book("a"), b: book("b"), u: { kind: "compensate", of: ["a"] }, f: fail });
    expect(undone(outcome)).toEqual(["a", "b"]);
    expect(output(go({ u: { kind: "compensate" } }))).toEqual({ undone: 0 });
  });
});

type Shape = { readonly bookings: number; readonly kids: readonly Shape[] };
const shapes = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    bookings: fc.nat(3),
    kids: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant([]),
      fc.array(tie("shape"), { maxLength: 2 }),
    ),
  }),
})).shape;

/** Bookings and children in turn; each id says which run it is of, and how manieth. */
function nodesFor({ bookings, kids }: Shape, name: string): Record<string, unknown> {
  const nodes: Record<string, unknown> = {};
  for (let i = 0; i < Math.max(bookings, kids.length); i++) {
    if (i < bookings) nodes[`b${i}`] = book(`${name}:${i}`);
    const child = kids[i];
    if (child)
      nodes[`k${i}`] = kid(`k${i}`, {
        ...nodesFor(child, `${name}/${i}`),
        end: { kind: "transform", output: 1 },
      });
  }
  return nodes;
}

function idsOf({ bookings, kids }: Shape, name: string): string[] {
  const own = Array.from({ length: bookings }, (_, i) => `${name}:${bookings - 1 - i}`);
  const below = kids.map((child, i) => idsOf(child, `${name}/${i}`)).reverse();
  return [...below.flat(), ...own];
}

describe("any tree that fails", () => {
  it("is undone leaves first, the latest first, each result once, whenever its owner dies", () => {
    fc.assert(
      fc.property(shapes, fc.nat(10_000), (shape, seed) => {
        const outcome = go(
          { ...nodesFor(shape, "r"), f: fail },
          {
            seed,
            crashRate: 0.1,
            commitLag: 0.3,
            input: {} as Json,
          },
        );
        expect(outcome.stuck).toBe(false);
        expect(undone(outcome)).toEqual(idsOf(shape, "r"));
        expect(afterSettlement(outcome.journal)).toEqual([]);
        expect(refold(outcome.journal)).toEqual(outcome.tree);
      }),
      { numRuns: 200 },
    );
  });
});
