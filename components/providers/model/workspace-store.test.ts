import { describe, expect, it, vi } from "vitest";
import type {
  RunProgress,
  WorkspaceRun,
  WorkspaceRunEvent,
  WorkspaceSnapshot,
} from "#server/engine/live/workspace-wire";
import { WorkspaceStore } from "./workspace-store";

function run(id: string, changes: Partial<WorkspaceRun> = {}): WorkspaceRun {
  return {
    id,
    slug: "audit",
    label: null,
    revision: 1,
    status: "running",
    runs: 1,
    failedRuns: 0,
    deepest: 0,
    startedAt: 0,
    endedAt: null,
    failure: null,
    demo: false,
    version: 1,
    ...changes,
  };
}

function event(seq: number, of: WorkspaceRun): WorkspaceRunEvent {
  const kind = of.endedAt === null ? "run.changed" : "run.ended";
  return { seq, at: seq, actor: null, demo: false, kind, run: of };
}

const batch = (...events: WorkspaceRunEvent[]) => ({
  topic: "workspace" as const,
  from: events[0]?.seq ?? 0,
  to: events.at(-1)?.seq ?? 0,
  events,
});

function loaded(changes: Partial<WorkspaceSnapshot> = {}): WorkspaceStore {
  const store = new WorkspaceStore();
  store.load({ incarnation: "i", seq: 4, open: [run("b")], openTotal: 1, ...changes });
  return store;
}

describe("WorkspaceStore", () => {
  it("applies what follows on, drops what it has, and refuses what comes after a gap", () => {
    const store = loaded();
    expect(store.apply(batch(event(5, run("c"))))).toBe(true);
    expect(store.apply(batch(event(4, run("x")), event(5, run("c"))))).toBe(true);
    expect(store.apply(batch(event(7, run("d"))))).toBe(false);
    expect([...store.view().runs.keys()]).toEqual(["b", "c"]);
    expect(store.view()).toMatchObject({ seq: 5, openTotal: 2 });
    expect(store.position()).toEqual({ after: 5, incarnation: "i" });
  });

  it("takes the new part of a batch that reaches back", () => {
    const store = loaded();
    expect(store.apply(batch(event(3, run("a")), event(4, run("b")), event(5, run("c"))))).toBe(true);
    expect(store.view().events.map(({ seq }) => seq)).toEqual([5]);
    expect(store.view().runs.has("a")).toBe(false);
  });

  it("never goes back to an older state of a run, which a snapshot may be ahead of", () => {
    const store = loaded({ open: [run("b", { status: "paused", version: 9 })] });
    store.apply(batch(event(5, run("b", { status: "running", version: 8 }))));
    expect(store.view().runs.get("b")?.status).toBe("paused");
    store.apply(batch(event(6, run("b", { status: "succeeded", endedAt: 1, version: 10 }))));
    expect(store.view()).toMatchObject({ openTotal: 0, seq: 6 });
    store.apply(batch(event(7, run("b", { version: 9 }))));
    expect(store.view().runs.get("b")?.status).toBe("succeeded");
  });

  it("takes counts of runs that go on, and of no others", () => {
    const store = loaded();
    store.apply(batch(event(5, run("c", { status: "failed", endedAt: 1, version: 2 }))));
    const before = store.view();
    const counts = { status: "running" as const, runs: 7, failedRuns: 1, deepest: 3, asks: 0 };
    store.progress({
      topic: "workspace",
      runs: [
        { id: "c", ...counts },
        { id: "unknown", ...counts },
      ],
    });
    expect(store.view()).toBe(before);
    store.progress({ topic: "workspace", runs: [{ id: "b", ...counts }] });
    expect(store.view().runs.get("b")).toMatchObject({ runs: 7, deepest: 3, version: 1 });
    expect(store.view().seq).toBe(5);
  });

  it("says that lists are to be read again when a run below has come to wait for a person, or no longer does", () => {
    const store = loaded();
    const heard = vi.fn();
    store.watchStanding(heard);
    const told = (counts: Partial<RunProgress>) => {
      const same = { id: "b", status: "running", runs: 2, failedRuns: 0, deepest: 1, asks: 0 } as const;
      store.progress({ topic: "workspace", runs: [{ ...same, ...counts }] });
      return heard.mock.calls.length;
    };
    // Somebody may have answered since the lists were read.
    expect(told({})).toBe(1);
    expect(told({ runs: 3 })).toBe(1);
    expect(told({ asks: 1 })).toBe(2);
    expect(told({ asks: 1, runs: 3 })).toBe(2);
    expect(told({ asks: 1, status: "needs_attention" })).toBe(3);
    expect(told({})).toBe(4);
    expect(told({ id: "unknown", asks: 4 })).toBe(4);
    store.apply(batch({ ...event(5, run("new")), kind: "run.started" }));
    expect(told({ id: "new" })).toBe(4);
    expect(told({ id: "new", asks: 1 })).toBe(5);
    // After a gap nobody knows what was answered in it, though the count is the one that was told last.
    store.load({ incarnation: "i", seq: 9, open: [run("b")], openTotal: 1 });
    expect(told({})).toBe(6);
    expect(told({})).toBe(6);
  });

  it("tells watchers of the first snapshot, for lists were read before it", () => {
    const store = new WorkspaceStore();
    const heard = vi.fn();
    store.watch(heard);
    store.load({ incarnation: "i", seq: 4, open: [], openTotal: 0 });
    expect(heard.mock.calls).toEqual([[[]]]);
  });

  it("tells watchers each event once, and of a new start that anything may have happened", () => {
    const store = loaded();
    const heard = vi.fn();
    store.watch(heard);
    store.apply(batch(event(5, run("c"))));
    store.apply(batch(event(5, run("c"))));
    store.load({ incarnation: "j", seq: 1, open: [], openTotal: 0 });
    expect(heard.mock.calls.map(([events]) => events.map(({ seq }: { seq: number }) => seq))).toEqual([
      [5],
      [],
    ]);
    expect(store.view()).toMatchObject({ seq: 1, events: [] });
    expect(store.position().incarnation).toBe("j");
  });

  it("holds a bounded past", () => {
    const store = loaded({ open: [], openTotal: 0 });
    for (let seq = 5; seq < 800; seq++)
      store.apply(batch(event(seq, run(`r${seq}`, { endedAt: seq, version: 2 }))));
    expect(store.view().runs.size).toBe(500);
    expect(store.view().events.length).toBe(200);
    expect(store.view().runs.has("r799")).toBe(true);
  });
});
