import { expect, test } from "vitest";
import type { CallGraph } from "#server/services/types";
import { CALL_NODE, callLayout } from "./call-layout";
import { guardText, limitTexts } from "./guard-text";

const workflow = (slug: string, ...called: string[]): CallGraph["workflows"][number] => ({
  slug,
  name: `The ${slug}`,
  revision: 1,
  calls: called.map((each) => ({ workflow: each, nodes: ["go"] })),
});
const cycle = (...slugs: string[]): CallGraph["cycles"][number] => ({
  slugs,
  guards: [],
  endless: false,
  way: [],
  limits: {},
});

const calls: CallGraph = {
  workflows: [
    workflow("a", "b", "gone"),
    workflow("alone"),
    workflow("b", "a", "leaf"),
    workflow("leaf"),
    workflow("own", "own"),
    workflow("root", "a"),
  ],
  pinned: [],
  missing: ["gone"],
  cycles: [cycle("a", "b"), cycle("own")],
};

test("callers stand left of what they call, and workflows of a cycle below each other within their ring", () => {
  const { boxes, rings, alone } = callLayout(calls);
  const at = new Map(boxes.map((box) => [box.slug, box]));
  const x = (slug: string) => at.get(slug)?.x ?? Number.NaN;
  expect(x("root")).toBeLessThan(x("a"));
  expect(x("a")).toBe(x("b"));
  expect(x("a")).toBeLessThan(x("leaf"));
  expect(alone.map(({ slug }) => slug)).toEqual(["alone"]);
  expect(at.get("gone")?.missing).toBe("not published");
  expect(rings.map((ring) => ring.cycle.slugs)).toEqual([["a", "b"], ["own"]]);
  for (const ring of rings)
    for (const box of boxes) {
      const inside =
        box.x > ring.x &&
        box.x + CALL_NODE.width < ring.x + ring.width &&
        box.y > ring.y &&
        box.y + CALL_NODE.height < ring.y + ring.height;
      expect(inside).toBe(ring.cycle.slugs.includes(box.slug));
    }
});

test("workflows that have nothing to do with others stand below, up to four beside each other", () => {
  const own = ["p", "q", "r", "s", "t"];
  const { boxes, width, height } = callLayout({
    workflows: [workflow("a", "b"), workflow("b"), ...own.map((slug) => workflow(slug, slug))],
    pinned: [],
    missing: [],
    cycles: own.map((slug) => cycle(slug)),
  });
  const at = new Map(boxes.map((box) => [box.slug, box]));
  const [a, p, t] = [at.get("a"), at.get("p"), at.get("t")];
  expect(new Set(own.slice(0, 4).map((slug) => at.get(slug)?.x)).size).toBe(4);
  expect(p?.y).toBeGreaterThan((a?.y ?? 0) + CALL_NODE.height);
  expect([t?.x, t && p && t.y > p.y]).toEqual([p?.x, true]);
  for (const box of boxes) {
    expect(box.x + CALL_NODE.width).toBeLessThanOrEqual(width);
    expect(box.y + CALL_NODE.height).toBeLessThanOrEqual(height);
  }
});

test("no two boxes overlap, and every call has a line", () => {
  const { boxes, lines } = callLayout(calls);
  for (const one of boxes)
    for (const other of boxes)
      if (one !== other && one.x === other.x)
        expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(CALL_NODE.height);
  expect(lines.map(({ key, within }) => [key, within])).toEqual([
    ["a b", true],
    ["a gone", false],
    ["b a", true],
    ["b leaf", false],
    ["own own", true],
    ["root a", false],
  ]);
});

test("nothing that calls is nothing that is drawn", () => {
  const { boxes, width, height } = callLayout({
    workflows: [workflow("a")],
    pinned: [],
    missing: [],
    cycles: [],
  });
  expect([boxes.length, width, height]).toEqual([0, 0, 0]);
});

test("guards are named by their node with their expression", () => {
  const guard = {
    workflow: "audit",
    node: "more",
    by: "decision",
    text: "= input.n > 0",
    calls: [],
  } as const;
  expect(guardText(guard)).toBe("the decision audit.more: input.n > 0");
  expect(guardText({ ...guard, by: "plan", text: "" })).toBe("the agent that plans in audit.more");
});

test("limits that always hold are named, and others where a workflow says them", () => {
  const limits = {
    a: { maxDepth: 3, maxTokens: 500 },
    b: {},
  } as unknown as CallGraph["cycles"][number]["limits"];
  expect(limitTexts({ ...cycle("a", "b"), limits })).toEqual([
    "a: depth 3, runs in a tree 10,000, cycle detection on, tokens 500",
    "b: depth 10, runs in a tree 10,000, cycle detection on",
  ]);
});
