import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ListRunsInput } from "../inputs.ts";
import type { Caller, Page, RootSummary } from "../types.ts";

export async function listRuns(
  services: Services,
  caller: Caller,
  input: ListRunsInput,
): Promise<Page<RootSummary>> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
