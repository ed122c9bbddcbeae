import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, ValidationReport } from "../types.ts";
import { checkGraph } from "./check-graph.ts";

/** All problems of a graph. Stores and runs nothing. */
export async function validateWorkflow(
  services: Services,
  caller: Caller,
  { graph }: { readonly graph?: unknown },
): Promise<ValidationReport> {
  authorize(caller, "workflow.validate");
  const { valid, problems } = await checkGraph(services, caller, graph);
  return { valid, problems };
}
