import { getBezierPath, Position } from "@xyflow/react";
import { describe, expect, it } from "vitest";
import { examples } from "#examples/index";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { type Random, seeded } from "#server/engine/simulation/random";
import { TEMPLATES } from "#server/engine/templates/templates";
import { crossings, curveOf } from "./drawn-edges";
import { boxOf, placesOf } from "./geometry";
import { layOut } from "./tidy";

const graphOf = (parts: object): Graph =>
  graphSchema.parse({ schemaVersion: 1, slug: "x", name: "X", edges: [], ...parts });
const decision = { kind: "decision", cases: [{ port: "yes", when: "input.more" }], default: "no" };
const end = { kind: "end", output: 1 };
const step = { kind: "transform", output: 1 };

/** What lies on what, in words. */
function covered(graph: Graph, places = layOut(graph)): readonly string[] {
  return crossings(graph, places).map(({ edge, card }) => `${edge.source} → ${edge.target} on ${card}`);
}

function overlapping(graph: Graph): boolean {
  const places = layOut(graph);
  const boxes = [...places.keys()].map((id) => boxOf(graph, places, id));
  return boxes.some((one, at) =>
    boxes
      .slice(at + 1)
      .some(
        (other) =>
          Math.abs(one.x - other.x) < one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      ),
  );
}

/** Nodes, some of them decisions, each behind one or two of those before it. */
function randomDag(random: Random, most: number): Graph {
  const ids = Array.from({ length: 3 + Math.floor(random.next() * (most - 2)) }, (_, at) => `n${at}`);
  const nodes: Record<string, { kind: string }> = {};
  const edges = new Map<string, object>();
  for (const [at, id] of ids.entries()) {
    nodes[id] = random.next() < 0.4 ? decision : step;
    const before = ids.slice(Math.max(0, at - 3), at);
    for (let count = random.next() < 0.3 ? 2 : 1; count > 0 && before.length > 0; count--) {
      const source = random.pick(before);
      const port = nodes[source]?.kind === "decision" ? { port: random.pick(["yes", "no"]) } : {};
      edges.set(`${source} ${id}`, { source, target: id, ...port });
    }
  }
  return graphOf({ nodes, edges: [...edges.values()] });
}

describe("what is tidied has no line of an edge over a card", () => {
  it("in the commonest shape of a recursion: a decision, a call, and an end behind both", () => {
    const graph = graphOf({
      nodes: { more: decision, again: { kind: "subworkflow", workflow: "self" }, done: end },
      edges: [
        { source: "more", target: "again", port: "yes" },
        { source: "again", target: "done" },
        { source: "more", target: "done", port: "no" },
      ],
    });
    expect(covered(graph)).toEqual([]);
  });

  it.each(TEMPLATES.map(({ id, graph }) => [id, graph] as const))("in the pattern %s", (_, parts) => {
    expect(covered(graphOf(parts))).toEqual([]);
  });

  it.each(examples.map(({ slug, graph }) => [slug, graph] as const))(
    "nor has the example %s, as it is shipped and tidied",
    (_, graph) => {
      const parsed = graphSchema.parse(graph);
      expect(covered(parsed, placesOf(parsed, new Map()))).toEqual([]);
      expect(covered(parsed)).toEqual([]);
    },
  );

  it.each([4, 8, 12, 20])(
    "in random graphs of up to %i nodes with decisions, and no card over another",
    (most) => {
      const random = seeded(most);
      for (let round = 0; round < 60; round++) {
        const graph = randomDag(random, most);
        expect(covered(graph), `round ${round}`).toEqual([]);
        expect(overlapping(graph), `round ${round}`).toBe(false);
      }
    },
  );
});

it("a line is the one that the canvas draws", () => {
  const graph = graphOf({
    nodes: { a: decision, b: end },
    edges: [{ source: "a", target: "b", port: "no" }],
  });
  const [edge] = graph.edges;
  if (!edge) throw new Error("no edge");
  for (const x of [500, -700]) {
    const [from, ...rest] = curveOf(
      graph,
      new Map([
        ["a", { x: 0, y: 0 }],
        ["b", { x, y: 40 }],
      ]),
      edge,
    );
    const to = rest.at(-1) ?? from;
    const ends = { sourceX: from.x, sourceY: from.y, targetX: to.x, targetY: to.y };
    const [path] = getBezierPath({ ...ends, sourcePosition: Position.Right, targetPosition: Position.Left });
    expect(path.match(/-?[\d.]+/g)?.map(Number)).toEqual([from, ...rest].flatMap((at) => [at.x, at.y]));
  }
});
