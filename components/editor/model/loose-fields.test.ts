import { describe, expect, it } from "vitest";
import { chain, graphOf } from "#server/engine/testing/run-graph";
import { LooseFields, looseProblems, NOT_TAKEN } from "./loose-fields";
import { type Owner, ownerOf } from "./problems";

const GRAPH = graphOf({
  slug: "s",
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "transform", output: 2 } },
  edges: chain("a", "b"),
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

  it("is none of a node that is gone, and is one again once it is back", () => {
    const fields = kept(OF_NODE, OF_EDGE);
    const without = graphOf({ slug: "s", nodes: { a: { kind: "transform", output: 1 } } });
    expect(looseProblems(without, fields.get())).toEqual([]);
    expect(looseProblems(GRAPH, fields.get())).toHaveLength(2);
  });

  it("goes along with a node that is renamed, and is gone once it is mended or given up", () => {
    const fields = kept(OF_NODE);
    fields.follow(new Map([["b", "d"]]));
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
    fields.follow(new Map());
    expect(told).toBe(0);
    fields.keep(OF_NODE, '{"', "no JSON");
    fields.clear();
    expect(told).toBe(2);
  });
});
