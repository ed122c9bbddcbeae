import type { BytesAStep } from "./bytes.ts";
import { besideFloor, besidePeer, type FigureId, type FloorId, waitInInserts, waitOf } from "./figures.ts";
import { BANYAN } from "./names.ts";
import type { Restart } from "./restart.ts";
import type { Round } from "./rounds.ts";
import { figure } from "./table.ts";
import type { Variants } from "./variants.ts";

export type Target = {
  readonly what: string;
  readonly direction: "at least" | "at most";
  readonly must: number;
  readonly goal?: number;
  readonly unit?: string;
  readonly reached: (rounds: readonly Round[], extras: Extras) => number | undefined;
};

/** What is measured beside the rounds, by Banyan alone. */
export type Extras = {
  readonly bytes: readonly BytesAStep[];
  readonly variants?: Variants;
  readonly restart?: Restart;
};

function floorTarget(id: FigureId, floor: FloorId, must: number, goal: number): Target {
  return {
    what: `${id}, × ${floor}`,
    direction: "at least",
    must,
    goal,
    reached: (rounds) => besideFloor(rounds, BANYAN, id, floor),
  };
}

function peerTarget(id: FigureId, peer: string, must: number): Target {
  return {
    what: `${id} ÷ ${peer}`,
    direction: "at least",
    must,
    reached: (rounds) => besidePeer(rounds, BANYAN, peer, id),
  };
}

export const TARGETS: readonly Target[] = [
  floorTarget("W1", "insert-1", 0.5, 0.7),
  peerTarget("W1", "DBOS", 2.5),
  peerTarget("W1", "Restate", 2),
  peerTarget("W1", "LangGraph, PostgreSQL", 4),
  floorTarget("W1 pure", "insert-1", 5, 10),
  peerTarget("W2", "DBOS", 20),
  peerTarget("W2", "Restate", 20),
  peerTarget("W2", "LangGraph, PostgreSQL", 20),
  peerTarget("W3", "DBOS", 10),
  peerTarget("W3", "Restate", 4.5),
  peerTarget("W3", "LangGraph, PostgreSQL", 30),
  floorTarget("W4", "UNNEST-100", 0.25, 0.5),
  peerTarget("W4", "Restate", 6),
  peerTarget("W4", "DBOS", 20),
  {
    what: "W5 p50, × the time of one insert-1",
    direction: "at most",
    must: 2.5,
    goal: 1.3,
    reached: (rounds) => waitInInserts(rounds, BANYAN),
  },
  {
    what: "W5 p99",
    direction: "at most",
    must: 6,
    goal: 3,
    unit: " ms",
    reached: (rounds) => waitOf(rounds, BANYAN, 0.99),
  },
  {
    what: "W4 with outputs of 2 KB, × UNNEST-100 of that size",
    direction: "at least",
    must: 0.5,
    goal: 0.8,
    reached: (_, { variants }) => variants?.large,
  },
  {
    what: "W4 with 1 ms more a commit, × W4",
    direction: "at least",
    must: 0.8,
    goal: 0.9,
    reached: (_, { variants }) => variants?.slowCommits,
  },
  ...atMostMs("W6, from the restart to the first step", 500, ({ restart }) => restart?.firstStep),
  ...atMostMs(
    "W6, from the restart until all runs are complete",
    1_500,
    ({ restart }) => restart?.allComplete,
  ),
  ...bytesTargets("W1 chains of 100"),
  ...bytesTargets("W4 500 runs × 10"),
];

function atMostMs(what: string, must: number, of: (extras: Extras) => number | undefined): readonly Target[] {
  return [{ what, direction: "at most", must, unit: " ms", reached: (_, extras) => of(extras) }];
}

function bytesTargets(name: string): readonly Target[] {
  const of = ({ bytes }: Extras) => bytes.find((each) => each.name === name);
  const common = { direction: "at most", unit: " B" } as const;
  return [
    { ...common, what: `disk a step, ${name}`, must: 300, reached: (_, extras) => of(extras)?.disk },
    {
      ...common,
      what: `write-ahead log a step, ${name}`,
      must: 450,
      reached: (_, extras) => of(extras)?.wal,
    },
  ];
}

export type Verdict = "goal reached" | "reached" | "missed" | "not measured";

export function verdictOf({ direction, must, goal }: Target, value: number | undefined): Verdict {
  if (value === undefined) return "not measured";
  const meets = (mark: number) => (direction === "at least" ? value >= mark : value <= mark);
  if (!meets(must)) return "missed";
  return goal !== undefined && meets(goal) ? "goal reached" : "reached";
}

/** One row a target: what it asks, what was reached, and whether that is enough. */
export function targetRows(rounds: readonly Round[], extras: Extras): readonly (readonly string[])[] {
  return TARGETS.map((target) => {
    const { what, direction, must, goal, unit = "", reached } = target;
    const value = reached(rounds, extras);
    const mark = direction === "at least" ? "≥" : "≤";
    return [
      what,
      `${mark} ${must}${unit}`,
      goal === undefined ? "" : `${mark} ${goal}${unit}`,
      figure(value, unit),
      verdictOf(target, value),
    ];
  });
}
