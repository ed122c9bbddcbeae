import fc from "fast-check";
import { expect, it } from "vitest";
import { importedFile, langFile } from "#server/engine/import/testing/langgraph-runs";
import { type Box, boxOf } from "./geometry";
import { layOut } from "./tidy";

function overlap(one: Box, other: Box): boolean {
  const apart = (start: "x" | "y", size: "width" | "height") =>
    one[start] + one[size] <= other[start] || other[start] + other[size] <= one[start];
  return !apart("x", "width") && !apart("y", "height");
}

it("no two cards of an imported graph of LangGraph lie upon each other", () => {
  const edge = fc.tuple(fc.nat(9), fc.constantFrom("", "?", "?no"), fc.nat(9));
  const files = fc.array(edge, { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(files, (edges) => {
      // A way back that is always taken is refused: no run would end.
      const lines = edges.map(([from, said, to]) => `n${from}${to <= from ? said || "?" : said}>n${to}`);
      const { graph } = importedFile(langFile(["__start__>n0", ...lines, "n0?end>__end__"]));
      const places = layOut(graph);
      const boxes = Object.keys(graph.nodes).map((id) => boxOf(graph, places, id));
      expect(boxes.some((one, i) => boxes.slice(i + 1).some((other) => overlap(one, other)))).toBe(false);
    }),
    { numRuns: 60 },
  );
});
