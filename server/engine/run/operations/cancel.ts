import { endRun, isUndoing } from "../../recovery/end-run.ts";
import type { Command, Decision } from "../commands.ts";
import { type Deciding, decided, refused } from "../deciding.ts";

type Cancel = Extract<Command, { type: "cancel" }>;

/** Ends a run and all below it, leaves first; O(runs that are cancelled). What undoes something is let finish. */
export function cancelRun(deciding: Deciding, command: Omit<Cancel, "at" | "type">): Decision {
  const run = deciding.tree.runs[command.run];
  if (!run) return refused("RUN_UNKNOWN");
  if (run.phase !== "running") return refused("RUN_SETTLED");
  if (command.graceful) return requestCancel(deciding, command);
  if (run.ending || isUndoing(deciding.tree, run)) return refused("RUN_ENDING");
  const { reason, actor, compensate = false } = command;
  return decided(deciding, endRun(deciding.tree, run.no, { kind: "cancelled", reason, actor }, compensate));
}

/** Only a whole tree can be asked: what is in flight in one run may be needed by another. */
function requestCancel(deciding: Deciding, { run, reason, actor }: Omit<Cancel, "at" | "type">): Decision {
  if (deciding.tree.closing) return refused("ALREADY_CLOSING");
  if (run !== 0) return refused("NOT_A_ROOT");
  return decided(deciding, [{ type: "CancelRequested", reason, actor }]);
}
