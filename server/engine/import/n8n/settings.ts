import type { Graph } from "../../graph/graph.ts";
import type { GraphMaker } from "../graph-maker.ts";
import type { N8n } from "./shape.ts";

const LONGEST_MS = 31_536_000_000;

/** What a workflow is set to, as far as anything here is like it. */
export function limitsOf(maker: GraphMaker, settings: N8n["settings"]): Pick<Graph, "limits"> {
  const { errorWorkflow, executionTimeout, timezone } = settings ?? {};
  const place = (name: string) => ({ place: `/settings/${name}`, what: name });
  if (errorWorkflow)
    maker.note(
      "dropped",
      place("errorWorkflow"),
      `What is done after a failure (workflow ${errorWorkflow.slice(0, 80)}) stands in the recovery of the workflow here.`,
    );
  if (timezone)
    maker.note(
      "dropped",
      place("timezone"),
      "Instants here have their zone, and nothing else is read in one.",
    );
  if (!executionTimeout || executionTimeout <= 0) return {};
  maker.note("mapped", place("executionTimeout"), "The longest that a run may take.");
  return { limits: { recursionTimeoutMs: Math.min(LONGEST_MS, Math.round(executionTimeout * 1_000)) } };
}
