"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../providers";
import { PageHeader } from "../shell";
import { Switch } from "../ui";
import { ColumnMenu } from "../ui/data-table";
import { printQuery, QueryBar, toggleValue, valuesOf } from "../ui/query";
import { runFields } from "./model/run-fields";
import { RUN_COLUMNS } from "./runs-columns";
import { RunsList } from "./runs-list";
import { StatusChips } from "./status-chips";
import { changeView, useRunsView } from "./use-runs-view";
import { ViewsMenu } from "./views-menu";

/** All runs: filtered, sorted, chosen; newest first. */
export function RunsScreen() {
  const trpc = useTRPC();
  const everything = useQuery({ ...trpc.runs.facets.queryOptions({}), staleTime: 60_000 });
  const { workflows, actors } = everything.data ?? NOBODY;
  const fields = useMemo(
    () =>
      runFields(
        workflows.map(({ slug, name }) => ({ value: slug, label: name })),
        actors.map(({ name }) => ({ value: name, label: name })),
      ),
    [workflows, actors],
  );
  const view = useRunsView(fields);
  const { sort: _, order: __, children: ___, ...filter } = view.asked;
  const facets = useQuery({ ...trpc.runs.facets.queryOptions(filter), placeholderData: (before) => before });
  const counts = useMemo(
    () =>
      facets.data ? new Map(facets.data.statuses.map(({ status, count }) => [status, count])) : undefined,
    [facets.data],
  );
  const toggle = (status: string) =>
    changeView({ text: printQuery(toggleValue(view.query, "status", status)) });
  return (
    <>
      <PageHeader crumbs={[{ label: "Runs" }]} />
      <h1 className="sr-only">Runs</h1>
      <div className="grid shrink-0 grid-cols-1 gap-2 border-b px-3 py-2">
        <div className="flex items-start gap-1">
          <QueryBar
            label="Filter runs"
            placeholder="Filter by status, workflow, duration… or search"
            fields={fields}
            text={view.text}
            onChange={(text) => changeView({ text })}
          />
          <ViewsMenu asked={view.asked} />
          <ColumnMenu
            columns={RUN_COLUMNS}
            choice={view.choice}
            onChange={(choice) => changeView({ choice })}
          />
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <StatusChips chosen={valuesOf(view.query, "status")} counts={counts} onToggle={toggle} />
          <span className="ml-auto flex items-center gap-2 text-ink-muted text-small">
            <label htmlFor="include-children">Include children</label>
            <Switch
              id="include-children"
              checked={view.children}
              onCheckedChange={(children) => changeView({ children })}
            />
          </span>
        </div>
      </div>
      <RunsList view={view} onToggleStatus={toggle} />
    </>
  );
}

const NOBODY = { workflows: [], actors: [] } as const;
