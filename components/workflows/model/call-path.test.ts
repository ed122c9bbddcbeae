import { expect, test } from "vitest";
import type { CallGraph } from "#server/services/types";
import { callLayout } from "./call-layout";
import { cyclePath, parsePath, pathHref, pinsOn, printPath, standsIn, tellPath } from "./call-path";

const workflow = (slug: string, ...called: string[]): CallGraph["workflows"][number] => ({
  slug,
  name: `The ${slug}`,
  revision: 1,
  calls: called.map((each) => ({ workflow: each, nodes: ["go"] })),
});
const guard = { workflow: "b", node: "ask", by: "decision", text: "input.more", calls: ["d"] } as const;
const calls: CallGraph = {
  workflows: [workflow("a", "b", "c"), workflow("b", "d"), workflow("c", "a"), workflow("d", "a")],
  pinned: [],
  missing: [],
  cycles: [{ slugs: ["a", "b", "c", "d"], guards: [guard], endless: false, way: [], limits: {} }],
};
const MISSING = [
  { workflow: "gone", nodes: ["go"] },
  { workflow: "gone", revision: 1, nodes: ["go"] },
  { workflow: "q", revision: 9, nodes: ["go"] },
];
const WAY = [
  { workflow: "b", nodes: ["x", "box/go"], calls: "new-one" },
  { workflow: "new-one", nodes: ["go_on"], calls: "b" },
];

test("a way is the same again after it was written into an address, and what is none is none", () => {
  expect(printPath(WAY)).toBe("b:x.box/go,new-one:go_on,b");
  expect(parsePath(printPath(WAY))).toEqual(WAY);
  const bare = [{ workflow: "a", nodes: [], calls: "a" }];
  expect(parsePath(printPath(bare))).toEqual(bare);
  expect(new URL(pathHref(WAY), "http://here").searchParams.get("path")).toBe(printPath(WAY));
  for (const text of ["", "a", "a,,b", "A:x,b", "a:<b>,a", "a:x y,a"]) expect(parsePath(text)).toEqual([]);
});

test("a way of a draft is told to have gone, or to lead elsewhere, once the draft does not have it", () => {
  expect(standsIn(WAY, [{}, { way: WAY }])).toEqual({ as: "drawn" });
  expect(standsIn(WAY, [{}, { way: WAY.slice(1) }])).toEqual({ as: "other", path: WAY.slice(1) });
  expect(standsIn(WAY, [{}])).toEqual({ as: "gone" });
});

test("of a cycle the shortest way back is shown, with the guards of what is published", () => {
  const [cycle] = calls.cycles;
  const path = cyclePath(cycle ?? { slugs: [], way: [] }, calls);
  expect(printPath(path)).toBe("a,c,a");
  expect(cyclePath({ slugs: ["d"], way: [] }, calls)).toEqual([]);
  const told = tellPath(parsePath("a,b,d,a"), calls);
  expect(told.map(({ state, guards, at }) => [state, guards, at])).toEqual([
    ["goesOn", [], []],
    ["guarded", ["the decision b.ask: input.more"], ["ask"]],
    ["unguarded", [], ["go"]],
  ]);
});

test("of a cycle that cannot end the way is shown on which it cannot, also where another is as short", () => {
  const way = [
    { workflow: "a", nodes: ["x", "to-c"], calls: "c" },
    { workflow: "c", nodes: ["go"], calls: "a" },
  ];
  const endless = { slugs: ["a", "b", "c"], guards: [], endless: true, way, limits: {} };
  const workflows = [workflow("a", "b", "c"), workflow("b", "a"), workflow("c", "a")];
  const graph = { workflows, pinned: [], missing: [], cycles: [endless] };
  const path = cyclePath(endless, graph);
  expect(printPath(path)).toBe("a,c,a");
  expect(tellPath(path, graph)).toMatchObject([
    { state: "unguarded", at: ["to-c"], published: true },
    { state: "unguarded", at: ["go"] },
  ]);
  // Whether the call of b has a guard does not matter: each run of a calls c.
  expect(tellPath(parsePath("a,b,a"), graph)[0]).toMatchObject({ state: "goesOn" });
});

