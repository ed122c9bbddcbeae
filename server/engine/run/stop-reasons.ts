/** Why runs are cancelled because of what failed above them, as their events say it. */
const RUN_FAILED = "run failed: ";
export const NODE_FAILED = "the node that started it failed";

export function runFailedReason(code: string): string {
  return `${RUN_FAILED}${code}`;
}

/** Whether a cancelled run was stopped by a failure above it, and by nobody's wish. */
export function isStoppedByFailure(reason: string): boolean {
  return reason === NODE_FAILED || reason.startsWith(RUN_FAILED);
}
