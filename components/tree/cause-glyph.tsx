import type { Status } from "#server/engine/live/wire";
import { cx, STATUS_WORD, StatusGlyph } from "../ui";
import type { Cause } from "./model/row-marks";

const LINE = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.6,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

/** Words beside the state of a run that a failure ended. */
export const CAUSE_WORD: Readonly<Record<Cause, string>> = {
  itself: "failed itself",
  child: "failed because a run below it did",
  above: "stopped because a run above it failed",
};

/** The state of a run; one that a failure ended has a sign of its own for where that began. */
export function CauseGlyph({ status, cause }: { readonly status: Status; readonly cause: Cause | null }) {
  return (
    <span
      title={cause ? CAUSE_WORD[cause] : STATUS_WORD[status]}
      className="shrink-0"
      data-cause={cause ?? undefined}
    >
      {cause === null || cause === "itself" ? <StatusGlyph status={status} /> : <Passed cause={cause} />}
      <span className="sr-only">
        {STATUS_WORD[status]}
        {cause ? `, ${CAUSE_WORD[cause]}` : ""}
      </span>
    </span>
  );
}

/** A failure that came up from below, or down from above: a ring that it goes through. */
function Passed({ cause }: { readonly cause: "child" | "above" }) {
  const up = cause === "child";
  return (
    <svg aria-hidden viewBox="0 0 14 14" className={cx("size-3.5", up ? "text-failed" : "text-degraded")}>
      <circle cx="7" cy="7" r="5.4" {...LINE} {...(up ? {} : { strokeDasharray: "2.2 1.9" })} />
      <path d={up ? "M7 9.8V4.6M4.9 6.5 7 4.4l2.1 2.1" : "M7 4.2v5.2M4.9 7.5 7 9.6l2.1-2.1"} {...LINE} />
    </svg>
  );
}
