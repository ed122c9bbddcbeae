import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import type { Painter } from "../../drawing";
import { pictureOf } from "./picture";

const graph: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "x",
  name: "X",
  nodes: { a: { kind: "end" } },
  edges: [],
  layout: {
    frames: { frame: { title: "What repeats", x: -500, y: 0, width: 300, height: 90, nodes: ["a"] } },
    notes: { note: { text: "# Read it\n**from** left to right", x: 0, y: 900, width: 124, height: 60 } },
  },
});

it("frames and notes are in the picture, which holds them whole, and long notes are broken between words", () => {
  const picture = pictureOf(graph, new Map([["a", { x: 0, y: 0, width: 200, height: 56 }]]));
  expect(picture).toMatchObject({ width: 700 + 64, height: 960 + 64 });
  const words: string[] = [];
  const outlines: unknown[] = [];
  const nothing = () => undefined;
  const painter: Painter = {
    fill: nothing,
    outline: (_box, stroke) => outlines.push(stroke),
    hatch: nothing,
    line: nothing,
    curve: nothing,
    text: (_x, _y, text) => words.push(text),
    shifted: (_x, _y, draw) => draw(),
    within: (_box, draw) => draw(),
  };
  picture.draw(painter, picture);
  expect(words).toEqual(["What repeats", "Read it", "from left to", "right", "a", "end"]);
  // As light as on the canvas.
  expect(outlines.slice(0, 2)).toEqual([{ ink: "line-strong" }, { ink: "line-strong" }]);
});
