import { describe, expect, it } from "vitest";
import type { RunRow } from "#server/engine/live/wire";
import { type Painter, timeAxis } from "../../drawing";
import type { TreeStore } from "../../tree";
import { runRow, storeOf } from "../../tree/testing/trees";
import { criticalPath } from "./critical-path";
import { drawTimeline } from "./draw-timeline";
import { byRun, type Scene, untilOf } from "./scene";
import { SpanBook, type Spans } from "./span-book";
import { visibleRows } from "./visible-rows";

function run(no: number, parent: number | null, over: Partial<RunRow> = {}): RunRow {
  return runRow(no, parent, { node: parent === null ? null : "n", endedAt: 100, ...over });
}

type Call = readonly [name: string, ...args: unknown[]];

/** Keeps every call, so that a test may ask what was drawn where. */
function recorder(): { readonly painter: Painter; readonly calls: Call[] } {
  const calls: Call[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const painter: Painter = {
    fill: note("fill"),
    outline: note("outline"),
    hatch: note("hatch"),
    line: note("line"),
    curve: note("curve"),
    text: note("text"),
    shifted: (_x, _y, draw) => draw(),
    within: (_box, draw) => draw(),
  };
  return { painter, calls };
}

const WIDTH = 220;
/** With 10 px at each side, 200 px are left for the times of a scene from 0 to 100: two for each. */
const X = (at: number) => 10 + at * 2;

function drawn(
  store: TreeStore,
  over: Partial<Scene> = {},
  size = { width: WIDTH, height: 280 },
  scrolled = 0,
): readonly Call[] {
  const { painter, calls } = recorder();
  const axis = over.axis ?? timeAxis(0, 100);
  const scene: Scene = {
    forest: store.forest,
    lines: store.screen(),
    spansOf: () => undefined,
    axis,
    shown: { from: 0, to: axis.length },
    until: 100,
    live: false,
    paused: false,
    critical: null,
    active: null,
    hover: null,
    names: 0,
    isOpen: () => undefined,
    ...over,
  };
  drawTimeline(painter, scene, size, scrolled);
  return calls;
}

const boxes = (calls: readonly Call[], name: string, inks: readonly string[]) =>
  calls
    .filter(([call, , ink]) => call === name && inks.includes(String(ink)))
    .map(([, box]) => {
      const { x, width } = box as { x: number; width: number };
      return [x, x + width];
    });
/** The thin line over the whole of a run. */
const brackets = (calls: readonly Call[], ink: string) =>
  calls
    .filter(
      ([name, x1, y1, x2, y2, stroke]) =>
        name === "line" && y1 === y2 && x1 !== x2 && (stroke as { ink: string }).ink === ink,
    )
    .map(([, x1, , x2]) => [x1, x2]);

describe("bars", () => {
  it("begin and end where the rows say, and open ones reach up to now", () => {
    const store = storeOf(
      run(0, null, { endedAt: null, status: "running" }),
      run(1, 0, { startedAt: 10, endedAt: 40 }),
      run(2, 0, { startedAt: 30, endedAt: 90, status: "failed" }),
      run(3, 0, { startedAt: 50, endedAt: null, status: "running" }),
    );
    const calls = drawn(store, { until: 80 });
    expect(brackets(calls, "running")).toEqual([
      [X(0), X(80)],
      [X(50), X(80)],
    ]);
    expect(brackets(calls, "succeeded")).toEqual([[X(10), X(40)]]);
    expect(brackets(calls, "failed")).toEqual([[X(30), X(90)]]);
  });

  it("are solid for own work, hatched for waits, and end with their run whatever the spans say", () => {
    const store = storeOf(run(0, null, { startedAt: 10, endedAt: 60 }));
    const spans: Spans = {
      no: 0,
      work: [
        [20, 30],
        [50, null],
      ],
      waits: [[10, 20]],
      retries: [],
      task: "t",
    };
    const calls = drawn(store, { spansOf: () => spans });
    expect(boxes(calls, "fill", ["succeeded"])).toEqual([
      [X(20), X(30)],
      [X(50), X(60)],
    ]);
    expect(boxes(calls, "hatch", ["succeeded"])).toEqual([[X(10), X(20)]]);
  });

  it("of a moment of the past show nothing that happened later", () => {
    const store = storeOf(run(0, null, { endedAt: null, status: "running" }));
    const spans: Spans = {
      no: 0,
      work: [
        [10, 90],
        [95, 99],
      ],
      waits: [],
      retries: [20, 70],
      task: "t",
    };
    const calls = drawn(store, { spansOf: () => spans, until: 40, live: true });
    expect(boxes(calls, "fill", ["running"])).toEqual([[X(10), X(40)]]);
    const notches = calls.filter(
      ([name, , , , , stroke]) => name === "line" && (stroke as { ink: string }).ink === "degraded",
    );
    expect(notches).toHaveLength(1);
  });

  it("that are too short to scale keep two pixels and are hatched", () => {
    const store = storeOf(run(0, null, { startedAt: 50, endedAt: 50 }));
    const calls = drawn(store);
    expect(boxes(calls, "fill", ["succeeded"])).toEqual([[X(50), X(50) + 2]]);
    expect(boxes(calls, "hatch", ["succeeded"])).toHaveLength(1);
  });

  it("of a parent are its own state, never that of what runs below it", () => {
    const store = storeOf(
      run(0, null, { status: "succeeded" }),
      run(1, 0, { status: "failed", endedAt: 50 }),
    );
    const calls = drawn(store);
    expect(brackets(calls, "succeeded")).toEqual([[X(0), X(100)]]);
    expect(brackets(calls, "failed")).toEqual([[X(0), X(50)]]);
  });

  it("end all at once with their tree", () => {
    expect(untilOf({ endedAt: 70 }, 100)).toBe(70);
    expect(untilOf({ endedAt: null }, 100)).toBe(100);
  });
});

it("only rows that can be seen are drawn, however many there are", () => {
  const children = Array.from({ length: 19 }, (_, index) => run(index + 1, 0));
  const grandchildren = children.flatMap(({ no }) =>
    Array.from({ length: 20 }, (_, index) => run(20 + (no - 1) * 20 + index, no, { depth: 2 })),
  );
  const store = storeOf(run(0, null), ...children, ...grandchildren);
  store.showTo(null);
  expect(store.screen().length).toBe(400);
  expect(brackets(drawn(store), "succeeded")).toHaveLength(10);
  expect(visibleRows(store.forest, store.screen(), 2_800, 280)).toHaveLength(34);
});

it("the last row can be scrolled to, and is drawn there to its end", () => {
  const children = Array.from({ length: 19 }, (_, index) => run(index + 1, 0));
  const store = storeOf(
    run(0, null),
    ...children.slice(0, -1),
    run(19, 0, { status: "failed", endedAt: 100 }),
  );
  const size = { width: WIDTH, height: 100 };
  const end = store.screen().length * 28 - size.height;
  expect(brackets(drawn(store, {}, size, end), "failed")).toEqual([[X(0), X(100)]]);
  expect(brackets(drawn(store, {}, size, end - 200), "failed")).toEqual([]);
});

it("a closed group says how many of it were open at once, and where one failed", () => {
  const members = Array.from({ length: 30 }, (_, index) =>
    run(index + 1, 0, { startedAt: index, endedAt: index + 5, status: index === 7 ? "failed" : "succeeded" }),
  );
  const store = storeOf(run(0, null), ...members);
  const group = store.screen().find(({ kind }) => kind === "bundle");
  if (group) store.toggle(group);
  const calls = drawn(store);
  expect(calls.filter(([name]) => name === "text").map(([, , , text]) => text)).toContain(
    "at most 5 at once",
  );
  expect(boxes(calls, "fill", ["failed"])).toHaveLength(1);
});

describe("the critical path", () => {
  it("goes back from the end over what was waited for last", () => {
    const { forest } = storeOf(
      run(0, null),
      run(1, 0, { startedAt: 5, endedAt: 40 }),
      run(2, 0, { startedAt: 5, endedAt: 30 }),
      run(3, 0, { startedAt: 45, endedAt: 90 }),
      run(4, 3, { depth: 2, startedAt: 50, endedAt: 80 }),
    );
    expect(criticalPath(forest, 100)).toEqual([
      { no: 0, from: 90, to: 100 },
      { no: 3, from: 80, to: 90 },
      { no: 4, from: 50, to: 80 },
      { no: 3, from: 45, to: 50 },
      { no: 0, from: 40, to: 45 },
      { no: 1, from: 5, to: 40 },
      { no: 0, from: 0, to: 5 },
    ]);
  });

  it("covers the time of the root without a gap or an overlap", () => {
    const { forest } = storeOf(
      run(0, null, { endedAt: null, status: "running" }),
      ...Array.from({ length: 40 }, (_, index) =>
        run(index + 1, index % 3 === 0 ? 0 : index, {
          startedAt: index * 2,
          endedAt: index % 4 === 0 ? null : index * 2 + 9,
        }),
      ),
    );
    const path = criticalPath(forest, 100).toSorted((a, b) => a.from - b.from);
    expect([path[0]?.from, path.at(-1)?.to]).toEqual([0, 100]);
    for (const [index, { from }] of path.entries()) if (index > 0) expect(from).toBe(path[index - 1]?.to);
  });

  it("is marked on the rows that it goes through", () => {
    const store = storeOf(run(0, null), run(1, 0, { startedAt: 20, endedAt: 100 }));
    const calls = drawn(store, { critical: byRun(criticalPath(store.forest, 100)) });
    expect(boxes(calls, "fill", ["accent"])).toEqual([
      [X(0), X(20)],
      [X(20), X(100)],
    ]);
  });
});

describe("own times", () => {
  const spans = (no: number): Spans => ({ no, work: [], waits: [], retries: [], task: null });

  it("are asked for once, and again only when something has happened to the run", () => {
    const book = new SpanBook();
    const [one, two] = [run(1, 0), run(2, 0)];
    expect(book.wanted([one, two])).toEqual([one, two]);
    book.put([one, two], [spans(1), spans(2)]);
    expect(book.wanted([one, two])).toEqual([]);
    const later = { ...one };
    expect(book.wanted([later, two])).toEqual([later]);
  });

  it("of a run that the server does not know are not asked for for ever", () => {
    const book = new SpanBook();
    const row = run(1, 0);
    book.put([row], []);
    expect(book.wanted([row])).toEqual([]);
    expect(book.get(1)?.work).toEqual([]);
  });
});

it("the names of a timeline carry the mark of the tree: a ring where the failure came up from below", () => {
  const failed = { status: "failed" } as const;
  const store = storeOf(run(0, null, failed), run(1, 0, failed));
  const rings = drawn(store, { names: 120 }).filter(([call]) => call === "outline");
  expect(rings).toHaveLength(1);
});

it("a deep row keeps its name, also where there is little room for names, and says its depth", () => {
  const store = storeOf(
    run(0, null),
    ...Array.from({ length: 12 }, (_, at) => run(at + 1, at, { depth: at + 1, label: `deep run ${at + 1}` })),
  );
  for (const [names, least] of [
    [124, 40],
    [200, 90],
  ] as const) {
    const texts = drawn(store, { names }, { width: 600, height: 600 }).filter(([call]) => call === "text");
    const room = texts.flatMap(([, , , text, how]) =>
      text === "deep run 12" ? [(how as { max: number }).max] : [],
    );
    expect(room[0]).toBeGreaterThan(least);
    expect(texts.map(([, , , text]) => text)).toContain("12");
  }
});
