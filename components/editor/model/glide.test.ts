import { expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { move, tidyUp } from "./acts";
import { GLIDE_MS, Glide } from "./glide";
import { EditorStore } from "./store";

const at = (x: number) => ({ kind: "transform", output: 1, position: { x, y: 0 } });
const graph = { schemaVersion: 1, slug: "g", name: "G", nodes: { a: at(0), b: at(400) }, edges: [] };

function gliding(still = false) {
  const store = new EditorStore(graph as unknown as Graph, () => 0);
  let now = 0;
  let drawn: (() => void) | null = null;
  const glide = new Glide(store, {
    now: () => now,
    next: (draw) => {
      drawn = draw;
      return () => {
        drawn = null;
      };
    },
    still: () => still,
  });
  glide.subscribe(() => undefined);
  const pass = (ms: number) => {
    now += ms;
    drawn?.();
  };
  const x = (id: string) => (glide.get() ?? store.get().places).get(id)?.x;
  return { store, glide, pass, x };
}
const to = (x: number) => new Map([["a", { x, y: 0 }]]);

it("leads nodes to where they are tidied to, and back when that is undone", () => {
  const { store, glide, pass, x } = gliding();
  store.do(tidyUp(to(160)));
  expect([x("a"), x("b")]).toEqual([0, 400]);
  expect(store.get().graph.nodes["a"]?.position).toEqual({ x: 160, y: 0 });
  pass(GLIDE_MS / 2);
  expect(x("a")).toBeGreaterThan(80);
  expect(x("a")).toBeLessThan(160);
  expect(x("b")).toBe(400);
  pass(GLIDE_MS / 2);
  expect(glide.get()).toBeNull();
  expect(x("a")).toBe(160);
  store.undo();
  expect(x("a")).toBe(160);
  pass(GLIDE_MS / 2);
  expect(x("a")).toBeLessThan(80);
  pass(GLIDE_MS);
  expect(x("a")).toBe(0);
});

it("is given up for the next edit, goes on from where it was, and is none for who wants no motion", () => {
  const { store, glide, pass, x } = gliding();
  store.do(tidyUp(to(160)));
  pass(GLIDE_MS / 2);
  const halfway = x("a");
  store.undo();
  expect(x("a")).toBe(halfway);
  store.do(move(to(320)));
  expect(glide.get()).toBeNull();
  pass(1);
  expect(x("a")).toBe(320);
  const still = gliding(true);
  still.store.do(tidyUp(to(160)));
  expect(still.x("a")).toBe(160);
});
