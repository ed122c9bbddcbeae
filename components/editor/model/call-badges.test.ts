import { expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { askedBy, type CallBadge, callBadges, callWords, namesOnTheWay } from "./call-badges";

const call = (workflow: string) => ({ kind: "subworkflow", workflow, input: "= input" });
const GRAPH = {
  schemaVersion: 1,
  slug: "own",
  name: "Own",
  limits: { maxDepth: 6 },
  nodes: {
    more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no" },
    again: call("self"),
    other: call("partner"),
    leaf: call("leaf"),
    gone: call("nowhere"),
    each: { kind: "map", over: "= input.list", body: call("own") },
    plain: { kind: "transform", output: 1 },
  },
  edges: [
    { source: "more", target: "again", port: "yes" },
    { source: "plain", target: "other", when: "= input.deep" },
  ],
} as unknown as Graph;

const published = (slug: string, revision: number, ...calls: string[]) => ({
  slug,
  name: slug,
  revision,
  calls: calls.map((workflow) => ({ workflow, nodes: ["call"] })),
});
const KNOWN = {
  workflows: [
    published("own", 1, "leaf"),
    published("partner", 4, "between"),
    published("between", 2, "own"),
    published("leaf", 7),
  ],
  pinned: [],
  whole: true,
};

it("tells a call of itself from one that comes back through others, and what is before each", () => {
  const badges = callBadges(GRAPH, KNOWN);
  expect(badges.get("again")).toEqual({
    back: "self",
    depth: 6,
    guards: ["input.n > 0"],
    runs: ["this revision again"],
    behind: false,
    missing: [],
  });
  expect(badges.get("other")).toEqual({
    back: "mutual",
    depth: 6,
    guards: ["input.deep"],
    runs: ["@4, the latest · partner"],
    behind: false,
    missing: [],
  });
  expect(badges.get("each")).toMatchObject({ back: "self", guards: ["each of input.list"] });
  expect(badges.get("leaf")).toMatchObject({ back: null, runs: ["@7, the latest · leaf"], guards: [] });
  expect(badges.has("plain")).toBe(false);
});

it("says what is not published, once that is known", () => {
  expect(callBadges(GRAPH, KNOWN).get("gone")).toMatchObject({ missing: ["nowhere"], runs: ["nowhere"] });
  const unknown = callBadges(GRAPH, null);
  expect(unknown.get("gone")?.missing).toEqual([]);
  expect(unknown.get("other")?.back).toBeNull();
  expect(unknown.get("again")?.back).toBe("self");
});

const pinning = (workflow: string, revision: number) => ({ ...call(workflow), revision });

it("says which revision is pinned, and how that stands to the latest", () => {
  const nodes = {
    same: pinning("leaf", 7),
    older: pinning("leaf", 2),
    none: pinning("leaf", 8),
    gone: pinning("nowhere", 1),
    each: { kind: "map", over: "= input.list", body: pinning("leaf", 6) },
  };
  const badges = callBadges({ ...GRAPH, nodes, edges: [] } as unknown as Graph, KNOWN);
  const said = Object.keys(nodes).map((id) => [badges.get(id)?.runs[0], badges.get(id)?.behind]);
  expect(said).toEqual([
    ["@7, pinned · leaf", false],
    ["@2, pinned; latest 7 · leaf", true],
    ["@8, no such revision · leaf", false],
    ["@1, pinned · nowhere", false],
    ["@6, pinned; latest 7 · leaf", true],
  ]);
  expect(badges.get("gone")?.missing).toEqual(["nowhere"]);
  expect(callWords(badges.get("gone") as CallBadge)).toBe("not published · @1, pinned · nowhere");
  expect(badges.get("none")?.missing).toEqual([]);
});

it("says neither way what an older list does not have while a newer one is on its way", () => {
  const nodes = { none: pinning("leaf", 8), older: pinning("leaf", 2), gone: call("nowhere") };
  const graph = { ...GRAPH, nodes, edges: [] } as unknown as Graph;
  const badges = callBadges(graph, { ...KNOWN, whole: false });
  const said = Object.keys(nodes).map((id) => callWords(badges.get(id) as CallBadge));
  expect(said).toEqual(["@8, pinned · leaf", "@2, pinned; latest 7 · leaf", "nowhere"]);
});

it("judges a pinned revision by what it calls itself, not by what the latest calls", () => {
  const nodes = { back: pinning("partner", 2), away: pinning("leaf", 2), own: pinning("own", 1) };
  const graph = { ...GRAPH, nodes, edges: [] } as unknown as Graph;
  const pinned = [
    // The latest partner comes back, its second revision did not; of leaf it is the other way round.
    { slug: "partner", revision: 2, calls: [] },
    { slug: "leaf", revision: 2, calls: [{ workflow: "own", nodes: ["call"] }] },
    { slug: "own", revision: 1, calls: [{ workflow: "own", revision: 1, nodes: ["call"] }] },
  ];
  const badges = callBadges(graph, { ...KNOWN, pinned });
  expect(badges.get("back")?.back).toBeNull();
  expect(badges.get("away")?.back).toBe("mutual");
  // An earlier revision of itself is another graph, which only comes back to itself.
  expect(badges.get("own")).toMatchObject({ back: null, runs: ["@1, pinned · own"], behind: false });
});

it("asks for what is published and for the revisions that it pins, also where these are only its own", () => {
  const asked = (nodes: object) => askedBy({ ...GRAPH, nodes, edges: [] } as unknown as Graph);
  expect(asked({ again: call("self"), own: call("own") })).toEqual({ others: false, names: [] });
  expect(asked({ own: pinning("own", 1) })).toEqual({ others: true, names: ["own@1"] });
  const nodes = {
    b: pinning("partner", 2),
    a: pinning("leaf", 3),
    same: pinning("leaf", 3),
    c: call("leaf"),
  };
  expect(asked(nodes)).toEqual({ others: true, names: ["leaf@3", "partner@2"] });
});

it("names the workflows through which it comes back, and no others", () => {
  expect(namesOnTheWay(GRAPH, KNOWN)).toEqual(["partner", "between"]);
  expect(namesOnTheWay(GRAPH, null)).toEqual([]);
});
