import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { StartInput } from "../inputs.ts";
import type { Caller, StartedRun } from "../types.ts";

export async function startRun(services: Services, caller: Caller, input: StartInput): Promise<StartedRun> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
