import type { Facts } from "../context/inquiry.ts";
import type { Lacking } from "../context/questions.ts";
import type { Failure, FailureCode } from "../failure.ts";
import type { EpochMs } from "../ids.ts";
import type { Blob } from "../values/json.ts";
import type { DecideEnv, Decision, Refusal } from "./commands.ts";
import type { Event } from "./events.ts";
import type { TreeState } from "./state.ts";
import { noteUnparked } from "./unparking.ts";

/** What one decision reads. The tree is only read here; folding is `evolve`'s. */
export type Deciding = { readonly tree: TreeState; readonly env: DecideEnv; readonly at: EpochMs };

type Unstamped<E> = E extends Event ? Omit<E, "v" | "at"> : never;

export function decided(
  deciding: Deciding,
  events: readonly Unstamped<Event>[],
  blobs: readonly Blob[] = [],
): Decision {
  noteUnparked(deciding.tree, events);
  return { kind: "events", events: stamp(deciding.at, events), blobs };
}

/** Makes events of version 1 of what a planner has just made and nobody else holds: it writes into them, not copies. */
function stamp(at: EpochMs, events: readonly Unstamped<Event>[]): readonly Event[] {
  for (const event of events as readonly { v?: 1; at?: EpochMs }[]) {
    event.v = 1;
    event.at = at;
  }
  return events as readonly Event[];
}

export function refused(code: Refusal): Decision {
  return { kind: "refused", code };
}

export function needsBlobs(hashes: readonly string[]): Decision {
  return { kind: "needs", needs: { blobs: hashes, workflows: [] } };
}

export function needsWorkflow(name: string): Decision {
  return { kind: "needs", needs: { blobs: [], workflows: [name] } };
}

/** What a hand-off or a write of the context lacks. */
export function needsFacts({ blobs, questions }: Lacking): Decision {
  return { kind: "needs", needs: { blobs, workflows: [], questions } };
}

/** What work on the context may know. */
export function factsOf({ env }: Deciding): Facts {
  return { blob: env.blob, answer: env.answer };
}

export type { Unstamped };

export function failure(
  kind: Failure["class"],
  code: FailureCode,
  message: string,
  details?: Failure["details"],
): Failure {
  return details
    ? { class: kind, code, message, retryable: false, details }
    : { class: kind, code, message, retryable: false };
}
