import { expect, test } from "vitest";
import type { Graph, GraphNode } from "#server/engine/graph/graph";
import { type Callee, calleeAt, calleesOf, choosing, enter, isRoot, type Trail } from "./trail";

const root = { slug: "audit" };
const self: Callee = { slug: "audit", inline: null };
const to = (slug: string): Callee => ({ slug, inline: null });
const call = (workflow: string) => ({ kind: "subworkflow", workflow }) as GraphNode;
const graph = (slug: string) => ({ schemaVersion: 1, slug, name: slug, nodes: {}, edges: [] }) as Graph;

function walk(...slugs: readonly string[]): Trail {
  return slugs.reduce<Trail>((trail, slug, at) => {
    const next = enter(trail, root, `n${at}`, to(slug));
    if (!next) throw new Error(`${slug} was refused`);
    return next;
  }, []);
}

test("a node names what it starts runs of, also in what it repeats or lets an agent plan", () => {
  const inner = graph("inner");
  const map = { kind: "map", over: "input.list", body: call("other") } as GraphNode;
  const plan = { kind: "plan", body: { kind: "agent" }, workflows: ["self", "leaf"] } as unknown as GraphNode;
  expect(calleesOf(call("self"), self)).toEqual([self]);
  expect(calleesOf(call("audit"), self)).toEqual([self]);
  expect(calleesOf(map, self)).toEqual([to("other")]);
  expect(calleesOf(plan, self)).toEqual([self, to("leaf")]);
  expect(calleesOf({ kind: "subworkflow", graph: inner } as unknown as GraphNode, self)).toEqual([
    { slug: "inner", inline: inner },
  ]);
  expect(calleesOf({ kind: "end" } as GraphNode, self)).toEqual([]);
});

test("a call of the workflow itself is the same canvas again, and goes no deeper", () => {
  const trail = walk("audit");
  expect(trail.map(({ slug, again }) => [slug, again])).toEqual([["audit", true]]);
  expect(isRoot(trail, root)).toBe(true);
  expect(enter(trail, root, "again", self)).toBeNull();
});

test("a circle through others ends where it comes back", () => {
  const trail = walk("report", "audit");
  expect(trail.map(({ again }) => again)).toEqual([false, true]);
  expect(isRoot(trail, root)).toBe(true);
  expect(enter(trail, root, "go", to("report"))).toBeNull();
  // What has not been seen yet can still be opened.
  expect(enter(trail, root, "go", to("leaf"))).toHaveLength(3);
});

test("a workflow that calls itself below says so without being the one that is edited", () => {
  const trail = walk("report", "report");
  expect(trail.at(-1)).toMatchObject({ again: true, key: "report" });
  expect(isRoot(trail, root)).toBe(false);
});

test("inline graphs are told apart by the way to them, whatever their slug", () => {
  const inner = graph("audit");
  const trail = enter([], root, "box", { slug: "audit", inline: inner });
  expect(trail?.at(-1)).toMatchObject({ key: "audit/box", again: false });
  expect(isRoot(trail ?? [], root)).toBe(false);
  const here = calleeAt(trail ?? [], root);
  const [again] = calleesOf(call("self"), here);
  expect(again).toEqual(here);
  const deeper = enter(trail ?? [], root, "go", again as Callee);
  expect(deeper?.at(-1)).toMatchObject({ key: "audit/box", again: true });
});

test("what is looked at is kept level by level", () => {
  const trail = choosing(walk("report"), "judge");
  const deeper = enter(trail, root, "judge", to("leaf")) ?? [];
  expect(deeper.map(({ chosen }) => chosen)).toEqual(["judge", null]);
  expect(deeper.slice(0, 1).at(-1)?.chosen).toBe("judge");
});

test("a pinned revision is a graph of its own, and what it calls itself is that revision", () => {
  const pin = { kind: "subworkflow", workflow: "report", revision: 2 } as GraphNode;
  const [report] = calleesOf(pin, self);
  expect(report).toEqual({ slug: "report", revision: 2, inline: null });
  const trail = enter([], root, "go", report as Callee) ?? [];
  expect(trail[0]).toMatchObject({ key: "report@2", again: false });
  const here = calleeAt(trail, root);
  expect(calleesOf(call("self"), here)).toEqual([here]);
  // By its slug it means the latest, which was not seen yet.
  expect(enter(trail, root, "on", to("report"))?.at(-1)).toMatchObject({ key: "report", again: false });
  expect(enter(trail, root, "on", here)?.at(-1)).toMatchObject({ key: "report@2", again: true });
  // An earlier revision of what is edited is not what is edited.
  const earlier = enter([], root, "old", { slug: "audit", revision: 1, inline: null }) ?? [];
  expect(isRoot(earlier, root)).toBe(false);
  expect(earlier[0]).toMatchObject({ key: "audit@1", again: false });
});
