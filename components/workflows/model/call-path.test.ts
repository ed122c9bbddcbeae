import { expect, test } from "vitest";
import type { CallGraph } from "#server/services/types";
import { callLayout } from "./call-layout";
import { cyclePath, parsePath, pathHref, printPath, tellPath } from "./call-path";

const workflow = (slug: string, ...called: string[]): CallGraph["workflows"][number] => ({
  slug,
  name: `The ${slug}`,
  revision: 1,
  calls: called.map((each) => ({ workflow: each, nodes: ["go"] })),
});
const guard = { workflow: "b", node: "ask", by: "decision", text: "input.more" } as const;
const calls: CallGraph = {
  workflows: [workflow("a", "b", "c"), workflow("b", "d"), workflow("c", "a"), workflow("d", "a")],
  missing: [],
  cycles: [{ slugs: ["a", "b", "c", "d"], guards: [guard], endless: false, limits: {} }],
};
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

test("of a cycle the shortest way back is shown, with the guards of what is published", () => {
  const [cycle] = calls.cycles;
  const path = cyclePath(cycle ?? { slugs: [] }, calls);
  expect(printPath(path)).toBe("a,c,a");
  expect(cyclePath({ slugs: ["d"] }, calls)).toEqual([]);
  const told = tellPath(parsePath("a,b,d,a"), calls);
  expect(told.map(({ guards, at }) => [guards, at])).toEqual([
    [[], ["go"]],
    [["the decision b.ask: input.more"], ["ask"]],
    [[], ["go"]],
  ]);
});

test("a step that names its nodes has no guard, whatever is published, and says where one is missing", () => {
  const told = tellPath(WAY, calls);
  expect(told).toMatchObject([
    { number: 1, guards: [], at: ["box/go"], published: false },
    { number: 2, guards: [], at: ["go_on"], published: false },
  ]);
});

test("a way is drawn over the calls, also where it is not published yet", () => {
  const { boxes, lines } = callLayout(calls, WAY);
  expect(boxes.find(({ slug }) => slug === "new-one")).toMatchObject({ missing: true });
  const numbers = new Map(lines.map(({ key, step, published }) => [key, [step, published]]));
  expect(numbers.get("b new-one")).toEqual([1, false]);
  expect(numbers.get("new-one b")).toEqual([2, false]);
  expect(numbers.get("a b")).toEqual([null, true]);
  expect(callLayout(calls).lines.filter(({ step }) => step !== null)).toEqual([]);
});
