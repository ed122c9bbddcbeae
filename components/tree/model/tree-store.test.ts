import { describe, expect, it } from "vitest";
import type { RunRow, RunRowDelta, TreeBatch, TreeSnapshot } from "#server/engine/live/wire";
import { errorsOf, nextError } from "./errors";
import { isLineOpen } from "./navigate";
import { nextMatch } from "./search";
import { TreeStore } from "./tree-store";
import type { Line } from "./view";

const SUMMARY = {
  treeId: "t",
  slug: "audit",
  name: "Audit",
  revision: 1,
  status: "running",
  paused: false,
  startedAt: 0,
  endedAt: null,
  maxDepth: 32,
  maxRuns: 20_000,
} as const;

function run(no: number, parent: number | null, over: Partial<RunRow> = {}): RunRow {
  return {
    no,
    parent,
    node: parent === null ? null : "children",
    item: null,
    depth: parent === null ? 0 : 1,
    slug: "audit",
    label: `run-${no}`,
    status: "running",
    startedAt: no,
    endedAt: null,
    activeNode: null,
    retries: 0,
    parked: 0,
    tokens: 0,
    costUsd: 0,
    failure: null,
    ...over,
  };
}

function snapshot(rows: readonly RunRow[], seq = 1): TreeSnapshot {
  return { incarnation: "i", seq, tree: SUMMARY, rows };
}

function batch(seq: number, ...rows: RunRowDelta[]): TreeBatch {
  return { topic: "tree:t", from: seq, to: seq, rows };
}

/** A store whose frames run when the test says so. */
function storeOf(rows: readonly RunRow[]) {
  const frames: (() => void)[] = [];
  const store = new TreeStore((flush) => frames.push(flush));
  store.load(snapshot(rows));
  const frame = () => {
    for (const flush of frames.splice(0)) flush();
  };
  return { store, frame };
}

function names(lines: readonly Line[]): string[] {
  return lines.map((line) =>
    line.kind === "run"
      ? String(line.no)
      : line.kind === "more"
        ? `+${line.hidden}`
        : `[${line.siblings.members.length}]`,
  );
}

/** A tree in which every run but the last level has `width` children. */
function wide(width: number, depth: number): RunRow[] {
  const rows = [run(0, null)];
  for (let no = 0; no < rows.length; no += 1) {
    const parent = rows[no];
    if (!parent || parent.depth >= depth) continue;
    for (let child = 0; child < width; child += 1)
      rows.push(run(rows.length, no, { depth: parent.depth + 1 }));
  }
  return rows;
}

function chain(length: number): RunRow[] {
  return Array.from({ length }, (_, no) => run(no, no === 0 ? null : no - 1, { depth: no }));
}

