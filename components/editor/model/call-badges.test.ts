import { expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { callBadges } from "./call-badges";

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
};

it("tells a call of itself from one that comes back through others, and what is before each", () => {
  const badges = callBadges(GRAPH, KNOWN);
  expect(badges.get("again")).toEqual({
    back: "self",
    depth: 6,
    guards: ["input.n > 0"],
    runs: ["this revision again"],
    missing: [],
  });
  expect(badges.get("other")).toEqual({
    back: "mutual",
    depth: 6,
    guards: ["input.deep"],
    runs: ["partner@4, the latest"],
    missing: [],
  });
  expect(badges.get("each")).toMatchObject({ back: "self", guards: ["each of input.list"] });
  expect(badges.get("leaf")).toMatchObject({ back: null, runs: ["leaf@7, the latest"], guards: [] });
  expect(badges.has("plain")).toBe(false);
});

it("says what is not published, once that is known", () => {
  expect(callBadges(GRAPH, KNOWN).get("gone")).toMatchObject({ missing: ["nowhere"], runs: ["nowhere"] });
  const unknown = callBadges(GRAPH, null);
  expect(unknown.get("gone")?.missing).toEqual([]);
  expect(unknown.get("other")?.back).toBeNull();
  expect(unknown.get("again")?.back).toBe("self");
});
