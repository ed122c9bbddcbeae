import fc from "fast-check";
import { expect, it } from "vitest";
import type { Graph } from "../../graph/graph.ts";
import { cardOf } from "../card.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { n8nFlow } from "../testing/n8n-flow.ts";

type Place = readonly [x: number, y: number];

function imported(places: readonly Place[], more: object = {}): Imported {
  const nodes = Object.fromEntries(
    places.map((position, at) => [`N${at}`, { type: at % 3 === 0 ? "if" : "noOp", position }]),
  );
  const made = importWorkflow({ value: n8nFlow({ ...nodes, ...more }, {}) });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  return made;
}

function boxes({ nodes }: Graph) {
  return Object.values(nodes).flatMap((node) =>
    node.position ? [{ ...node.position, ...cardOf(node) }] : [],
  );
}

/** Pairs of cards that lie upon each other. */
function meeting(graph: Graph): number {
  const all = boxes(graph);
  return all.flatMap((one, at) =>
    all.slice(at + 1).filter((other) => {
      const across = one.x < other.x + other.width && other.x < one.x + one.width;
      return across && one.y < other.y + other.height && other.y < one.y + one.height;
    }),
  ).length;
}

it("no two cards lie upon each other, whatever places nodes have, and what was before something still is", () => {
  const place = fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }));
  fc.assert(
    fc.property(fc.uniqueArray(place, { minLength: 1, maxLength: 12, selector: String }), (cells) => {
      // A grid of n8n, on which its own nodes hardly touch.
      const places = cells.map(([x, y]): Place => [x * 120, y * 120]);
      const { graph } = imported(places);
      expect(meeting(graph)).toBe(0);
      const made = boxes(graph);
      expect(made).toHaveLength(places.length);
      for (const [at, [x, y]] of places.entries())
        for (const [next, [otherX, otherY]] of places.entries()) {
          expect(Math.sign((made[at]?.x ?? 0) - (made[next]?.x ?? 0))).toBe(Math.sign(x - otherX));
          expect(Math.sign((made[at]?.y ?? 0) - (made[next]?.y ?? 0))).toBe(Math.sign(y - otherY));
        }
    }),
    { numRuns: 500 },
  );
});

it("notes are stretched with the nodes that they stand behind", () => {
  const note = { type: "stickyNote", position: [-20, -20], parameters: { width: 480, height: 160 } };
  const { graph } = imported(
    [
      [0, 0],
      [200, 0],
    ],
    { Note: note },
  );
  const [, second] = boxes(graph);
  const [made] = Object.values(graph.layout?.notes ?? {});
  expect(second).toMatchObject({ x: 250, y: 0 });
  expect(made).toMatchObject({ x: -25, y: -20, width: 600, height: 160 });
});

it("what stands far enough apart stays where it is", () => {
  expect(
    boxes(
      imported([
        [0, 0],
        [272, 0],
        [0, 160],
      ]).graph,
    ).map(({ x, y }) => [x, y]),
  ).toEqual([
    [0, 0],
    [272, 0],
    [0, 160],
  ]);
});

it("nodes that lie upon each other, or beyond all measure, have no places, which is told", () => {
  for (const places of [
    [
      [0, 0],
      [0, 0],
    ],
    [[1e308, 0]],
  ] as const) {
    const { graph, notes } = imported(places);
    expect(boxes(graph)).toEqual([]);
    expect(notes.find(({ what }) => what === "places")).toMatchObject({ fate: "approximated" });
  }
});
