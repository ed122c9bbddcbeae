"use client";
import type { DepthStatistics } from "#server/services/types-statistics";
import { formatCost, formatCount, formatDuration, Table, Td, Th, Tr } from "../ui";
import { Figure } from "./period-table";

const HEADS = ["Runs", "Failed", "p50", "p95", "Own p50", "Own p95", "Tokens", "Cost", "Cost a run"];

export function DepthTable({ depths }: { readonly depths: readonly DepthStatistics[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section aria-label="Figures by depth" tabIndex={0} className="overflow-x-auto">
      <Table data-testid="depth-table">
        <thead>
          <tr>
            <Th>Depth</Th>
            {HEADS.map((head) => (
              <Th key={head} align="right">
                {head}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {depths.map((level) => (
            <Tr key={level.depth}>
              <Td className="font-mono">{level.depth}</Td>
              <Figure text={formatCount(level.runs)} />
              <Figure text={formatCount(level.failed)} faint={level.failed === 0} />
              <Time ms={level.p50Ms} />
              <Time ms={level.p95Ms} />
              <Time ms={level.ownP50Ms} />
              <Time ms={level.ownP95Ms} />
              <Figure text={formatCount(level.tokens)} faint={level.tokens === 0} />
              <Figure text={formatCost(level.costUsd)} faint={level.costUsd === 0} />
              <Figure
                text={formatCost(level.costUsd / Math.max(1, level.runs))}
                faint={level.costUsd === 0}
              />
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function Time({ ms }: { readonly ms: number | null }) {
  return <Figure text={ms === null ? "–" : formatDuration(ms)} faint={ms === null} />;
}
