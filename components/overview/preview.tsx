"use client";
import type { ActiveTree, Need, RecentChange } from "#server/services/overview-types";
import { Panel } from "../ui";
import { TreeRows } from "./active-trees";
import { barsOf } from "./model/bars";
import { Tiles } from "./need-tiles";
import { Changes } from "./recent-changes";
import { RunChart } from "./run-histogram";

/** Nothing in the preview has really happened; it all began just now. */
const NOW = new Date().toISOString();
const LINK = { list: "runs", query: {} } as const;

const NEEDS: readonly Need[] = [
  { kind: "asked", count: 1, since: null, link: LINK, runs: [] },
  { kind: "attention", count: 0, since: null, link: LINK, trees: [] },
  { kind: "failing", count: 1, since: null, link: LINK, workflows: [] },
  { kind: "limits", count: 2, since: null, link: LINK, codes: [] },
  { kind: "breakers", count: 0, since: null, link: LINK, breakers: [] },
  { kind: "paused", count: 1, since: null, link: LINK, trees: [] },
];

function example(id: string, label: string, deepest: number, runs: number): ActiveTree {
  return {
    id,
    label,
    workflow: "example",
    name: label,
    revision: 1,
    status: "running",
    demo: false,
    deepest,
    maxDepth: 10,
    runs,
    maxRuns: 10_000,
    failedRuns: 0,
    tokens: 0,
    costUsd: 0,
    startedAt: NOW,
    timeoutMs: null,
    widest: null,
  };
}

const TREES = [
  example("a", "Audit of a shop", 6, 418),
  example("b", "Digest of a report", 3, 52),
  example("c", "Plan of a journey", 4, 97),
];
const CHANGES: readonly RecentChange[] = [
  { kind: "published", at: NOW, by: "you", workflow: "example", name: "Audit", revision: 3, demo: false },
  { kind: "published", at: NOW, by: "you", workflow: "example", name: "Digest", revision: 2, demo: false },
];

const HOUR = 3_600_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => {
  const from = Date.parse(NOW) - (24 - hour) * HOUR;
  const counts = { succeeded: 4 + ((hour * 7) % 5), failed: hour % 6 === 2 ? 1 : 0 };
  return { from: new Date(from).toISOString(), to: new Date(from + HOUR).toISOString(), counts };
});
const BARS = barsOf({ bucketMs: HOUR, buckets: HOURS });

/** The parts of the overview with made-up content, for the faded picture behind the welcome. */
export function Preview() {
  return (
    <div className="grid gap-4 p-4">
      <Tiles needs={NEEDS} />
      <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
        <div className="grid gap-4">
          <Panel title="Active recursions" flush>
            <TreeRows trees={TREES} />
          </Panel>
          <Panel title="Runs of the last 24 hours" flush>
            <RunChart bars={BARS} />
          </Panel>
        </div>
        <Panel title="Recent changes" flush>
          <Changes changes={CHANGES} />
        </Panel>
      </div>
    </div>
  );
}
