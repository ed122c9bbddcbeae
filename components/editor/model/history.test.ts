import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { fingerprint } from "#server/engine/hash";
import { seeded } from "#server/engine/simulation/random";
import { editedGraph, randomOperation } from "#server/engine/testing/random-operations";
import type { Json } from "#server/engine/values/json";
import {
  type Edit,
  edit,
  GROUP_IDLE_MS,
  goTo,
  type History,
  MOST_ENTRIES,
  redo,
  startHistory,
  undo,
} from "./history";

const hashOf = (graph: Graph) => fingerprint(graph as unknown as Json);

function done(history: History, given: Parameters<typeof edit>[1], at = 0): History {
  const edited = edit(history, given, at);
  if (!edited.ok) throw new Error(edited.message);
  return edited.history;
}

/** Random edits, of one operation or several, some of them in groups, that apply; with what was there after each entry. */
function randomEdits(seed: number, count: number): { history: History; states: Graph[] } {
  const random = seeded(seed);
  let history = startHistory(editedGraph(random));
  const states = [history.graph];
  let clock = 0;
  for (let tries = 0; states.length <= count && tries < count * 12; tries++) {
    clock += random.next() * 800;
    const operations = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () =>
      randomOperation(random, history.graph),
    );
    const group = random.next() < 0.4 ? { group: "typing" } : {};
    const edited = edit(history, { label: "Random", operations, ...group }, clock);
    if (!edited.ok || edited.history === history) continue;
    const grew = (edited.history.past.at(-1)?.id ?? 0) > (history.past.at(-1)?.id ?? 0);
    history = edited.history;
    if (grew) states.push(history.graph);
    else states[states.length - 1] = history.graph;
  }
  return { history, states };
}

describe("the history of 200 random edits", () => {
  it("undoes and redoes to the very same graph at every point, however far", () => {
    let entries = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), (seed) => {
        const { history, states } = randomEdits(seed, 200);
        entries = Math.max(entries, states.length - 1);
        const random = seeded(seed);
        let at = history;
        for (let step = history.past.length; step > 0; step--) {
          at = goTo(at, step);
          // As text too: the code shows in which order fields stand.
          expect(JSON.stringify(at.graph)).toBe(JSON.stringify(states[step]));
          const back = Math.floor(random.next() * step);
          expect(hashOf(goTo(goTo(at, back), step).graph)).toBe(hashOf(at.graph));
        }
        const first = goTo(history, 0);
        expect(JSON.stringify(first.graph)).toBe(JSON.stringify(states[0]));
        const last = goTo(first, history.past.length);
        expect(JSON.stringify(last.graph)).toBe(JSON.stringify(states.at(-1)));
        expect(last.past.map(({ label, id }) => [label, id])).toEqual(
          history.past.map(({ label, id }) => [label, id]),
        );
      }),
      { numRuns: 6 },
    );
    expect(entries).toBe(200);
  }, 60_000);
});

const GRAPH: Graph = {
  schemaVersion: 1,
  slug: "small",
  name: "Small",
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "end" } },
  edges: [{ source: "a", target: "b" }],
};

const named = (name: string, group = "name"): Edit => ({
  label: "Rename",
  group,
  operations: [{ op: "setNode", id: "a", changes: [{ path: "/name", value: name }] }],
});

describe("an edit", () => {
  it("is one entry for all that is typed without a pause, and the next after one", () => {
    let history = startHistory(GRAPH);
    history = done(history, named("A"), 0);
    history = done(history, named("Al"), 300);
    history = done(history, named("All"), 300 + GROUP_IDLE_MS);
    expect(history.past).toHaveLength(1);
    expect(history.past[0]?.operations).toHaveLength(1);
    history = done(history, named("Allo"), 301 + 2 * GROUP_IDLE_MS);
    expect(history.past).toHaveLength(2);
    expect(undo(history).graph.nodes["a"]?.name).toBe("All");
    expect(undo(undo(history)).graph).toEqual(GRAPH);
  });

  it("of another group, or after an undo, begins an entry", () => {
    const once = done(startHistory(GRAPH), named("A"), 0);
    expect(done(once, named("B", "other"), 1).past).toHaveLength(2);
    const back = undo(done(once, named("B", "other"), 1));
    expect(done(back, named("C"), 2).past).toHaveLength(2);
  });

  it("that changes nothing is none, and one that does not apply says why and changes nothing", () => {
    const history = startHistory(GRAPH);
    const same = edit(
      history,
      { label: "x", operations: [{ op: "setNode", id: "a", changes: [{ path: "/output", value: 1 }] }] },
      0,
    );
    expect(same).toEqual({ ok: true, history });
    const refused = edit(
      history,
      {
        label: "x",
        operations: [
          { op: "removeNode", id: "a" },
          { op: "removeNode", id: "c" },
        ],
      },
      0,
    );
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('no node "c"') });
  });

  it("drops what was taken back before, and all but the latest five hundred", () => {
    let history = startHistory(GRAPH);
    for (let i = 0; i < MOST_ENTRIES + 20; i++) history = done(history, named(`n${i}`), i * 1_000);
    expect(history.past).toHaveLength(MOST_ENTRIES);
    expect(goTo(history, 0).graph.nodes["a"]?.name).toBe("n19");
    const back = undo(undo(history));
    expect(back.future).toHaveLength(2);
    expect(done(back, named("other"), 1e6).future).toHaveLength(0);
    expect(redo(redo(back)).graph).toEqual(history.graph);
  });
});
