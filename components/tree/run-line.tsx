"use client";
import { RotateCcw } from "lucide-react";
import { memo } from "react";
import type { RunRow, Status } from "#server/engine/live/wire";
import { cx, Duration, formatCount, isLive, sayCounts, ToneBar } from "../ui";
import { CauseGlyph } from "./cause-glyph";
import { nameOf } from "./model/forest";
import { type Cause, cycleOf, sourceOf, type WaitMark } from "./model/row-marks";
import { stillCounts } from "./model/standing";
import type { Tally } from "./model/tally";
import type { Line } from "./model/view";
import { Cell, DepthChip, RowFrame } from "./row-frame";
import { BudgetMark, CycleChip, IterationPicker, SourceChip, WaitChip } from "./row-marks";

type RunLineProps = {
  readonly line: Extract<Line, { kind: "run" }>;
  readonly index: number;
  readonly row: RunRow;
  /** What it is called on screen: nothing runs in a paused tree. */
  readonly status: Status;
  /** Changes whenever the row, or anything below it, did: `below` itself is changed in place. */
  readonly stamp: number;
  readonly below: Tally;
  /** Nothing works in the tree: it is paused. */
  readonly still: boolean;
  readonly active: boolean;
  readonly open: boolean;
  readonly cause: Cause | null;
  readonly wait: WaitMark | null;
  readonly nameAt: (no: number) => string;
};

function RunLineNow({
  line,
  index,
  row,
  status,
  below,
  still,
  active,
  open,
  cause,
  wait,
  nameAt,
}: RunLineProps) {
  return (
    <RowFrame
      line={line}
      index={index}
      depth={row.depth}
      active={active}
      expanded={below.total > 0 ? open : undefined}
      data={{
        "data-testid": "tree-row",
        "data-run-no": row.no,
        "data-status": status,
        "data-depth": row.depth,
        ...(line.dimmed ? { "data-dimmed": "" } : {}),
      }}
    >
      <Cell className="flex min-w-0 grow items-center gap-1.5">
        <DepthChip depth={row.depth} />
        <span className={cx("flex shrink-0", line.dimmed && "opacity-50")}>
          <CauseGlyph status={status} cause={cause} />
        </span>
        <RunName row={row} dimmed={line.dimmed} />
        {line.hit ? <span className="sr-only">, match</span> : null}
        {line.loop ? <IterationPicker loop={line.loop} /> : null}
        <Marks row={row} wait={wait} nameAt={nameAt} />
      </Cell>
      <Below below={stillCounts(below, still)} />
      <Retries count={row.retries} />
      <Cell className="w-[68px] shrink-0 text-right text-ink-muted">
        <Duration from={row.startedAt} to={row.endedAt} />
      </Cell>
    </RowFrame>
  );
}

const SAME = ["row", "index", "status", "stamp", "active", "open", "cause"] as const;

export const RunLine = memo(
  RunLineNow,
  (before, after) =>
    SAME.every((prop) => before[prop] === after[prop]) &&
    before.line.level === after.line.level &&
    before.line.dimmed === after.line.dimmed &&
    before.line.hit === after.line.hit &&
    before.line.loop?.at === after.line.loop?.at &&
    before.line.loop?.of === after.line.loop?.of,
);

function Marks({ row, wait, nameAt }: Pick<RunLineProps, "row" | "wait" | "nameAt">) {
  const source = sourceOf(row);
  const cycle = cycleOf(row);
  return (
    <>
      {row.notes?.again === undefined ? null : (
        <span className="shrink-0 font-mono text-ink-faint text-micro" title="It was started again">
          ~{row.notes.again}
        </span>
      )}
      <BudgetMark budget={row.notes?.budget} />
      {wait ? <WaitChip wait={wait} /> : null}
      {source === null ? null : <SourceChip no={source} name={nameAt(source)} />}
      {cycle ? <CycleChip cycle={cycle} /> : null}
    </>
  );
}

function RunName({ row, dimmed }: { readonly row: RunRow; readonly dimmed: boolean }) {
  return (
    <>
      <span className={cx("truncate", dimmed ? "text-ink-faint" : "font-medium")} title={nameOf(row)}>
        {nameOf(row)}
      </span>
      {row.failure ? (
        <span
          className={cx("min-w-0 shrink-[2] truncate", dimmed ? "text-ink-faint" : "text-failed-ink")}
          title={row.failure.message}
        >
          {row.failure.code}
        </span>
      ) : row.activeNode && isLive(row.status) ? (
        <span className="min-w-0 shrink-[2] truncate font-mono text-ink-faint text-micro">
          {row.activeNode}
        </span>
      ) : null}
    </>
  );
}

function Below({ below }: { readonly below: Tally }) {
  return (
    <Cell
      className={cx(
        "flex w-24 shrink-0 items-center gap-2",
        below.total > 0 ? "@max-lg:w-12" : "@max-lg:w-0",
      )}
    >
      {below.total > 0 ? (
        <>
          <ToneBar counts={below} className="@max-lg:hidden" />
          <span
            className="w-11 shrink-0 text-right font-mono text-ink-muted text-micro"
            title={`Below: ${sayCounts(below)}`}
          >
            {formatCount(below.total)}
            <span className="sr-only"> below: {sayCounts(below)}</span>
          </span>
        </>
      ) : null}
    </Cell>
  );
}

function Retries({ count }: { readonly count: number }) {
  return (
    <Cell className="flex w-9 shrink-0 items-center justify-end gap-0.5 text-degraded-ink text-micro @max-lg:hidden">
      {count > 0 ? (
        <>
          <RotateCcw aria-hidden className="size-3" />
          {count}
          <span className="sr-only"> retries</span>
        </>
      ) : null}
    </Cell>
  );
}
