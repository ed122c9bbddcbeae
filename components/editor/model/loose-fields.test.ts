import { describe, expect, it } from "vitest";
import { chain, graphOf } from "#server/engine/testing/run-graph";
import { LooseFields, looseProblems, NOT_TAKEN } from "./loose-fields";
import { type Owner, ownerOf } from "./problems";

const GRAPH = graphOf({
  slug: "s",
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "transform", output: 2 } },
  edges: chain("a", "b"),
});
/** The same with another name for its second node. */
const named = (second: string) =>
  graphOf({
    slug: "s",
    nodes: { a: { kind: "transform", output: 1 }, [second]: { kind: "transform", output: 2 } },
    edges: chain("a", second),
  });
const OF_NODE: Owner = { of: "node", id: "b", field: "/output" };
const OF_EDGE: Owner = { of: "edge", key: "a.>b", field: "/mapping/x" };
const OF_ALL: Owner = { of: "workflow", field: "/inputSchema" };

function kept(...owners: readonly Owner[]): LooseFields {
  const fields = new LooseFields();
  for (const owner of owners) fields.keep(owner, "{", "no JSON");
  return fields;
}

describe("what was typed into fields and is not in the graph", () => {
  it("is a problem at each place, which leads back to its owner", () => {
    const problems = looseProblems(GRAPH, kept(OF_NODE, OF_EDGE, OF_ALL).get());
    expect(problems.map(({ path }) => path)).toEqual([
      "/nodes/b/output",
      "/edges/0/mapping/x",
      "/inputSchema",
    ]);
    expect(problems.map((problem) => ownerOf(GRAPH, problem))).toEqual([OF_NODE, OF_EDGE, OF_ALL]);
    expect(problems[0]).toMatchObject({
      code: NOT_TAKEN,
      level: "error",
      message: expect.stringContaining("no JSON"),
    });
  });

  it("is none of a node or an edge that is gone, and is let go of with it", () => {
    const fields = kept(OF_NODE, OF_EDGE, OF_ALL);
    const without = graphOf({ slug: "s", nodes: { a: { kind: "transform", output: 1 } } });
    expect(looseProblems(without, fields.get())).toHaveLength(1);
    fields.follow(new Map(), GRAPH, without);
    expect([...fields.get().values()].map(({ owner }) => owner)).toEqual([OF_ALL]);
  });

  it("goes along with an edge whose end is renamed, and with an entry that is", () => {
    const fields = kept(OF_EDGE);
    fields.follow(new Map([["b", "d"]]), GRAPH, named("d"));
    const renamed: Owner = { of: "edge", key: "a.>d", field: "/mapping/x" };
    expect([...fields.get().values()].map(({ owner }) => owner)).toEqual([renamed]);
    fields.move(renamed, { ...renamed, field: "/mapping/y" });
    expect(looseProblems(named("d"), fields.get()).map(({ path }) => path)).toEqual(["/edges/0/mapping/y"]);
    fields.move(renamed, OF_ALL);
    expect(fields.get().size).toBe(1);
  });

  it("goes along with a node that is renamed, and is gone once it is mended or given up", () => {
    const fields = kept(OF_NODE);
    fields.follow(new Map([["b", "d"]]), GRAPH, named("d"));
    const [field] = [...fields.get().values()];
    expect(field).toMatchObject({ owner: { id: "d" }, typed: "{" });
    fields.drop({ of: "node", id: "d", field: "/output" });
    expect(fields.get().size).toBe(0);
  });

  it("tells of what changes only", () => {
    const fields = kept(OF_NODE);
    let told = 0;
    fields.subscribe(() => told++);
    fields.keep(OF_NODE, "{", "no JSON");
    fields.drop(OF_ALL);
    fields.follow(new Map(), GRAPH, GRAPH);
    expect(told).toBe(0);
    fields.keep(OF_NODE, '{"', "no JSON");
    fields.clear();
    expect(told).toBe(2);
  });
});
