"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type WorstCase, type WorstLevel, worstCase } from "#server/engine/graph/worst-case";
import { useTRPC } from "../../providers";
import { useEditing, useEditorState } from "../context";
import { pricedAgents } from "../model/agent-choices";

/** Depths that are told one by one. */
const SHOWN = 12;

/** What the recursion may come to at each depth, as far as the graph bounds it. */
export function WorstCaseTable({ worst }: { readonly worst: WorstCase }) {
  const { calls, caller, levels, through } = worst;
  const withTokens = isTold(levels, ({ tokens }) => tokens);
  const costs = useCosts(withTokens);
  if (caller === null) return null;
  if (!Number.isFinite(calls))
    return (
      <p className="border-t pt-2 text-ink-muted text-small">
        <span className="font-medium text-ink">In the worst case</span> a run starts as many of{" "}
        {through.length === 0 ? "itself" : "them"} as a list is long, or a plan says, at{" "}
        {`${placeOf(worst)}; `}
        maxDepth and maxRuns alone end it. With maxItems in the schema of the list, or maxChildren of the
        plan, the numbers can be told.
      </p>
    );
  return (
    <section aria-label="In the worst case" className="grid gap-1 border-t pt-2">
      <h3 className="font-medium text-small">In the worst case</h3>
      <p className="text-ink-muted text-small">{wordsOf(worst)}</p>
      <table className="w-full text-right text-small tabular-nums">
        <thead className="text-ink-muted">
          <tr>
            <th scope="col" className="text-left font-normal">
              Depth
            </th>
            <th scope="col" className="font-normal">
              Runs
            </th>
            <th scope="col" className="font-normal">
              Agents
            </th>
            {withTokens ? (
              <th scope="col" className="font-normal">
                Tokens
              </th>
            ) : null}
            {costs ? (
              <th scope="col" className="font-normal">
                Cost
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {levels.slice(0, SHOWN).map(({ depth, runs, agents, tokens }) => (
            <tr key={depth}>
              <th scope="row" className="text-left font-normal">
                {depth}
              </th>
              <td>{amount(runs)}</td>
              <td>{amount(agents)}</td>
              {withTokens ? <td>{amount(tokens ?? 0)}</td> : null}
              {costs ? <td>{dollars(costs[depth] ?? 0)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {costs ? (
        <p className="text-ink-muted text-small">
          Cost at the price of the dearest agent that may be asked, were it asked for all its tokens.
        </p>
      ) : null}
      {levels.length > SHOWN ? (
        <p className="text-ink-muted text-small">And {levels.length - SHOWN} depths below.</p>
      ) : null}
    </section>
  );
}

function placeOf({ caller, most, through }: WorstCase): string {
  return through.length === 0 || !most ? String(caller) : `${most.node} of ${most.workflow}`;
}

function wordsOf(worst: WorstCase): string {
  const { calls, through } = worst;
  if (calls === 0) return "No run comes back to it: lists, loops and plans on the way are empty.";
  const times = calls.toLocaleString("en-US");
  const where = `${calls > 1 ? "most of them " : ""}at ${placeOf(worst)}`;
  if (through.length === 0) return `One run starts ${times} of itself at most, ${where}.`;
  return `It comes back to itself through ${through.join(", ")}; all of them are counted. One run starts ${times} at most, ${where}.`;
}

/** Dollars of each depth; `null` = an agent has no price or no limit, or none costs anything. */
function useCosts(wanted: boolean): readonly number[] | null {
  const { graph } = useEditorState();
  const { others } = useEditing();
  const trpc = useTRPC();
  const agents = useQuery({ ...trpc.agents.list.queryOptions(), enabled: wanted });
  return useMemo(() => {
    if (!agents.data) return null;
    const { levels } = worstCase(graph, pricedAgents(agents.data), others);
    return isTold(levels, ({ costUsd }) => costUsd) ? levels.map(({ costUsd }) => costUsd ?? 0) : null;
  }, [graph, agents.data, others]);
}

/** Known of every depth, and something of one. */
function isTold(levels: readonly WorstLevel[], of: (level: WorstLevel) => number | null): boolean {
  return levels.every((level) => of(level) !== null) && levels.some((level) => of(level));
}

function dollars(value: number): string {
  if (value === 0) return "–";
  if (value >= 1e9) return `$${value.toExponential(1)}`;
  return value >= 0.01
    ? `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
    : `$${value.toPrecision(2)}`;
}

function amount(value: number): string {
  return value < 1e9 ? value.toLocaleString("en-US") : value.toExponential(1);
}
