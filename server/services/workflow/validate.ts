import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, ValidationReport } from "../types.ts";

export async function validateWorkflow(
  services: Services,
  caller: Caller,
  input: { readonly graph?: unknown },
): Promise<ValidationReport> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
