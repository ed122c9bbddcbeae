"use client";
import type { ActiveTree, Need, RecentChange } from "#server/services/overview-types";
import { Panel } from "../ui";
import { TreeRows } from "./active-trees";
import { Tiles } from "./need-tiles";
import { Changes } from "./recent-changes";

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

/** The parts of the overview with made-up content, for the faded picture behind the welcome. */
export function Preview() {
  return (
    <div className="grid gap-4 p-4">
      <Tiles needs={NEEDS} />
      <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
        <Panel title="Active recursions" flush>
          <TreeRows trees={TREES} />
        </Panel>
        <Panel title="Recent changes" flush>
          <Changes changes={CHANGES} />
        </Panel>
      </div>
    </div>
  );
}
