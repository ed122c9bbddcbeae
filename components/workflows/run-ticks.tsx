import type { Status } from "#server/engine/live/wire";
import { cx, STATUS_WORD, type Tone, toneOf } from "../ui";

const TICK: Readonly<Record<Tone, string>> = {
  succeeded: "h-2.5 bg-succeeded",
  running: "h-4 border border-running",
  waiting: "h-4 border border-waiting border-dashed",
  queued: "h-1.5 bg-queued/50",
  degraded: "h-2.5 border border-degraded",
  failed: "h-4 bg-failed",
};

const SLOTS = 20;

type RunTicksProps = { readonly runs: readonly { readonly id: string; readonly status: Status }[] };

/** The last runs, oldest first: a full tall tick failed, a hollow tall one still runs. */
export function RunTicks({ runs }: RunTicksProps) {
  const words = [...new Set(runs.map((run) => run.status))].map(
    (status) => `${runs.filter((run) => run.status === status).length} ${STATUS_WORD[status].toLowerCase()}`,
  );
  const text = runs.length === 0 ? "No runs yet" : `Last ${runs.length} runs: ${words.join(", ")}`;
  return (
    <span role="img" aria-label={text} title={text} className="flex h-4 items-end gap-0.5">
      {Array.from({ length: SLOTS - runs.length }, (_, slot) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty places are all alike
        <span key={slot} className="h-1 w-1 rounded-[1px] bg-line" />
      ))}
      {[...runs].reverse().map((run) => (
        <span key={run.id} className={cx("w-1 rounded-[1px]", TICK[toneOf(run.status)])} />
      ))}
    </span>
  );
}
