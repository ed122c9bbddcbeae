"use client";
import { useQueryClient } from "@tanstack/react-query";
import type { Setup } from "#server/engine/dry-run/setup";
import type { Graph } from "#server/engine/graph/graph";
import { bindTrial } from "#server/engine/graph/trial";
import type { Json } from "#server/engine/values/json";
import { statusOf, useTRPC } from "../../providers";
import { pricedAgents } from "../model/agent-choices";
import { declaredOutputs, gatherCalled } from "../model/trial/gather";
import { useTrial } from "../trial-context";

/**
 * Gathers all that a dry run works with; after that, nothing is asked of the server any more.
 * @param freshMs What was read no longer ago is not read again.
 */
export function useSetup(graph: Graph, freshMs = 0): (input: Json) => Promise<Setup> {
  const { slug, trial, pins, lastRun } = useTrial();
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async (input) => {
    const lastCalls = trpc.workflows.lastCalls.queryOptions({ slug });
    const [workflows, agents, tasks, calls] = await Promise.all([
      gatherCalled(graph, (slug, revision) => {
        const found =
          revision === undefined
            ? queries.fetchQuery({ ...trpc.workflows.get.queryOptions({ slug }), staleTime: freshMs })
            : queries
                .fetchQuery({
                  ...trpc.workflows.revision.queryOptions({ slug, revision }),
                  staleTime: freshMs,
                })
                .then(({ graph }) => ({ slug, revision, graph }));
        return found.catch((error: unknown) => {
          if (statusOf(error) === 404) return null;
          throw error;
        });
      }),
      queries.fetchQuery({ ...trpc.agents.list.queryOptions(), staleTime: freshMs }),
      queries.fetchQuery({ ...trpc.workflows.tasks.queryOptions(), staleTime: freshMs }),
      trial.recorded && lastRun ? queries.fetchQuery({ ...lastCalls, staleTime: freshMs }) : null,
    ]);
    return {
      graph: bindTrial(graph, pins),
      workflows,
      input,
      seed: trial.seed,
      behaviours: trial.behaviours,
      recorded: calls?.places ?? {},
      tasks: declaredOutputs(tasks),
      agents: pricedAgents(agents),
    };
  };
}
