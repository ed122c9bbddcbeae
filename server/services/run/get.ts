import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, RunDetail } from "../types.ts";

export async function getRun(
  services: Services,
  caller: Caller,
  input: { readonly id: string },
): Promise<RunDetail> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
