import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, WorkflowSummary } from "../types.ts";

export async function listWorkflows(services: Services, caller: Caller): Promise<readonly WorkflowSummary[]> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