describe("TreeStore.receive", () => {
  it("gives the same counts, levels and lines from a snapshot with deltas as from the later snapshot", () => {
    const rows = wide(3, 3);
    const { store } = storeOf(rows.slice(0, 10));
    let seq = 1;
    for (const row of rows.slice(10)) {
      seq += 1;
      expect(store.receive(batch(seq, row))).toBe("applied");
    }
    const settled = rows.map((row) =>
      row.no % 3 === 2 ? { ...row, status: "failed" as const } : { ...row, status: "succeeded" as const },
    );
    for (const row of [...settled].reverse()) {
      seq += 1;
      store.receive(batch(seq, { no: row.no, status: row.status }));
    }
    const whole = storeOf(settled).store;
    expect(store.forest.rows).toEqual(whole.forest.rows);
    expect(store.forest.below).toEqual(whole.forest.below);
    expect(store.forest.levels).toEqual(whole.forest.levels);
    expect(store.forest.total).toEqual(whole.forest.total);
    expect(store.forest.failedChildren).toEqual(whole.forest.failedChildren);
    expect([...store.forest.failed].sort()).toEqual([...whole.forest.failed].sort());
    expect(names(store.screen())).toEqual(names(whole.screen()));
  });

  it("applies only the batch that follows, reports a gap and lets an old one pass by", () => {
    const { store } = storeOf([run(0, null)]);
    expect(store.receive(batch(3, run(1, 0)))).toBe("gap");
    expect(store.forest.rows).toHaveLength(1);
    expect(store.receive(batch(2, run(1, 0)))).toBe("applied");
    expect(store.receive(batch(2, run(1, 0)))).toBe("old");
    expect(store.seq).toBe(2);
  });

  it("says that a change of a run it never saw does not fit", () => {
    const { store } = storeOf([run(0, null)]);
    expect(store.receive(batch(2, { no: 7, status: "failed" }))).toBe("incomplete");
  });

  it("accepts a child that stands before its parent in the same batch", () => {
    const { store } = storeOf([run(0, null)]);
    expect(store.receive(batch(2, run(2, 1, { depth: 2 }), run(1, 0)))).toBe("applied");
    expect(names(store.screen())).toEqual(["0", "1", "2"]);
  });

  it("notifies once for all that came within a frame", () => {
    const { store, frame } = storeOf([run(0, null)]);
    frame();
    let heard = 0;
    store.subscribe(() => {
      heard += 1;
    });
    for (let seq = 2; seq < 50; seq += 1) store.receive(batch(seq, { no: 0, retries: seq }));
    frame();
    expect(heard).toBe(1);
  });

  it("costs the same per event in a tree of 20,000 runs as in one of 200, and lays nothing out that is not on screen", () => {
    const cost = (rows: RunRow[]) => {
      const { store } = storeOf(rows);
      store.showTo(1);
      store.screen();
      const before = { steps: store.forest.steps, layouts: store.layouts };
      const deep = rows.filter((row) => row.depth === 3);
      for (let event = 0; event < 200; event += 1) {
        const row = deep[event % deep.length];
        if (row) store.receive(batch(event + 2, { no: row.no, status: event % 2 ? "running" : "succeeded" }));
        store.screen();
      }
      return { steps: store.forest.steps - before.steps, layouts: store.layouts - before.layouts };
    };
    const small = cost(wide(6, 3).slice(0, 259));
    const large = cost(wide(27, 3));
    expect(wide(27, 3).length).toBeGreaterThan(20_000);
    expect(large.steps).toBeLessThanOrEqual(small.steps);
    expect(small.steps).toBeLessThanOrEqual(200 * 3);
    expect(large.layouts).toBe(0);
  });

  it("makes no new lines when a run starts where the tree is closed", () => {
    const { store } = storeOf(wide(3, 3));
    store.showTo(1);
    store.screen();
    const { layouts } = store;
    store.receive(batch(2, run(40, 13, { depth: 3 })));
    store.screen();
    expect(store.layouts).toBe(layouts);
    expect(store.forest.below[0]?.total).toBe(40);
  });
});

describe("bundles", () => {
  const many = (count: number, parent: number, from: number, depth: number) =>
    Array.from({ length: count }, (_, index) => run(from + index, parent, { depth, status: "succeeded" }));

  it("shows up to 20 siblings as rows and more as one row with their states", () => {
    const twenty = storeOf([run(0, null), run(1, 0), ...many(20, 1, 2, 2)]).store;
    expect(names(twenty.screen())).toHaveLength(22);
    const { store } = storeOf([run(0, null), run(1, 0), ...many(21, 1, 2, 2)]);
    expect(names(store.screen())).toEqual(["0", "1", "[21]"]);
    const line = store.screen()[2];
    expect(line?.kind === "bundle" && line.siblings.tally).toMatchObject({ succeeded: 21, total: 21 });
  });

  it("bundles by the node that started them", () => {
    const other = many(21, 1, 30, 2).map((row) => ({ ...row, node: "license" }));
    const { store } = storeOf([run(0, null), run(1, 0), run(2, 1, { depth: 2 }), ...other]);
    expect(names(store.screen())).toEqual(["0", "1", "2", "[21]"]);
  });

  it("opens with failed and running members first, a hundred at a time", () => {
    const members = many(250, 1, 2, 2).map((row) =>
      row.no === 200
        ? { ...row, status: "failed" as const }
        : row.no === 150
          ? { ...row, status: "running" as const }
          : row,
    );
    const { store } = storeOf([run(0, null), run(1, 0), ...members]);
    const bundle = store.screen()[2];
    if (bundle) store.toggle(bundle);
    expect(names(store.screen()).slice(2, 6)).toEqual(["[250]", "200", "150", "2"]);
    expect(names(store.screen()).at(-1)).toBe("+150");
    const more = store.screen().at(-1);
    if (more) store.toggle(more);
    expect(names(store.screen()).at(-1)).toBe("+50");
  });

  it("keeps the order of an open bundle when members change, and appends new ones", () => {
    const { store } = storeOf([run(0, null), run(1, 0), ...many(30, 1, 2, 2)]);
    const bundle = store.screen()[2];
    if (bundle) store.toggle(bundle);
    const before = names(store.screen());
    store.receive(batch(2, { no: 31, status: "failed" }));
    expect(names(store.screen())).toEqual(before);
    store.receive(batch(3, run(40, 1, { depth: 2 })));
    expect(names(store.screen())).toEqual(["0", "1", "[31]", ...before.slice(3), "40"]);
  });

  it("opens all of them with everything else, and lets each be closed", () => {
    const { store } = storeOf([run(0, null), run(1, 0), ...many(30, 1, 2, 2)]);
    store.showTo(null);
    expect(names(store.screen())).toHaveLength(33);
    const bundle = store.screen()[2];
    if (bundle) store.toggle(bundle);
    expect(names(store.screen())).toEqual(["0", "1", "[30]"]);
  });

  it("has those of the root open until someone closes them", () => {
    const { store } = storeOf([run(0, null), ...many(30, 0, 1, 1)]);
    expect(names(store.screen())).toHaveLength(32);
    const bundle = store.screen()[1];
    if (bundle) store.toggle(bundle);
    expect(names(store.screen())).toEqual(["0", "[30]"]);
  });
});

