import { parseRunId } from "#server/engine/ids";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { ForkInput } from "../inputs-fork.ts";
import type { Caller, ForkPreview } from "../types.ts";
import { deriveFork } from "./derive-fork.ts";

/** What a fork would reuse, and what it would do again. Starts nothing. */
export async function forkPreview(
  services: Services,
  caller: Caller,
  input: ForkInput,
): Promise<ForkPreview> {
  authorize(caller, "run.read");
  const { start } = await deriveFork(services, caller.actor, input);
  const own = `${parseRunId(input.id)?.no ?? 0}/`;
  const { reused, again } = start.summary;
  return {
    reused,
    again: again.filter((place) => place.startsWith(own)).map((place) => place.slice(own.length)),
    above: again.filter((place) => !place.startsWith(own)).length,
  };
}
