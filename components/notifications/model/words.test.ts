import { describe, expect, it } from "vitest";
import type { Notification } from "#server/services/workspace-types";
import { tell } from "./words";

const base = { seq: 7, at: 0, actor: null, demo: false } as const;
const run = {
  id: "01932f3a-0000-7000-8000-000000000001",
  slug: "dependency-audit",
  label: "Audit of a shop",
  revision: 1,
  status: "failed",
  runs: 3,
  failedRuns: 1,
  deepest: 2,
  startedAt: 0,
  endedAt: 1,
  failure: { code: "RecursionLimitExceeded", message: "Depth 4 of at most 3." },
  demo: false,
  version: 2,
} as const;

function notification(reason: Notification["reason"], event: Notification["event"]): Notification {
  return { seq: 7, at: "2026-01-01T00:00:00.000Z", reason, unread: true, event };
}

describe("tell", () => {
  it("names the run, what became of it and why, and leads to its tree", () => {
    expect(tell(notification("failed", { ...base, kind: "run.ended", run }))).toEqual({
      title: "Audit of a shop failed",
      detail: "Depth 4 of at most 3.",
      href: "/runs/01932f3a-0000-7000-8000-000000000001",
      status: "failed",
    });
  });

  it("says that a run was of a draft", () => {
    const event = { ...base, kind: "run.ended", run: { ...run, revision: 0 } } as const;
    expect(tell(notification("failed", event))?.title).toBe("Audit of a shop (draft) failed");
  });

  it("says which revision somebody published", () => {
    const event = {
      ...base,
      kind: "workflow.published",
      actor: { id: "u", name: "Ada" },
      slug: "audit",
      name: "Audit",
      revision: 3,
    } as const;
    expect(tell(notification("published", event))).toEqual({
      title: "Audit published as revision 3",
      detail: "by Ada",
      href: "/workflows/audit",
      status: null,
    });
  });

  it("leaves out what it does not know", () => {
    expect(tell(notification("attention", { ...base, kind: "forgotten" }))).toBeNull();
  });
});
