import type { Failure } from "../failure.ts";
import type { EpochMs } from "../ids.ts";
import type { Blob } from "../values/json.ts";
import type { DecideEnv, Decision, Refusal } from "./commands.ts";
import type { Event } from "./events.ts";
import type { TreeState } from "./state.ts";

/** What one decision reads. The tree is only read here; folding is `evolve`'s. */
export type Deciding = { readonly tree: TreeState; readonly env: DecideEnv; readonly at: EpochMs };

type Unstamped<E> = E extends Event ? Omit<E, "v" | "at"> : never;

/** An event of version 1 at the command's instant. */
export function stamp(deciding: Deciding, event: Unstamped<Event>): Event {
  return { v: 1, at: deciding.at, ...event } as Event;
}

export function decided(
  deciding: Deciding,
  events: readonly Unstamped<Event>[],
  blobs: readonly Blob[] = [],
): Decision {
  return { kind: "events", events: events.map((event) => stamp(deciding, event)), blobs };
}

export function refused(code: Refusal): Decision {
  return { kind: "refused", code };
}

export function needsBlobs(hashes: readonly string[]): Decision {
  return { kind: "needs", needs: { blobs: hashes, workflows: [] } };
}

export function needsWorkflow(slug: string): Decision {
  return { kind: "needs", needs: { blobs: [], workflows: [slug] } };
}

export type { Unstamped };

export function failure(
  kind: Failure["class"],
  code: string,
  message: string,
  details?: Failure["details"],
): Failure {
  return details
    ? { class: kind, code, message, retryable: false, details }
    : { class: kind, code, message, retryable: false };
}
