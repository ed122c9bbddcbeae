import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { RunEventsInput } from "../inputs.ts";
import type { Caller, EventRow, Page } from "../types.ts";

export async function runEvents(
  services: Services,
  caller: Caller,
  input: RunEventsInput,
): Promise<Page<EventRow>> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
