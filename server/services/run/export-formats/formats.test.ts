import { describe, expect, it } from "vitest";
import type { RunRecord, TreeRecord } from "#db/rows";
import { runHeader } from "#db/testing/fixtures";
import { treeCsv } from "./csv.ts";
import type { Exported } from "./exported.ts";
import { treeMermaid } from "./mermaid.ts";
import { treeOtlp } from "./otlp.ts";

const treeId = "01932f3a-0000-7000-8000-00000000000a";
const run = (no: number, changes: Partial<RunRecord> = {}): RunRecord => ({
  treeId,
  asks: false,
  ...runHeader(no),
  ...changes,
});
const exported = (...runs: RunRecord[]): Exported => ({
  tree: { id: treeId, slug: "audit" } as TreeRecord,
  runs,
  at: 1_700_000_009_000,
  isPast: false,
});

const SMALL = exported(
  run(0, { label: 'A "quoted", <b>label</b>' }),
  run(1, { status: "succeeded", startedAt: 1_700_000_000_001.5, endedAt: 1_700_000_001_001.5, tokens: 12 }),
  run(2, {
    status: "failed",
    endedAt: 1_700_000_002_002,
    failure: '{"code":"Bad","message":"no luck"}',
    label: "=1+1",
  }),
);

describe("a tree as CSV", () => {
  it("has a line a run that no spreadsheet takes for a formula", () => {
    const [head, root, done, bad] = treeCsv(SMALL).split("\n");
    expect(head).toMatch(/^run_id,parent_id,path,depth,/);
    expect(root).toContain('"A ""quoted"", <b>label</b>"');
    expect(done).toContain(`${treeId}.1,${treeId},root/child[1],1,,audit,1,succeeded,`);
    expect(done).toContain(",1000,0,12,0,");
    expect(bad).toContain("'=1+1");
    expect(bad).not.toMatch(/,=1/);
  });
});

describe("a tree as a flowchart", () => {
  it("draws each run below its parent, and nothing in a name is read as markup", () => {
    const chart = treeMermaid(SMALL);
    expect(chart).toMatch(
      /^flowchart TD\n {2}r0\["A #34;quoted#34;, #60;b#62;label#60;\/b#62;<br\/>running"\]:::running\n/,
    );
    expect(chart).toContain("  r0 --> r1\n");
    expect(chart).toContain("classDef failed");
  });

  it("draws the runs nearest to the root and counts the others", () => {
    const wide = exported(run(0), ...Array.from({ length: 900 }, (_, i) => run(i + 1)));
    const chart = treeMermaid(wide);
    expect(chart.match(/^ {2}r\d+\["/gm)).toHaveLength(400);
    expect(chart).toContain('r0 -.-> m0(["501 more"])');
  });
});

describe("a tree as a trace", () => {
  const { resourceSpans } = JSON.parse(treeOtlp(SMALL)) as {
    resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
  };
  const spans = resourceSpans[0]?.scopeSpans[0]?.spans ?? [];

  it("has ids of the lengths that OTLP wants, and parents that are spans", () => {
    expect(spans.map(({ traceId }) => traceId)).toEqual(Array(3).fill(treeId.replaceAll("-", "")));
    const ids = spans.map(({ spanId }) => String(spanId));
    for (const id of ids) expect(id).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
    expect(new Set(ids).size).toBe(3);
    expect(spans.map(({ parentSpanId }) => parentSpanId)).toEqual([undefined, ids[0], ids[0]]);
  });

  it("keeps parts of milliseconds, ends open runs at its own moment, and says why one failed", () => {
    expect(spans[1]).toMatchObject({
      startTimeUnixNano: "1700000000001500000",
      endTimeUnixNano: "1700000001001500000",
      status: { code: 1 },
    });
    expect(spans[0]).toMatchObject({ endTimeUnixNano: "1700000009000000000", status: {} });
    expect(spans[2]).toMatchObject({ status: { code: 2, message: "no luck" } });
  });
});
