import { describe, expect, it } from "vitest";
import { graphOf } from "#server/engine/testing/run-graph";
import { edgeWords } from "./edges";

describe("an edge in words", () => {
  it("says its ends by name, its port and its condition", () => {
    const graph = graphOf({
      nodes: {
        judge: { kind: "decision", name: "Judge it", cases: [{ port: "yes", when: "true" }], default: "no" },
        end: { kind: "end" },
      },
      edges: [
        { source: "judge", target: "end", port: "yes" },
        { source: "judge", target: "end", port: "no", when: "= input.n > 0" },
      ],
    });
    expect(graph.edges.map((edge) => edgeWords(graph, edge))).toEqual([
      "Edge from Judge it (yes) to end",
      "Edge from Judge it (no) to end when input.n > 0",
    ]);
    expect(edgeWords(graph, { source: "toString", target: "end" })).toBe("Edge from toString to end");
  });
});
