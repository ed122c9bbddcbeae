"use client";
import { useQuery } from "@tanstack/react-query";
import type { AgentHealth } from "#server/services/types-agents";
import type { BreakerSummary } from "#server/services/types-breakers";
import { every, useTRPC } from "../providers";
import { Loaded, PageHeader } from "../shell";
import { changeAddress, formatCount, Panel, SkeletonRows, useAddress, useNow } from "../ui";
import { AgentsTable } from "./agents-table";
import { BreakerDrawer } from "./breaker-drawer";
import { countStates } from "./model/breaker";
import { OtherBreakers } from "./other-breakers";

/** Breakers that change are told at once; this is for counts, and for when nothing is told. */
const REFRESH_MS = 10_000;

export function AgentsScreen() {
  const trpc = useTRPC();
  const refetchInterval = every(REFRESH_MS);
  const health = useQuery({ ...trpc.agents.health.queryOptions(), refetchInterval });
  const breakers = useQuery({ ...trpc.breakers.list.queryOptions(), refetchInterval });
  const chosen = useAddress().get("breaker");
  const others = breakers.data?.filter(({ kind }) => kind !== "agent");
  const agent = health.data?.agents.find(({ breaker }) => breaker.id === chosen);
  return (
    <>
      <PageHeader crumbs={[{ label: "Agents" }]} />
      <h1 className="sr-only">Agents and breakers</h1>
      <div className="min-h-0 grow overflow-y-auto" data-testid="agents">
        <div className="grid gap-4 p-4">
          <Panel title="Agents" flush onRetry={() => void health.refetch()}>
            <Loaded query={health} what="The agents" skeleton={<SkeletonRows rows={4} />}>
              {(data) => (
                <>
                  <Summary breakers={[...data.agents.map(({ breaker }) => breaker), ...(others ?? [])]} />
                  <AgentsTable agents={data.agents.toSorted((a, b) => a.name.localeCompare(b.name))} />
                  <p className="px-pad py-2 text-ink-muted text-small">{recentText(data)}</p>
                </>
              )}
            </Loaded>
          </Panel>
          <Panel title="Breakers of hosts and tasks" flush onRetry={() => void breakers.refetch()}>
            <Loaded query={breakers} what="The breakers" skeleton={<SkeletonRows rows={2} />}>
              {() => <OtherBreakers breakers={others ?? []} />}
            </Loaded>
          </Panel>
        </div>
      </div>
      <BreakerDrawer id={chosen} agent={agent} onClose={() => changeAddress({ breaker: null })} />
    </>
  );
}

function Summary({ breakers }: { readonly breakers: readonly BreakerSummary[] }) {
  const { open, halfOpen, held } = countStates(breakers, useNow());
  const parts = [
    ...(open > 0 ? [`${open} open`] : []),
    ...(halfOpen > 0 ? [`${halfOpen} half-open`] : []),
    ...(held > 0 ? [`${held} held by a person`] : []),
  ];
  return (
    <p role="status" className="border-b px-pad py-2 text-ink-muted text-small">
      {parts.length === 0 ? "Every breaker is closed." : `Breakers: ${parts.join(" · ")}.`}
    </p>
  );
}

function recentText({ recentTrees, cut, demo }: AgentHealth): string {
  if (recentTrees === 0) return "No agent was asked in the last 24 hours.";
  const trees = `${formatCount(recentTrees)} ${recentTrees === 1 ? "tree" : "trees"}${demo ? " of the demo data" : ""}`;
  return `Calls are those of the ${cut ? `newest ${trees}` : trees} that asked an agent in the last 24 hours.`;
}
