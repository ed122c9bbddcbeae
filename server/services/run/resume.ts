import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, RunSummary } from "../types.ts";

export async function resumeRun(
  services: Services,
  caller: Caller,
  input: { readonly id: string },
): Promise<RunSummary> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
