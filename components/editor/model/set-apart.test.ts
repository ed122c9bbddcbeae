import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { rename } from "./acts";
import { mergeGraphs } from "./merge";
import { setApart } from "./set-apart";
import { EditorStore } from "./store";

type Parts = { readonly nodes?: object; readonly edges?: readonly object[]; readonly layout?: object };

const graphWith = ({ nodes = {}, edges = [], layout }: Parts = {}): Graph =>
  graphSchema.parse({
    schemaVersion: 1,
    slug: "apart",
    name: "Apart",
    nodes: { a: { kind: "transform", output: 1, position: { x: 0, y: 0 } }, ...nodes },
    edges,
    ...(layout ? { layout } : {}),
  });
const at = (x: number, y: number) => ({ position: { x, y } });
const BASE = graphWith();

it("nodes that both have added by one name both stay, mine under a free one with all that refers to it", () => {
  const mine = graphWith({
    nodes: {
      transform: { kind: "transform", output: "mine", ...at(320, 0) },
      end: { kind: "end", output: "= nodes.transform.output", ...at(640, 0) },
    },
    edges: [
      { source: "a", target: "transform" },
      { source: "transform", target: "end" },
    ],
  });
  const theirs = graphWith({
    nodes: {
      transform: { kind: "transform", output: "theirs", ...at(320, 0) },
      transform2: { kind: "transform", output: 2, ...at(320, 320) },
    },
    edges: [{ source: "a", target: "transform" }],
  });
  const apart = setApart(BASE, mine, theirs);
  expect([...apart.names]).toEqual([["transform", "transform3"]]);
  const { graph, clashes } = mergeGraphs(BASE, apart.graph, theirs);
  expect(clashes).toEqual([]);
  expect(graph.nodes).toMatchObject({
    transform: theirs.nodes["transform"],
    transform2: theirs.nodes["transform2"],
    transform3: { output: "mine" },
    end: { output: "= nodes.transform3.output" },
  });
  expect(graph.edges).toEqual(
    expect.arrayContaining([
      { source: "a", target: "transform" },
      { source: "a", target: "transform3" },
      { source: "transform3", target: "end" },
    ]),
  );
  // Not upon each other.
  expect(graph.nodes["transform3"]?.position?.y).toBeGreaterThan(0);
});

it("what both have added as the same, or made of what was there, keeps its name", () => {
  const added = graphWith({ nodes: { transform: { kind: "transform", output: 5 } } });
  expect(setApart(BASE, added, structuredClone(added)).names.size).toBe(0);
  const sides = ["Mine", "Theirs"].map((name) => {
    const store = new EditorStore(BASE);
    store.do(rename("a", "first"));
    const { graph } = store.get();
    return name === "Mine" ? graph : graphWith({ nodes: { ...graph.nodes, z: { kind: "end" } } });
  });
  const [mine = BASE, theirs = BASE] = sides;
  expect(setApart(BASE, mine, theirs).names.size).toBe(0);
});

it("frames and notes too", () => {
  const box = { x: 0, y: 0, width: 400, height: 200 };
  const framed = (title: string, text: string) =>
    graphWith({
      layout: { frames: { frame: { title, ...box, nodes: ["a"] } }, notes: { note: { text, ...box } } },
    });
  const [mine, theirs] = [framed("Mine", "same"), framed("Theirs", "same")];
  const apart = setApart(BASE, mine, theirs);
  expect([...apart.names]).toEqual([["frame frame", "frame2"]]);
  const { graph, clashes } = mergeGraphs(BASE, apart.graph, theirs);
  expect(clashes).toEqual([]);
  expect(graph.layout?.frames).toMatchObject({ frame: { title: "Theirs" }, frame2: { title: "Mine" } });
  expect(Object.keys(graph.layout?.notes ?? {})).toEqual(["note"]);
});
