import type { Graph, Problem } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";

/** What stands on the server: the draft, or what is published where there is none. */
export type Standing = {
  readonly hash: string;
  readonly by: string;
  readonly at: string;
  /** `null` = it has not the shape of a graph. */
  readonly graph: Graph | null;
  readonly problems: readonly Problem[];
};

/** `null` = not all of it has been read. */
export function standing(workflow: WorkflowDetail, draft: DraftDetail | null): Standing | null {
  if (workflow.draft)
    return draft
      ? {
          hash: draft.draft.hash,
          by: draft.draft.by,
          at: draft.draft.at,
          graph: parseShape(draft.graph, new Findings()),
          problems: draft.problems,
        }
      : null;
  if (workflow.hash === null) return null;
  const { hash, updatedBy, updatedAt, problems } = workflow;
  return { hash, by: updatedBy ?? "someone", at: updatedAt, graph: workflow.graph, problems };
}
