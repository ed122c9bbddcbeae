import { describe, expect, it } from "vitest";
import { type Graph, type GraphNode, graphSchema } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";
import { nodeSchema } from "#server/engine/nodes/definitions";
import {
  addNode,
  connect,
  insertOnEdge,
  move,
  reconnect,
  removeSelected,
  rename,
  setEdge,
  setField,
  setNode,
  setWorkflow,
  skip,
} from "./acts";
import { endsFor, freePort, ledTo, portsOf, sourcesOf, targetsOf, whyNot } from "./connect";
import { edgeKeys } from "./edges";
import { placesOf } from "./geometry";
import { type Edit, edit, goTo, startHistory } from "./history";
import { KINDS, kindsFor, type NodeKind } from "./kinds";

const GRAPH: Graph = {
  schemaVersion: 1,
  slug: "small",
  name: "Small",
  nodes: {
    read: { kind: "transform", output: "= input", position: { x: 0, y: 0 } },
    check: {
      kind: "decision",
      cases: [{ port: "deep", when: "input.n > 0" }],
      default: "flat",
      position: { x: 320, y: 0 },
    },
    again: {
      kind: "subworkflow",
      workflow: "self",
      input: { n: "= input.n - 1" },
      position: { x: 640, y: 0 },
    },
    end: { kind: "end", output: "= nodes.read.output", position: { x: 960, y: 0 } },
  },
  edges: [
    { source: "read", target: "check", when: "input.n >= 0", mapping: { from: "= nodes.read.output" } },
    { source: "check", target: "again", port: "deep" },
    { source: "check", target: "end", port: "flat" },
    { source: "again", target: "end" },
  ],
};
const PLACES = placesOf(GRAPH, new Map());
const none = new Set<string>();

function madeBy(given: Edit | null, graph = GRAPH): Graph {
  if (!given) throw new Error("there is no such edit");
  const edited = edit(startHistory(graph), given, 0);
  if (!edited.ok) throw new Error(edited.message);
  return edited.history.graph;
}

