import { formatCount } from "../../ui/format";

export type Reach = { readonly runs: number; readonly attempts: number; readonly queued: number };

/** What a cancel stops, in parts of a sentence: `2 runs`, `, 1 of which waits for its turn`, `1 attempt`. */
export function reachWords({ runs, attempts, queued }: Reach) {
  const all = queued === runs;
  const which = all ? (runs === 1 ? "which" : "all of which") : `${formatCount(queued)} of which`;
  const verb = queued === 1 ? "waits for its turn" : "wait for their turn";
  return {
    runs: `${formatCount(runs)} ${runs === 1 ? "run" : "runs"}`,
    queued: queued === 0 ? "" : `, ${which} ${verb}`,
    attempts: attempts === 0 ? "" : `${formatCount(attempts)} ${attempts === 1 ? "attempt" : "attempts"}`,
  };
}
