import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BoundGraph } from "#server/engine/graph/graph";
import { createWorkflowCache } from "./workflow-cache.ts";

let latest = 2;
const reads: string[] = [];

function cache() {
  return createWorkflowCache({
    maxAgeMs: 1_000,
    pinnedAgeMs: 60_000,
    read: async (slug, revision) => {
      reads.push(`${slug} ${revision}`);
      const number = revision ?? latest;
      if (number > latest) return null;
      return { slug, revision: number, hash: `hash of ${number}`, graph: {} } as unknown as BoundGraph;
    },
  });
}

beforeEach(() => {
  latest = 2;
  reads.length = 0;
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => vi.useRealTimers());

test("a pinned revision is read once where what is published is read again and again", async () => {
  const { lookup, load } = cache();
  expect(lookup("audit@1")).toBeUndefined();
  await load(["audit", "audit@1"]);
  vi.advanceTimersByTime(30_000);
  expect(lookup("audit")).toBeUndefined();
  expect(lookup("audit@1")?.revision).toBe(1);
  expect(reads).toEqual(["audit null", "audit 1"]);
  vi.advanceTimersByTime(31_000);
  expect(lookup("audit@1")).toBeUndefined();
});

test("a name that pins nothing that could be there is read as a whole", async () => {
  await cache().load(["audit@x", "audit@99999999999"]);
  expect(reads).toEqual(["audit@x null", "audit@99999999999 null"]);
});

test("a revision that is not there may be published in a moment", async () => {
  const { lookup, load } = cache();
  await load(["audit@3"]);
  expect(lookup("audit@3")).toBeNull();
  vi.advanceTimersByTime(1_001);
  expect(lookup("audit@3")).toBeUndefined();
  latest = 3;
  await load(["audit@3"]);
  expect(lookup("audit@3")?.revision).toBe(3);
});

test("publishing here forgets all that was known of the workflow, and of no other", async () => {
  const { lookup, load, forget } = cache();
  await load(["audit", "audit@3", "audit-log@1"]);
  forget("audit");
  expect(lookup("audit")).toBeUndefined();
  expect(lookup("audit@3")).toBeUndefined();
  expect(lookup("audit-log@1")?.revision).toBe(1);
});

test("a revision is the same object by whichever name it was read", async () => {
  const { lookup, load } = cache();
  await load(["audit", "audit@2"]);
  expect(lookup("audit@2")).toBe(lookup("audit"));
});