describe("the palette", () => {
  it("offers every kind of node, each with a start that has the shape of one", () => {
    const kinds = nodeSchema.options.map((option) => option.shape.kind.value);
    expect(KINDS.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
    for (const { start } of KINDS) expect(nodeSchema.safeParse(start).error).toBeUndefined();
  });

  it("finds kinds by their name first, then by what else is said of them", () => {
    const found = (typed: string) => kindsFor(typed).map(({ kind }) => kind);
    expect(found("")).toEqual(KINDS.map(({ kind }) => kind));
    expect(found("MAP")).toEqual(["map", "transform"]);
    expect(found("fan out")).toEqual(["map"]);
    expect(found("llm")).toEqual(["agent"]);
    expect(found("zzz")).toEqual([]);
  });
});

describe("adding", () => {
  it("names a node that is not there, puts it where nothing stands, and connects it by a free port", () => {
    const graph = madeBy(connect({ source: "read", target: "end" }));
    const { id, edit: given } = addNode(graph, PLACES, {
      kind: "end",
      at: { x: 957, y: 3 },
      from: { source: "check" },
    });
    const added = madeBy(given, graph);
    expect(id).toBe("end2");
    expect(added.nodes["end2"]).toEqual({ kind: "end", position: { x: 960, y: 80 } });
    expect(added.edges.at(-1)).toEqual({ source: "check", target: "end2", port: "deep" });
  });

  it("does not connect from where runs stop", () => {
    const { edit: given } = addNode(GRAPH, PLACES, {
      kind: "task",
      at: { x: 0, y: 300 },
      from: { source: "end" },
    });
    expect(madeBy(given).edges).toHaveLength(GRAPH.edges.length);
  });

  it("puts a node before another one, by a port where it has some", () => {
    const leading = (kind: NodeKind) =>
      addNode(GRAPH, PLACES, { kind, at: { x: 0, y: 300 }, to: "read" }).edit;
    expect(madeBy(leading("task")).edges.at(-1)).toEqual({ source: "task", target: "read" });
    expect(madeBy(leading("decision")).edges.at(-1)).toEqual({
      source: "decision",
      target: "read",
      port: "yes",
    });
    expect(madeBy(leading("fail")).edges).toHaveLength(GRAPH.edges.length);
  });

  it("inserts on an edge: the condition stays before, the mapping goes behind", () => {
    const inserted = insertOnEdge(GRAPH, PLACES, 0, "approval");
    const graph = madeBy(inserted?.edit ?? null);
    expect(graph.edges[0]).toEqual({ source: "read", target: "approval", when: "input.n >= 0" });
    expect(graph.edges.at(-1)).toEqual({
      source: "approval",
      target: "check",
      port: "approved",
      mapping: { from: "= nodes.read.output" },
    });
    expect(validateGraph(graph).ok).toBe(true);
    expect(insertOnEdge(GRAPH, PLACES, 0, "fail")).toBeNull();
    expect(insertOnEdge(GRAPH, PLACES, 9, "task")).toBeNull();
  });
});

describe("removing", () => {
  it("takes nodes with their edges, and edges that are chosen by themselves, in one edit", () => {
    const keys = edgeKeys(GRAPH.edges);
    const edges = new Set([keys[0] ?? "", keys[1] ?? "", keys[3] ?? ""]);
    const given = removeSelected(GRAPH, { nodes: new Set(["again"]), edges });
    const graph = madeBy(given);
    expect(given?.label).toBe("Remove again");
    expect(graph.edges).toEqual([{ source: "check", target: "end", port: "flat" }]);
    expect(removeSelected(GRAPH, { nodes: new Set(["gone"]), edges: none })).toBeNull();
  });

  it("takes the one that is meant of two edges that are the same", () => {
    const twice = { ...GRAPH, edges: [...GRAPH.edges, { source: "again", target: "end", when: "true" }] };
    const [, , , first, second] = edgeKeys(twice.edges);
    expect(first).not.toBe(second);
    const graph = madeBy(removeSelected(twice, { nodes: none, edges: new Set([second ?? ""]) }), twice);
    expect(graph.edges).toEqual(GRAPH.edges);
  });
});

describe("connecting", () => {
  it("refuses what validation would refuse, in words", () => {
    expect(whyNot(GRAPH, { source: "read", target: "end" })).toBeNull();
    expect(whyNot(GRAPH, { source: "read", target: "read" })).toContain("to itself");
    expect(whyNot(GRAPH, { source: "end", target: "read" })).toContain("stops at end");
    expect(whyNot(GRAPH, { source: "again", target: "read" })).toContain("must not lead back");
    expect(whyNot(GRAPH, { source: "again", target: "end" })).toContain("stands already");
    expect(whyNot(GRAPH, { source: "check", target: "end" })).toContain("one of its ports");
    expect(whyNot(GRAPH, { source: "check", target: "end", port: "no" })).toContain("no port");
    expect(whyNot(GRAPH, { source: "nowhere", target: "end" })).toContain("no such node");
  });

  it("lets an edge take its own place", () => {
    expect(whyNot(GRAPH, { source: "check", target: "again", port: "flat" }, 2)).toBeNull();
    expect(whyNot(GRAPH, { source: "again", target: "end" }, 3)).toBeNull();
  });

  it("knows the targets of a port: what does not lead here and is not reached by it already", () => {
    expect([...targetsOf(GRAPH, "check", "deep")]).toEqual(["end"]);
    expect([...targetsOf(GRAPH, "read", undefined)]).toEqual(["again", "end"]);
    for (const target of Object.keys(GRAPH.nodes))
      expect(targetsOf(GRAPH, "check", "flat").has(target)).toBe(
        whyNot(GRAPH, { source: "check", target, port: "flat" }) === null,
      );
  });

  it("knows where an edge to a node could come from", () => {
    const graph = { ...GRAPH, nodes: { ...GRAPH.nodes, alone: GRAPH.nodes["again"] as GraphNode } };
    expect([...sourcesOf(graph, "again")]).toEqual(["read", "check", "alone"]);
    expect([...sourcesOf(graph, "read")]).toEqual(["alone"]);
  });

  it("could come from exactly those to whom nothing is objected", () => {
    for (const target of Object.keys(GRAPH.nodes)) {
      const open = (source: string) =>
        [undefined, ...(portsOf(GRAPH, source)?.names ?? [])].some(
          (port) => whyNot(GRAPH, { source, target, port }) === null,
        );
      expect([...sourcesOf(GRAPH, target)], target).toEqual(Object.keys(GRAPH.nodes).filter(open));
    }
  });

  it("leaves by the port that is free", () => {
    expect(freePort(GRAPH, "check")).toBe("deep");
    expect(freePort({ ...GRAPH, edges: GRAPH.edges.slice(0, 2) }, "check")).toBe("flat");
    expect(freePort(GRAPH, "read")).toBeUndefined();
  });

  it("leads an edge elsewhere and keeps what stands on it", () => {
    const graph = madeBy(reconnect(GRAPH, 0, { source: "read", target: "again" }));
    expect(graph.edges[0]).toEqual({ ...GRAPH.edges[0], target: "again" });
    expect(madeBy(reconnect(GRAPH, 1, { source: "read", target: "again" })).edges[1]).toEqual({
      source: "read",
      target: "again",
    });
    expect(reconnect(GRAPH, 3, { source: "again", target: "end" })).toBeNull();
  });

  it("lets an edge come from another node by one of its ports, and keeps what stands on it", () => {
    const said = {
      ...GRAPH,
      edges: GRAPH.edges.with(3, { source: "again", target: "end", when: "input.n > 1" }),
    };
    const graph = madeBy(reconnect(said, 3, { source: "check", port: "deep", target: "end" }), said);
    expect(graph.edges[3]).toEqual({ source: "check", port: "deep", target: "end", when: "input.n > 1" });
    expect(graph.edges).toHaveLength(GRAPH.edges.length);
    const back = madeBy(reconnect(graph, 3, { source: "read", target: "end" }), graph);
    expect(back.edges[3]).toEqual({ source: "read", target: "end", when: "input.n > 1" });
  });

  it("knows where either end of an edge could be led", () => {
    const again = GRAPH.edges.findIndex(({ source }) => source === "again");
    const end = { source: "again", target: "end" };
    expect([...endsFor(GRAPH, again, "source")]).toEqual(["end"]);
    expect([...endsFor(GRAPH, again, "target")]).toEqual(["read", "check", "again"]);
    expect(ledTo(end, "target", "check", "deep")).toEqual({ source: "check", target: "end", port: "deep" });
    expect(whyNot(GRAPH, ledTo(end, "target", "check"), again)).toContain("one of its ports");
  });
});

describe("changing", () => {
  it("moves, renames with all that refers to the node, skips, and sets fields of nodes and edges", () => {
    expect(madeBy(move(new Map([["read", { x: 16, y: 32 }]]))).nodes["read"]?.position).toEqual({
      x: 16,
      y: 32,
    });
    const renamed = madeBy(rename("read", "load"));
    expect(renamed.nodes["end"]).toMatchObject({ output: "= nodes.load.output" });
    expect(renamed.edges[0]?.mapping).toEqual({ from: "= nodes.load.output" });
    expect(madeBy(skip(["again"])).nodes["again"]).toMatchObject({ kind: "transform", output: null });
    expect(madeBy(setNode("again", { path: "/workflow", value: "other" })).nodes["again"]).toMatchObject({
      workflow: "other",
    });
    expect(madeBy(setEdge(GRAPH, 0, { path: "/when" })).edges[0]).not.toHaveProperty("when");
    expect(setEdge(GRAPH, 7, { path: "/when" })).toBeNull();
  });
});

it("what is typed is an entry for each field of each place, however fast one goes on to the next", () => {
  const typed = [
    setNode("read", { path: "/name", value: "R" }),
    setNode("read", { path: "/name", value: "Re" }),
    setNode("read", { path: "/description", value: "D" }),
    setNode("check", { path: "/description", value: "D" }),
    setEdge(GRAPH, 0, { path: "/when", value: "true" }),
    setEdge(GRAPH, 3, { path: "/when", value: "true" }),
    setWorkflow(GRAPH, "description", "D"),
    setWorkflow(GRAPH, "description", "De"),
  ];
  let history = startHistory(GRAPH);
  for (const [at, one] of typed.entries()) {
    const done = one && edit(history, one, at);
    if (!done?.ok) throw new Error(`${at}: ${JSON.stringify(done)}`);
    history = done.history;
  }
  expect(history.past.map(({ group }) => group)).toEqual([
    "node read /name",
    "node read /description",
    "node check /description",
    "edge 0 /when",
    "edge 3 /when",
    "workflow description",
  ]);
  expect(goTo(history, 0).graph).toEqual(GRAPH);
});

it("lets go of a pinned revision with the workflow that it was of, and one undo brings both back", () => {
  const pinned = { kind: "subworkflow", workflow: "leaf", revision: 2 };
  const graph = graphSchema.parse({
    schemaVersion: 1,
    slug: "calling",
    name: "Calling",
    nodes: {
      go: pinned,
      each: { kind: "map", over: "[1]", body: pinned },
      free: { kind: "subworkflow", workflow: "leaf" },
    },
  });
  const after = (id: string, path: string, value: string | number | undefined) => {
    const done = edit(startHistory(graph), setField(id, path, value), 0);
    if (!done.ok) throw new Error(done.message);
    expect(goTo(done.history, 0).graph).toEqual(graph);
    return done.history.graph.nodes[id];
  };
  expect(after("go", "/workflow", "other")).toEqual({ kind: "subworkflow", workflow: "other" });
  expect(after("each", "/body/workflow", "self")).toMatchObject({
    body: { kind: "subworkflow", workflow: "self" },
  });
  expect(after("each", "/body/workflow", "self")).not.toHaveProperty("body.revision");
  expect(after("free", "/workflow", "other")).toEqual({ kind: "subworkflow", workflow: "other" });
  expect(after("go", "/revision", 3)).toEqual({ ...pinned, revision: 3 });
  expect(after("go", "/revision", undefined)).toEqual({ kind: "subworkflow", workflow: "leaf" });
});
