import { describe, expect, it } from "vitest";
import type { WorkflowSummary } from "#server/services/types";
import { parseQuery } from "../../ui/query/model";
import { matching, sorted, WORKFLOW_FIELDS } from "./workflow-query";

const make = (slug: string, share: number | null, over: Partial<WorkflowSummary> = {}): WorkflowSummary => ({
  slug,
  name: slug.toUpperCase(),
  description: `does ${slug}`,
  revision: 1,
  draft: null,
  nodes: 3,
  recursion: "none",
  updatedAt: "2026-11-26T00:00:00.000Z",
  updatedBy: "Ada",
  demo: false,
  recent: { days: 14, runs: 5, succeeded: 4, ended: 5, successShare: share, p95DurationMs: null },
  lastRuns: [],
  ...over,
});
const ALL = [
  make("audit", 0.99, { recursion: "self" }),
  make("digest", 0.5, { draft: { hash: "d", at: "2026-11-26T00:00:00.000Z", by: "Ada" } }),
  make("fresh", null, {
    demo: true,
    revision: 0,
    draft: { hash: "f", at: "2026-11-26T00:00:00.000Z", by: "Ada" },
  }),
];
const ask = (text: string) => matching(ALL, parseQuery(text, WORKFLOW_FIELDS).query).map(({ slug }) => slug);

describe("a query over workflows", () => {
  it.each([
    ["", ["audit", "digest", "fresh"]],
    ["DIG", ["digest"]],
    ['"does fresh"', ["fresh"]],
    ["recursion:self", ["audit"]],
    ["-recursion:self", ["digest", "fresh"]],
    ["recursion:none", ["digest"]],
    ["recursion:unpublished", ["fresh"]],
    ["success:<95", ["digest"]],
    ["success:>=50 runs:>4", ["audit", "digest"]],
    ["demo:yes", ["fresh"]],
    ["draft:only", ["fresh"]],
    ["draft:changes", ["digest"]],
    ["draft:none,changes", ["audit", "digest"]],
    ["-draft:none", ["digest", "fresh"]],
  ])("%s", (text, slugs) => {
    expect(ask(text)).toEqual(slugs);
  });
});

it("what has no figure comes last, whichever way it is sorted", () => {
  const by = (order: "asc" | "desc") => sorted(ALL, { column: "success", order }).map(({ slug }) => slug);
  expect(by("asc")).toEqual(["digest", "audit", "fresh"]);
  expect(by("desc")).toEqual(["audit", "digest", "fresh"]);
  expect(sorted(ALL, null)).toBe(ALL);
});
