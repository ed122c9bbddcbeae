import { describe, expect, it } from "vitest";
import type { FlooredTurn, Measured } from "./contender.ts";
import { besideFloor, besidePeer, waitInInserts, waitOf } from "./figures.ts";
import { benchOptions } from "./options.ts";
import { type PeerRecord, peerTable, resultsPage, withWordsOf } from "./peer-report.ts";
import { bytesTable, floorReport } from "./report.ts";
import type { Round } from "./rounds.ts";
import { figure, table } from "./table.ts";
import { TARGETS, targetRows, verdictOf } from "./targets.ts";

function measured(id: Measured["id"], perSecond: number): Measured {
  return { id, name: id, unit: "steps", perSecond, events: perSecond * 2 };
}

function turn(
  floors: readonly [number, number],
  rates: Partial<Record<Measured["id"], number>>,
  more: Partial<FlooredTurn> = {},
): FlooredTurn {
  return {
    floors: [measured("insert-1", floors[0]), measured("UNNEST-100", floors[1])],
    measured: Object.entries(rates).map(([id, rate]) => measured(id as Measured["id"], rate)),
    waits: [],
    failures: {},
    ...more,
  };
}

const DBOS: PeerRecord = { name: "DBOS", version: "5.3.0", stores: "a row a step" };
const RESTATE: PeerRecord = { name: "Restate", stores: "an entry a step", absent: "it is not installed" };
const SETTING = {
  machine: "2 × a processor, 24 GB",
  node: "24.0.0",
  postgres: "18.4",
  date: "2026-01-02",
  rounds: 2,
};

/** The disk is half as fast in the second round, and everybody with it. */
const ROUNDS: readonly Round[] = [
  new Map([
    ["Banyan", turn([1_000, 40_000], { W1: 600, W4: 12_000 }, { waits: [1, 2, 3] })],
    ["DBOS", turn([1_000, 40_000], { W1: 200, W4: 500 }, { waits: [4, 5, 6] })],
  ]),
  new Map([
    ["Banyan", turn([500, 20_000], { W1: 300, W4: 4_000 }, { waits: [2, 4, 20] })],
    ["DBOS", turn([400, 20_000], { W1: 100 }, { failures: { W4: "it took too long" } })],
  ]),
];

describe("figures over interleaved rounds", () => {
  it("compares with the floor of the same turn, then takes the median", () => {
    expect(besideFloor(ROUNDS, "Banyan", "W1", "insert-1")).toBeCloseTo(0.6);
    expect(besideFloor(ROUNDS, "Banyan", "W4", "UNNEST-100")).toBeCloseTo(0.25);
    expect(besideFloor(ROUNDS, "DBOS", "W1", "insert-1")).toBeCloseTo((0.2 + 0.25) / 2);
  });

  it("compares with a peer within each round and leaves out rounds without its figure", () => {
    expect(besidePeer(ROUNDS, "Banyan", "DBOS", "W1")).toBe(3);
    expect(besidePeer(ROUNDS, "Banyan", "DBOS", "W4")).toBe(24);
    expect(besidePeer(ROUNDS, "Banyan", "Restate", "W1")).toBeUndefined();
  });

  it("takes waits of all rounds together, and in commits of one row within each", () => {
    expect(waitOf(ROUNDS, "Banyan", 0.5)).toBe(2);
    expect(waitOf(ROUNDS, "Banyan", 1)).toBe(20);
    expect(waitInInserts(ROUNDS, "Banyan")).toBe(2);
    expect(waitOf(ROUNDS, "Restate", 0.5)).toBeUndefined();
  });
});

describe("targets", () => {
  const atMost = { what: "p99", direction: "at most", must: 6, goal: 3, reached: () => 5 } as const;
  const atLeast = { what: "W1", direction: "at least", must: 0.5, goal: 0.7, reached: () => 0.5 } as const;

  it("are met on their mark, in both directions", () => {
    expect([0.49, 0.5, 0.7].map((value) => verdictOf(atLeast, value))).toEqual([
      "missed",
      "reached",
      "goal reached",
    ]);
    expect([6.1, 6, 3].map((value) => verdictOf(atMost, value))).toEqual([
      "missed",
      "reached",
      "goal reached",
    ]);
  });

  it("are not measured where a peer is not here, which is no success", () => {
    const rows = targetRows(ROUNDS, { bytes: [] });
    expect(rows).toHaveLength(TARGETS.length);
    expect(rows.find(([what]) => what === "W1 ÷ DBOS")).toEqual([
      "W1 ÷ DBOS",
      "≥ 2.5",
      "",
      "3.00",
      "reached",
    ]);
    expect(rows.find(([what]) => what === "W1 ÷ Restate")?.slice(-2)).toEqual(["–", "not measured"]);
  });
});

