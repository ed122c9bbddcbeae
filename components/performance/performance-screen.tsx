"use client";
import { useQuery } from "@tanstack/react-query";
import { LoadDemo } from "../demo";
import { every, useTRPC } from "../providers";
import { Loaded, PageHeader } from "../shell";
import { Badge, Combobox, changeAddress, EmptyState, Select, Skeleton, useAddress } from "../ui";
import { DepthPanels } from "./depth-panels";
import { DurationPanel } from "./duration-panel";
import { RANGES, type Scope, scopeOf, USUAL } from "./model/scope";

const REFRESH_MS = 60_000;

/** How long runs take, where they fail and what they use: over time, and by their depth in the tree. */
export function PerformanceScreen() {
  const scope = scopeOf(useAddress());
  return (
    <>
      <PageHeader crumbs={[{ label: "Performance" }]} />
      <h1 className="sr-only">Performance</h1>
      <ScopeBar scope={scope} />
      <div className="min-h-0 grow overflow-y-auto" data-testid="performance">
        <Figures scope={scope} />
      </div>
    </>
  );
}

function ScopeBar({ scope }: { readonly scope: Scope }) {
  const trpc = useTRPC();
  const workflows = useQuery(trpc.workflows.list.queryOptions());
  const options = (workflows.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
  const chosen = scope.workflow ?? null;
  const known = options.some(({ value }) => value === chosen);
  return (
    <div className="flex shrink-0 items-center gap-2 border-b px-3 py-2">
      <Combobox
        label="Workflow"
        value={chosen}
        options={known || chosen === null ? options : [...options, { value: chosen, label: chosen }]}
        placeholder="All workflows"
        onChange={(workflow) => changeAddress({ workflow })}
        className="w-64 min-w-0"
      />
      <Select
        label="Time"
        value={scope.range}
        options={RANGES}
        onChange={(range) => changeAddress({ range: range === USUAL ? null : range })}
        className="w-40 shrink-0"
      />
    </div>
  );
}

function Figures({ scope }: { readonly scope: Scope }) {
  const trpc = useTRPC();
  const refetchInterval = every(REFRESH_MS);
  const overTime = useQuery({ ...trpc.statistics.overTime.queryOptions(scope), refetchInterval });
  const byDepth = useQuery({ ...trpc.statistics.byDepth.queryOptions(scope), refetchInterval });
  return (
    <div className="grid gap-4 p-4">
      <Loaded query={overTime} what="The statistics" skeleton={<Skeleton className="h-80" />}>
        {(data) =>
          data.periods.every(({ runs }) => runs === 0) ? (
            <NothingYet scope={scope} />
          ) : (
            <>
              {data.demo ? <OfDemoData scope={scope} /> : null}
              <DurationPanel scope={scope} statistics={data} />
              <Loaded query={byDepth} what="Figures by depth" skeleton={<Skeleton className="h-80" />}>
                {(depths) => <DepthPanels statistics={depths} />}
              </Loaded>
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function OfDemoData({ scope: { workflow } }: { readonly scope: Scope }) {
  return (
    <p className="text-ink-muted text-small" data-testid="of-demo-data">
      <Badge>Demo data</Badge>{" "}
      {workflow === undefined
        ? "Nothing else ran in this time. It is left out as soon as something does."
        : "This workflow is of the demo data."}
    </p>
  );
}

function NothingYet({ scope: { workflow, range } }: { readonly scope: Scope }) {
  const narrowed = workflow !== undefined || range !== "90d";
  return (
    <EmptyState title="No run started in this time">
      {narrowed ? (
        <p className="mb-3">
          Choose a longer time or another workflow, or start a run: it is counted at once.
        </p>
      ) : (
        <p className="mb-3">Start a run: durations are counted when it ends.</p>
      )}
      <LoadDemo />
    </EmptyState>
  );
}
