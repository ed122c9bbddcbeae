import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, WorkflowDetail } from "../types.ts";

export async function getWorkflow(
  services: Services,
  caller: Caller,
  input: { readonly slug: string },
): Promise<WorkflowDetail> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
