import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, CancelPreview } from "../types.ts";

export async function cancelPreview(
  services: Services,
  caller: Caller,
  input: { readonly id: string },
): Promise<CancelPreview> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
