import type { CallTask } from "#server/engine/run/effects";
import { callKey } from "#server/engine/run/fold-usage";
import type { TreeState } from "#server/engine/run/state";
import { type Calls, placeOf, type Untimed } from "./calls.ts";

/** How long an owner waits at its end for what stopped calls used. */
const LINGER_MS = 5_000;

/** Lets an owner go once its tree has ended: calls that were stopped still say what they used, for a moment. */
export type LateUsage = { readonly leave: () => void; readonly clear: () => void };

/** `then(true)`: nothing more will come, or not in time. `then(false)`: the owner is to look again. */
export function createLateUsage(
  calls: Pick<Calls, "inFlight" | "drained">,
  state: TreeState,
  then: (over: boolean) => void,
): LateUsage {
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;

  function linger(): void {
    timer = setTimeout(() => {
      isOver = true;
      then(false);
    }, LINGER_MS).unref();
    void calls.drained().then(() => then(false));
  }

  return {
    leave: () => {
      if (isOver || calls.inFlight === 0 || Object.keys(state.orphans).length === 0) then(true);
      else if (!timer) linger();
    },
    clear: () => {
      if (timer) clearTimeout(timer);
    },
  };
}

/** Whether a call was stopped and is charged in full. */
export function isOrphan(state: TreeState, call: CallTask): boolean {
  return state.orphans[callKey(call, call.attempt)] !== undefined;
}

/** A call that was stopped between its decision and its commit has used nothing. */
export function neverStarted(call: CallTask): Untimed {
  const failure = {
    class: "child",
    code: "ChildFailed",
    message: "It never started.",
    retryable: false,
  } as const;
  return { type: "attemptFailed", ...placeOf(call), failure, jitter: 0 };
}
