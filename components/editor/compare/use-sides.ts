"use client";
import { useQuery } from "@tanstack/react-query";
import type { Graph } from "#server/engine/graph/graph";
import type { WorkflowDetail } from "#server/services/types";
import { useTRPC } from "../../providers";
import { useAddress } from "../../ui";
import { DRAFT, type Side, sidesIn } from "../model/compare/sides";

/** Which two the address names, whether they are there or not. */
export function useNamed(workflow: WorkflowDetail) {
  const params = useAddress();
  return sidesIn({ from: params.get("from"), to: params.get("to") }, workflow);
}

/** Which two graphs of a workflow the address names, with what is known of each. */
export function useSides(workflow: WorkflowDetail) {
  const params = useAddress();
  const sides = useNamed(workflow);
  return {
    ...sides,
    only: params.get("only") === "1",
    chosen: params.get("at"),
    before: useSide(workflow, sides.from),
    after: useSide(workflow, sides.to),
  };
}

type SideRead = {
  /** `undefined` = it has not come yet; `null` = a draft that has not the shape of a graph. */
  readonly graph: Graph | null | undefined;
  readonly error: unknown;
  readonly again: () => void;
};

function useSide({ slug }: WorkflowDetail, side: Side): SideRead {
  const trpc = useTRPC();
  const draft = useQuery({ ...trpc.workflows.draft.queryOptions({ slug }), enabled: side === DRAFT });
  const number = side === DRAFT ? 1 : side;
  const revision = useQuery({
    ...trpc.workflows.revision.queryOptions({ slug, revision: number }),
    enabled: side !== DRAFT,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (side !== DRAFT)
    return { graph: revision.data?.graph, error: revision.error, again: () => void revision.refetch() };
  const { data, error, refetch } = draft;
  const shaped = data?.changes ? (data.graph as unknown as Graph) : null;
  return { graph: data && shaped, error, again: () => void refetch() };
}
