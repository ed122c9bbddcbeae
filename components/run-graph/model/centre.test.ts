import { expect, test } from "vitest";
import { centreFor } from "./centre.ts";
import { NODE } from "./layout.ts";

const GRAPH = { width: 2_000, height: 900 };

test("a card in the middle of a large graph is in the middle of the pane", () => {
  const pane = { width: 600, height: 400 };
  expect(centreFor({ x: 1_000, y: 400 }, GRAPH, pane)).toEqual({
    x: 1_000 + NODE.width / 2,
    y: 400 + NODE.height / 2,
  });
});

test("a card at the edge is in sight, and the pane stays full of graph", () => {
  const pane = { width: 600, height: 400 };
  const last = { x: 2_000 - NODE.width, y: 900 - NODE.height };
  const { x, y } = centreFor(last, GRAPH, pane);
  expect([x, y]).toEqual([2_040 - 300, 940 - 200]);
  expect(x + 300).toBeGreaterThanOrEqual(last.x + NODE.width);
  expect(y + 200).toBeGreaterThanOrEqual(last.y + NODE.height);
  expect(centreFor({ x: 0, y: 0 }, GRAPH, pane)).toEqual({ x: 260, y: 160 });
});

test("a graph that is smaller than the pane is in its middle, whichever card is asked for", () => {
  const pane = { width: 3_000, height: 2_000 };
  expect(centreFor({ x: 0, y: 0 }, GRAPH, pane)).toEqual({ x: 1_000, y: 450 });
  expect(centreFor({ x: 1_800, y: 800 }, GRAPH, pane)).toEqual({ x: 1_000, y: 450 });
});