describe("collapse", () => {
  it("shows to a depth, and one run more when it is opened by hand", () => {
    const { store } = storeOf(wide(2, 3));
    store.showTo(1);
    expect(names(store.screen())).toEqual(["0", "1", "2"]);
    const second = store.screen()[1];
    if (second) store.toggle(second);
    expect(names(store.screen())).toEqual(["0", "1", "3", "4", "2"]);
    store.showTo(null);
    expect(names(store.screen())).toHaveLength(15);
  });

  it("goes back to depth 2 by itself above 300 runs, but never against a person's choice", () => {
    const { store } = storeOf(wide(6, 3).slice(0, 259));
    expect(store.depth()).toBeNull();
    let seq = 1;
    for (let no = 259; no < 320; no += 1) {
      seq += 1;
      store.receive(batch(seq, run(no, 7, { depth: 3 })));
    }
    expect(store.depth()).toBe(2);
    store.showTo(null);
    store.receive(batch(seq + 1, run(320, 7, { depth: 3 })));
    expect(store.depth()).toBeNull();
  });

  it("reveals a run behind closed parents, a bundle and its page", () => {
    const rows = [
      run(0, null),
      run(1, 0),
      ...Array.from({ length: 300 }, (_, i) => run(i + 2, 1, { depth: 2 })),
    ];
    rows.push(run(302, 301, { depth: 3 }));
    const { store } = storeOf(rows);
    store.showTo(0);
    store.reveal(302);
    expect(names(store.screen())).toContain("302");
  });

  it("opens the path to the newest running run and closes it when it moves on", () => {
    const rows = [
      ...chain(6).map((row) => ({ ...row, status: "succeeded" as const })),
      run(6, 0),
      run(7, 6, { depth: 2 }),
    ];
    const { store } = storeOf(rows);
    store.showTo(0);
    expect(store.follow()).toBe(7);
    expect(names(store.screen())).toEqual(["0", "1", "6", "7"]);
    store.receive(batch(2, { no: 7, status: "succeeded" }));
    expect(store.follow()).toBe(6);
    store.receive(batch(3, { no: 6, status: "succeeded" }));
    expect(store.follow()).toBeNull();
    expect(names(store.screen())).toEqual(["0"]);
  });

  it("survives a chain as deep as a tree may be", () => {
    expect(storeOf(chain(257)).store.screen()).toHaveLength(257);
  });
});

