"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { ViewBar } from "../drawing";
import { every, useOnceEnded, useTRPC } from "../providers";
import { type RunViewProps, stillCounts } from "../tree";
import {
  Button,
  cx,
  formatCost,
  formatCount,
  isLive,
  Span,
  sayCounts,
  Table,
  Td,
  Th,
  ToneBar,
  Tr,
  useNow,
} from "../ui";
import { shareText } from "./model/figures";
import { efficiencyOf, type LevelRow, levelRows } from "./model/level-rows";

const AGAIN_MS = 3_000;
const EFFICIENCY = "Own work by elapsed time; above 100 % where runs work on several things at once";
/** Columns that have no room beside the tree and a run: there they stand below another figure. */
const WIDE = "@max-2xl:hidden";

/** What each depth of a tree took: a row a level, which leads to the runs themselves. */
export function LevelsView({ treeId, store, now, screen, at, onPicture }: RunViewProps) {
  const live = now.tree !== null && isLive(now.tree.status);
  const clock = useNow(live && at === null);
  const trpc = useTRPC();
  const levels = useQuery({
    ...trpc.runs.levels.queryOptions({ id: treeId }),
    refetchInterval: live ? every(AGAIN_MS) : false,
  });
  useOnceEnded(live, trpc.runs.levels.queryKey({ id: treeId }));
  useEffect(() => onPicture(null), [onPicture]);
  const found = store.isSearched() ? store.found() : null;
  const rows = levelRows(store.forest, store.tree?.endedAt ?? at ?? clock, found && new Set(found));
  const still = store.tree?.paused ?? false;
  // The engine says what all runs of a depth worked until now: not some of them, nor until a moment of the past.
  const workAt = (depth: number) =>
    at === null && found === null ? levels.data?.levels[depth]?.workMs : undefined;
  return (
    <section aria-label="Levels" className="flex min-h-0 min-w-0 grow flex-col" data-testid="levels">
      <ViewBar label="Levels">
        <span className="px-1 text-ink-muted text-small">
          {rows.length} {rows.length === 1 ? "level" : "levels"}
          {found ? `, of ${formatCount(found.length)} ${found.length === 1 ? "run" : "runs"} that match` : ""}
        </span>
        <Button
          look="quiet"
          size="small"
          className="ml-auto"
          disabled={store.depth() === null}
          onClick={() => screen.showTo(null)}
        >
          Show every depth
        </Button>
      </ViewBar>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard */}
      <section aria-label="Figures by depth" tabIndex={0} className="@container min-h-0 grow overflow-auto">
        <Table className="@max-2xl:[&_td]:px-1.5 @max-2xl:[&_th]:px-1.5 [&_td]:px-2 [&_th]:px-2">
          <thead className="sticky top-0 z-10 bg-ground">
            <tr>
              <Th>Depth</Th>
              <Th align="right">Runs</Th>
              <Th>States</Th>
              <Th align="right">Failed</Th>
              <Th align="right" title="Half of the runs took no longer">
                p50<Second>p95</Second>
              </Th>
              <Th align="right" title="19 of 20 runs took no longer" className={WIDE}>
                p95
              </Th>
              <Th align="right" title="From start to end of each run, in sum">
                Elapsed<Second>Efficiency</Second>
              </Th>
              <Th align="right">
                Tokens<Second>Cost</Second>
              </Th>
              <Th align="right" className={WIDE}>
                Cost
              </Th>
              <Th align="right" title={EFFICIENCY} className={WIDE}>
                Efficiency
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Level
                key={row.depth}
                row={row}
                counts={stillCounts(row.counts, still)}
                shown={store.depth() === row.depth}
                efficiency={efficiencyOf(workAt(row.depth), row.elapsed)}
                onDepth={screen.showTo}
                onRun={screen.goTo}
              />
            ))}
          </tbody>
        </Table>
      </section>
    </section>
  );
}

type LevelProps = {
  readonly row: LevelRow;
  readonly counts: LevelRow["counts"];
  readonly shown: boolean;
  readonly efficiency: number | null;
  readonly onDepth: (depth: number) => void;
  readonly onRun: (no: number) => void;
};

function Level({ row, counts, shown, efficiency, onDepth, onRun }: LevelProps) {
  const { firstFailed } = row;
  const cost = row.costUsd === 0 ? <None /> : formatCost(row.costUsd);
  const share = efficiency === null ? <None /> : shareText(efficiency);
  return (
    <Tr data-testid="level" data-depth={row.depth} className={cx(shown && "bg-accent-soft")}>
      <Td>
        <Button
          look="quiet"
          size="small"
          aria-pressed={shown}
          title="Show the tree to this depth"
          onClick={() => onDepth(row.depth)}
        >
          <span className="font-mono">{row.depth}</span>
          <span className="sr-only">: show the tree to this depth</span>
        </Button>
      </Td>
      <Td align="right" className="font-mono">
        {formatCount(counts.total)}
      </Td>
      <Td className="min-w-28 @max-2xl:min-w-12" title={sayCounts(counts)}>
        {counts.total > 0 ? <ToneBar counts={counts} className="h-1.5" /> : null}
        <span className="sr-only">{sayCounts(counts)}</span>
      </Td>
      <Td align="right" className="font-mono">
        {firstFailed === null ? (
          <span className="text-ink-faint">0</span>
        ) : (
          <Button
            look="quiet"
            size="small"
            className="text-failed-ink"
            title="Go to the first failure at this depth"
            onClick={() => onRun(firstFailed)}
          >
            {formatCount(counts.failed)}
            <span className="sr-only"> failed: go to the first</span>
          </Button>
        )}
      </Td>
      <Td align="right">
        <Time ms={row.p50} />
        <Second>
          <Time ms={row.p95} />
        </Second>
      </Td>
      <Td align="right" className={WIDE}>
        <Time ms={row.p95} />
      </Td>
      <Td align="right">
        <Time ms={row.elapsed} />
        <Second>{share}</Second>
      </Td>
      <Td align="right" className="font-mono">
        {row.tokens === 0 ? <None /> : formatCount(row.tokens)}
        <Second>{cost}</Second>
      </Td>
      <Td align="right" className={`font-mono ${WIDE}`}>
        {cost}
      </Td>
      <Td align="right" className={`font-mono ${WIDE}`}>
        {share}
      </Td>
    </Tr>
  );
}

/** The second figure of a column, where there is no room for a column of its own. */
function Second({ children }: { readonly children: ReactNode }) {
  return <span className="block font-mono text-ink-muted @2xl:hidden">{children}</span>;
}

function Time({ ms }: { readonly ms: number | null }) {
  return ms === null ? <None /> : <Span ms={ms} />;
}

function None() {
  return <span className="text-ink-faint">–</span>;
}
