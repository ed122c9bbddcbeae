import type { Graph, Problem } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import type { useTRPCClient } from "../providers";

/** What stands on the server: the draft, or what is published where there is none. */
export type Standing = {
  readonly hash: string;
  readonly by: string;
  readonly at: string;
  /** `null` = it has not the shape of a graph. */
  readonly graph: Graph | null;
  readonly problems: readonly Problem[];
};

/** Asks the server, so that it is never older than what was saved before. `null` = nothing is published, and there is no draft. */
export async function readStanding(
  client: ReturnType<typeof useTRPCClient>,
  slug: string,
): Promise<Standing | null> {
  const workflow = await client.workflows.get.query({ slug });
  return workflow.draft ? ofDraft(await client.workflows.draft.query({ slug })) : ofPublished(workflow);
}

function ofDraft({ draft: { hash, by, at }, graph, problems }: DraftDetail): Standing {
  return { hash, by, at, graph: parseShape(graph, new Findings()), problems };
}

function ofPublished({ hash, updatedBy, updatedAt, graph, problems }: WorkflowDetail): Standing | null {
  return hash === null ? null : { hash, by: updatedBy ?? "someone", at: updatedAt, graph, problems };
}
