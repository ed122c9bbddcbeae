import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, Published } from "../types.ts";

export async function createWorkflow(
  services: Services,
  caller: Caller,
  input: { readonly graph?: unknown },
): Promise<Published> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