describe("the tables", () => {
  it("put the floor first and give each workload its ratios", () => {
    const report = floorReport(ROUNDS);
    expect(report).toContain("| insert-1 | 750 steps | 1,500 | 1.00 | 0.03 |");
    expect(report).toContain("| W1 | 450 steps | 900 | 0.60 | 0.01 |");
    expect(report).toContain("p50 2.00 ms (1.50 × insert-1)");
  });

  it("say how many times as fast Banyan is than each peer, and which peer is not here", () => {
    const lines = peerTable(ROUNDS, [DBOS, RESTATE]).split("\n");
    expect(lines[2]).toMatch(/^\| Banyan \| 0\.60 \/ 0\.015 \| – /);
    expect(lines[3]).toContain("/ **3.00** |");
    expect(lines[4]).toMatch(/^\| Restate \| not here \| – /);
    const columns = new Set(lines.map((line) => line.split(" | ").length));
    expect(lines.slice(2).every((line) => columns.has(line.split(" | ").length))).toBe(true);
  });

  it("keep their columns where a name has a bar, and digits that say something", () => {
    expect(table(["a", "b"], [["x|y", "1"]])).toBe("| a | b |\n|---|---:|\n| x\\|y | 1 |");
    expect([undefined, 0.0123, 1.234, 12.34, 123.4].map((value) => figure(value))).toEqual([
      "–",
      "0.012",
      "1.23",
      "12.3",
      "123",
    ]);
  });
});

describe("the page of results", () => {
  const bytes = [{ name: "W1 chains of 100", disk: 250.4, wal: 1_400 }];
  const extras = {
    bytes,
    variants: { large: 0.6, slowCommits: 0.7 },
    restart: { firstStep: 420, allComplete: 900 },
  };
  const page = resultsPage(ROUNDS, [DBOS, RESTATE], extras, SETTING);

  it("says machine, versions and date, and what each stores or why it is missing", () => {
    expect(page).toContain("- 2026-01-02, 2 × a processor, 24 GB, Node 24.0.0, PostgreSQL 18.4 with");
    expect(page).toContain("- **DBOS** 5.3.0: a row a step. Missing: W4: it took too long.");
    expect(page).toContain("- **Restate**: an entry a step. Missing: it is not installed.");
    expect(page).toContain(bytesTable(bytes));
    expect(page).toContain("| W1 chains of 100 | 250 | 1,400 |");
  });

  it("holds what Banyan does alone to its targets too", () => {
    expect(page).toContain(
      "| W4 with outputs of 2 KB, × UNNEST-100 of that size | ≥ 0.5 | ≥ 0.8 | 0.60 | reached |",
    );
    expect(page).toContain("| W4 with 1 ms more a commit, × W4 | ≥ 0.8 | ≥ 0.9 | 0.70 | missed |");
    expect(page).toContain("| W6, from the restart to the first step | ≤ 500 ms |  | 420 ms | reached |");
    expect(page).toContain("| write-ahead log a step, W1 chains of 100 | ≤ 450 B |  | 1400 B | missed |");
  });

  it("keeps what people wrote under the page before it", () => {
    const before = withWordsOf("# Old\n\n## Why what is missed is missed\n\nBecause.\n", page);
    expect(before).toBe(`${page}\n## Why what is missed is missed\n\nBecause.\n`);
    expect(withWordsOf("# Old\n", page)).toBe(page);
  });

  it("names every target that was missed and how many were not measured", () => {
    const slow: Round = new Map([["Banyan", turn([1_000, 40_000], { W1: 400 })]]);
    expect(resultsPage([slow], [], { bytes: [] }, SETTING)).toContain(
      "Missed: W1, × insert-1 (0.40, ≥ 0.5 is asked).",
    );
    expect(resultsPage([slow], [], { bytes: [] }, SETTING)).toMatch(/\. \d+ could not be measured here\./);
  });
});

describe("the flags of npm run bench", () => {
  it("measure 7 rounds of Banyan alone unless told otherwise", () => {
    expect(benchOptions([])).toEqual({ rounds: 7, peers: false });
    expect(benchOptions(["--peers"])).toEqual({ rounds: 3, peers: true });
    expect(benchOptions(["--peers", "--rounds", "1"])).toEqual({ rounds: 1, peers: true });
  });

  it.each(["0", "1.5", "many", "-2"])("refuse --rounds=%s and say what is right", (rounds) => {
    expect(() => benchOptions([`--rounds=${rounds}`])).toThrow("give a whole number from 1");
  });
});