test("a guard is told of the call that it stands before, and of no other of its workflow", () => {
  const before = (called: string) =>
    ({ workflow: "a", node: `ask-${called}`, by: "when", text: called, calls: [called] }) as const;
  const cycle = { slugs: ["a", "b", "c"], endless: false, way: [], limits: {} };
  const workflows = [workflow("a", "b", "c"), workflow("b", "a"), workflow("c", "a")];
  const graph = {
    workflows,
    pinned: [],
    missing: [],
    cycles: [{ ...cycle, guards: [before("b"), before("c")] }],
  };
  expect(tellPath(parsePath("a,c,a"), graph)[0]).toMatchObject({
    guards: ["the condition behind a.ask-c: c"],
    at: ["ask-c"],
  });
  const half = { ...graph, cycles: [{ ...cycle, guards: [before("b")] }] };
  expect(tellPath(parsePath("a,c,a"), half)[0]).toMatchObject({ guards: [], state: "goesOn" });
});

test("a step that names its nodes says where a guard was missing, and which one is published", () => {
  expect(tellPath(WAY, calls)).toMatchObject([
    { number: 1, state: "unguarded", guards: [], at: ["box/go"], published: false },
    { number: 2, state: "unguarded", guards: [], at: ["go_on"], published: false },
  ]);
  expect(tellPath(parsePath("b:x.go,d"), calls)).toMatchObject([
    { state: "unguarded", guards: ["the decision b.ask: input.more"], at: ["go"], published: true },
  ]);
  expect(tellPath(parsePath("gone,a"), calls)).toMatchObject([{ state: "apart", published: false }]);
});

test("a way is drawn over the calls, also where it is not published yet", () => {
  const { boxes, lines } = callLayout(calls, WAY);
  expect(boxes.find(({ slug }) => slug === "new-one")).toMatchObject({ missing: "not published" });
  const numbers = new Map(lines.map(({ key, step, published }) => [key, [step, published]]));
  expect(numbers.get("b new-one")).toEqual([1, false]);
  expect(numbers.get("new-one b")).toEqual([2, false]);
  expect(numbers.get("a b")).toEqual([null, true]);
  expect(callLayout(calls).lines.filter(({ step }) => step !== null)).toEqual([]);
});

test("a way of a draft asks for the revisions that it goes through, and draws them once they are known", () => {
  const way = parsePath("a:go,q@2:back,a");
  expect(pinsOn(way)).toEqual(["q@2"]);
  expect(pinsOn(parsePath("a,b,d,a"))).toEqual([]);
  const workflows = [...calls.workflows, workflow("q")];
  const unknown = { ...calls, workflows };
  expect(tellPath(way, unknown)[1]).toMatchObject({ published: false });
  const known = {
    ...unknown,
    pinned: [{ slug: "q", revision: 2, calls: [{ workflow: "a", nodes: ["back"] }] }],
  };
  expect(tellPath(way, known)[1]).toMatchObject({ published: true });
  expect(callLayout(known, way).boxes.find(({ name }) => name === "q@2")).toMatchObject({ missing: null });
});

test("a revision that is not there is told from a workflow that is not published", () => {
  const workflows = [{ ...workflow("p"), calls: MISSING }, workflow("q")];
  const graph = { workflows, pinned: [], missing: ["gone", "gone@1", "q@9"], cycles: [] };
  const why = callLayout(graph).boxes.flatMap(({ name, missing }) => (missing ? [[name, missing]] : []));
  expect(Object.fromEntries(why)).toEqual({
    gone: "not published",
    "gone@1": "not published",
    "q@9": "no such revision",
  });
});

test("a way goes through a pinned revision as it is, and is the same again after the address", () => {
  const pinning = { ...workflow("p"), calls: [{ workflow: "q", revision: 2, nodes: ["go"] }] };
  const cycle = { slugs: ["p", "q@2"], guards: [], endless: false, way: [], limits: {} };
  const graph = {
    workflows: [pinning, workflow("q")],
    pinned: [{ slug: "q", revision: 2, calls: [{ workflow: "p", nodes: ["back"] }] }],
    missing: [],
    cycles: [cycle],
  };
  const way = cyclePath(cycle, graph);
  expect(printPath(way)).toBe("p,q@2,p");
  expect(parsePath("p,q@2,p")).toEqual(way);
  expect(parsePath("p,q@0,p")).toEqual([]);
  expect(tellPath(way, graph).map(({ published, state, at }) => [published, state, at])).toEqual([
    [true, "unguarded", ["go"]],
    [true, "unguarded", ["back"]],
  ]);
  const { boxes, lines, alone } = callLayout(graph, way);
  expect(boxes.map(({ name, slug, pinned }) => [name, slug, pinned])).toEqual([
    ["p", "p", null],
    ["q@2", "q", { revision: 2, latest: 1 }],
  ]);
  expect(lines.map(({ key, pin }) => [key, pin])).toEqual([
    ["p q@2", 2],
    ["q@2 p", null],
  ]);
  expect(alone.map(({ slug }) => slug)).toEqual(["q"]);
});