describe("search", () => {
  it("keeps the runs above a match, dimmed, and finds through closed parents", () => {
    const rows = wide(2, 3).map((row) =>
      row.no === 9 ? { ...row, label: "left-pad@1.3.0", status: "failed" as const } : row,
    );
    const { store } = storeOf(rows);
    store.showTo(0);
    store.setQuery("LEFT-pad failed");
    const lines = store.screen();
    expect(store.found()).toEqual([9]);
    expect(names(lines)).toEqual(["0", "1", "4", "9"]);
    expect(lines.map((line) => line.kind === "run" && line.dimmed)).toEqual([true, true, true, false]);
  });

  it("finds runs by what they wait for, as long as they do", () => {
    const waits = [{ kind: "approval", node: "ask", item: null }] as const;
    const rows = wide(2, 2).map((row) =>
      row.no === 5 || row.no === 6
        ? { ...row, endedAt: row.no === 5 ? null : 9, status: "waiting" as const, notes: { waits } }
        : row,
    );
    const { store } = storeOf(rows);
    store.setQuery("approval");
    expect(store.found()).toEqual([5]);
  });

  it("looks for a word in the field that is named before it, and for words in quotes as one", () => {
    const failure = { code: "Missing", message: "the page is not found" };
    const rows = wide(2, 2).map((row) =>
      row.no === 5 ? { ...row, status: "failed" as const, failure } : { ...row, label: `page ${row.no}` },
    );
    const { store } = storeOf(rows);
    const found = (query: string) => {
      store.setQuery(query);
      return store.found();
    };
    expect(found("error:page")).toEqual([5]);
    expect(found("name:page")).toEqual([0, 1, 3, 4, 2, 6]);
    expect(found('error:"not found"')).toEqual([5]);
    expect(found('error:"found not"')).toEqual([]);
    expect(found("status:failed error:missing")).toEqual([5]);
    expect(found("page:4"), "no field of that name").toEqual([]);
    store.setQuery("error:");
    expect(store.isSearched(), "nothing follows yet").toBe(false);
    expect(store.screen()).toHaveLength(7);
  });

  it("finds what the server has found for a term, together with what rows say", () => {
    const { store } = storeOf(wide(2, 2).map((row) => (row.no === 4 ? { ...row, status: "failed" } : row)));
    store.setQuery("key:goal failed");
    expect(store.found()).toEqual([]);
    store.setHits(new Map([["key:goal", new Set([3, 4])]]));
    expect(store.found()).toEqual([4]);
    store.setQuery("writer");
    store.setHits(new Map([[":writer", new Set([6])]]));
    expect(store.found()).toEqual([6]);
  });

  it("marks matches among all runs when that is wanted, and steps through them from top to bottom", () => {
    const { store } = storeOf(wide(2, 2).map((row) => ({ ...row, label: `run-${row.no % 2}` })));
    store.setQuery("run-1");
    expect(store.found()).toEqual([1, 3, 5]);
    store.showOnly(false);
    store.showTo(1);
    const lines = store.screen();
    expect(names(lines)).toEqual(["0", "1", "2"]);
    expect(lines.map((line) => line.kind === "run" && line.dimmed)).toEqual([true, false, true]);
    expect(store.found(), "in what is closed too").toEqual([1, 3, 5]);
    expect(lines.map((line) => isLineOpen(store, line))).toEqual([true, false, false]);
    const steps = [nextMatch([1, 3, 5], null, 1), nextMatch([1, 3, 5], 3, 1), nextMatch([1, 3, 5], 5, 1)];
    expect(steps).toEqual([1, 5, 1]);
    expect([nextMatch([1, 3, 5], 1, -1), nextMatch([1, 3, 5], 2, -1), nextMatch([], 2, 1)]).toEqual([
      5,
      5,
      null,
    ]);
  });

  it("shows nothing when nothing matches and the tree again without a query", () => {
    const { store } = storeOf(wide(2, 2));
    store.setQuery("zzz");
    expect(store.screen()).toEqual([]);
    store.setQuery("");
    expect(store.screen()).toHaveLength(7);
  });
});

describe("nextError", () => {
  const failed = (rows: readonly RunRow[], ...nos: number[]) =>
    storeOf(rows.map((row) => (nos.includes(row.no) ? { ...row, status: "failed" as const } : row))).store
      .forest;

  it("names root causes first, in the order of the tree, then the runs that failed because of them", () => {
    expect(errorsOf(failed(wide(2, 3), 0, 1, 3, 7, 6))).toEqual([7, 6, 0, 1, 3]);
  });

  it("steps forward and back around the end", () => {
    const forest = failed(wide(2, 3), 7, 6);
    expect(nextError(forest, null, 1)).toBe(7);
    expect(nextError(forest, 7, 1)).toBe(6);
    expect(nextError(forest, 6, 1)).toBe(7);
    expect(nextError(forest, 7, -1)).toBe(6);
    expect(nextError(forest, null, -1)).toBe(6);
    expect(nextError(failed(wide(2, 2)), null, 1)).toBeNull();
  });
});

describe("pace", () => {
  it("shows what a person does at once, and what the stream brings when it is due", () => {
    const soon: (() => void)[] = [];
    const due: (() => void)[] = [];
    const store = new TreeStore(
      (flush) => soon.push(flush),
      (flush) => due.push(flush),
    );
    store.load(snapshot([run(0, null)]));
    for (const flush of soon.splice(0)) flush();
    const { version } = store;
    store.receive(batch(2, run(1, 0)));
    expect([soon.length, due.length]).toEqual([0, 1]);
    store.showTo(0);
    for (const flush of soon.splice(0)) flush();
    expect(store.version).toBe(version + 1);
    for (const flush of due.splice(0)) flush();
    expect(store.version, "nothing was left to tell").toBe(version + 1);
    store.receive(batch(3, run(2, 0)));
    expect(due).toHaveLength(1);
  });
});

