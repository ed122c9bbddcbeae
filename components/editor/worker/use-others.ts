"use client";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { readCallee } from "#server/engine/graph/callee";
import type { Graph } from "#server/engine/graph/graph";
import type { Workflows } from "#server/engine/graph/worst-case";
import { useTRPC } from "../../providers";
import { usePublished } from "../canvas/use-published";
import { namesOnTheWay } from "../model/call-badges";

const NONE: Workflows = new Map();

/** Graphs through which runs of this one come back to it, as they are published or pinned; as far as they are known yet. */
export function useOthers(graph: Graph): Workflows {
  const trpc = useTRPC();
  const known = usePublished(graph);
  const names = useMemo(() => namesOnTheWay(graph, known), [graph, known]);
  const callees = names.map(readCallee);
  const latest = useQueries({
    queries: callees.map(({ workflow: slug, revision }) => ({
      ...trpc.workflows.get.queryOptions({ slug }),
      enabled: revision === undefined,
    })),
    combine: (all) => all.map(({ data }) => data?.graph ?? null),
  });
  const pinned = useQueries({
    queries: callees.map(({ workflow: slug, revision = 1 }, at) => ({
      ...trpc.workflows.revision.queryOptions({ slug, revision }),
      enabled: callees[at]?.revision !== undefined,
    })),
    combine: (all) => all.map(({ data }) => data?.graph ?? null),
  });
  return useMemo(() => {
    const graphs = names.flatMap((name, at): [string, Graph][] => {
      const found = readCallee(name).revision === undefined ? latest[at] : pinned[at];
      return found ? [[name, found]] : [];
    });
    return graphs.length === 0 ? NONE : new Map(graphs);
  }, [names, latest, pinned]);
}
