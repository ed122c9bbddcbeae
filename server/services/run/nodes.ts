import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, RunNodes } from "../types.ts";

export async function runNodes(
  services: Services,
  caller: Caller,
  input: { readonly id: string },
): Promise<RunNodes> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