describe("a loop", () => {
  const root = run(0, null, { notes: { loops: ["again"] } });
  const turn = (no: number, item: number, over: Partial<RunRow> = {}) =>
    run(no, 0, { node: "again", item, status: "succeeded", ...over });
  const shown = (store: TreeStore) => store.screen().find((line) => line.kind === "run" && line.loop);

  it("shows its latest iteration, however many there were, and goes on to the next one as it starts", () => {
    const { store } = storeOf([root, ...Array.from({ length: 30 }, (_, item) => turn(item + 1, item))]);
    expect(names(store.screen())).toEqual(["0", "30"]);
    expect(shown(store)).toMatchObject({ loop: { at: 29, of: 30 } });
    store.receive(batch(2, turn(31, 30)));
    expect(names(store.screen())).toEqual(["0", "31"]);
  });

  it("shows earlier iterations by steps, and stays there when a later one starts", () => {
    const { store } = storeOf([root, turn(1, 0), turn(2, 1), turn(3, 2)]);
    expect(store.iterate(shown(store) as Line, -1)).toBe(2);
    store.receive(batch(2, turn(4, 3)));
    expect(names(store.screen())).toEqual(["0", "2"]);
    expect(store.iterate(shown(store) as Line, -5)).toBe(1);
    expect(store.iterate(shown(store) as Line, 9)).toBe(4);
  });

  it("shows all runs of an iteration that was started again, and the one that is asked for", () => {
    const { store } = storeOf([root, turn(1, 0), turn(2, 1), turn(3, 1, { notes: { again: 2 } })]);
    expect(names(store.screen())).toEqual(["0", "2", "3"]);
    store.reveal(1);
    expect(names(store.screen())).toEqual(["0", "1"]);
  });
});

describe("closing what has succeeded", () => {
  const rows = [
    run(0, null),
    run(1, 0, { status: "succeeded" }),
    run(2, 1, { status: "succeeded", depth: 2 }),
    run(3, 0, { status: "succeeded" }),
    run(4, 3, { status: "failed", depth: 2 }),
  ];

  it("leaves open whatever holds something else than success", () => {
    const { store } = storeOf(rows);
    store.closeDone(true);
    expect(names(store.screen())).toEqual(["0", "1", "3", "4"]);
    store.closeDone(false);
    expect(names(store.screen())).toEqual(["0", "1", "2", "3", "4"]);
  });

  it("closes a run when the last below it succeeds, and obeys a person who opens it", () => {
    const { store } = storeOf([run(0, null), run(1, 0, { status: "succeeded" }), run(2, 1, { depth: 2 })]);
    store.closeDone(true);
    expect(names(store.screen())).toEqual(["0", "1", "2"]);
    store.receive(batch(2, { no: 2, status: "succeeded", endedAt: 9 }));
    expect(names(store.screen())).toEqual(["0", "1"]);
    store.toggle(store.screen()[1] as Line);
    expect(names(store.screen())).toEqual(["0", "1", "2"]);
  });
});

describe("siblings that run at once", () => {
  it("are both live, the older and the newer, and a run's state is always its own", () => {
    const { store } = storeOf([run(0, null), run(1, 0), run(2, 0)]);
    expect([...store.forest.live]).toEqual([0, 1, 2]);
    store.receive(batch(2, { no: 2, status: "waiting" }, { no: 1, activeNode: "a" }));
    expect(store.forest.rows.map(({ status }) => status)).toEqual(["running", "running", "waiting"]);
    store.receive(batch(3, { no: 1, status: "failed", endedAt: 9 }));
    expect(store.forest.rows.map(({ status }) => status)).toEqual(["running", "failed", "waiting"]);
    expect(store.forest.below[0]).toMatchObject({ failed: 1, waiting: 1, total: 2 });
  });

  it("count into what the tree has used, each once", () => {
    const { store } = storeOf([run(0, null), run(1, 0, { tokens: 5, costUsd: 0.5 })]);
    store.receive(batch(2, { no: 1, tokens: 8, costUsd: 0.75 }, run(2, 0, { tokens: 1 })));
    expect(store.forest.used).toEqual({ tokens: 9, costUsd: 0.75 });
  });
});
