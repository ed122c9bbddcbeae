"use client";
import {
  ChevronLeft,
  ChevronRight,
  Clock,
  Coins,
  GitBranch,
  Hand,
  Layers,
  type LucideIcon,
  Radio,
  Repeat2,
  RotateCw,
  UserRoundCheck,
  ZapOff,
} from "lucide-react";
import type { ReactNode } from "react";
import type { RunRow } from "#server/engine/live/wire";
import { cx, formatDuration, formatElapsed, useNow } from "../ui";
import { BUDGET_TEXT, type CycleMark, type WaitMark } from "./model/row-marks";
import type { Line } from "./model/view";

const ICONS: Readonly<Record<WaitMark["kind"], LucideIcon>> = {
  timer: Clock,
  signal: Radio,
  approval: UserRoundCheck,
  budget: Coins,
  breaker: ZapOff,
  retry: RotateCw,
  place: Layers,
  children: GitBranch,
  person: Hand,
};

const CHIP =
  "inline-flex h-[18px] min-w-[22px] shrink-[3] items-center gap-1 truncate rounded-sm border bg-panel px-1 text-ink-muted text-micro [&_svg]:size-3 [&_svg]:shrink-0";

/** Why nothing moves in a run, and until when. */
export function WaitChip({ wait }: { readonly wait: WaitMark }) {
  const Icon = ICONS[wait.kind];
  return (
    <span className={CHIP} data-testid="wait-chip" data-wait={wait.kind} title={`Waits for ${wait.text}`}>
      <Icon aria-hidden />
      <span className="truncate">
        <span className="sr-only">waits for </span>
        {wait.text}
        {wait.until === null ? null : <Left until={wait.until} />}
        {wait.more > 0 ? ` +${wait.more}` : ""}
      </span>
    </span>
  );
}

/** How long until an instant, counted down. */
export function Left({ until }: { readonly until: number }) {
  const now = useNow();
  const left = until - now;
  return (
    <span className="whitespace-nowrap font-mono tabular-nums" suppressHydrationWarning>
      {now === 0 || left <= 0 ? " now" : ` ${left < 10_000 ? formatElapsed(left) : formatDuration(left)}`}
    </span>
  );
}

/** A click leads to the run that would have been repeated; the same is in the menu of the row. */
export function CycleChip({ cycle }: { readonly cycle: CycleMark }) {
  return (
    <Jump to={cycle.jump} title={cycle.title} testId="cycle-mark">
      <Repeat2 aria-hidden />
      <span className="truncate">{cycle.text}</span>
    </Jump>
  );
}

/** Where a failure began, when it was not here. Narrow trees leave it to the details. */
export function SourceChip({ no, name }: { readonly no: number; readonly name: string }) {
  return (
    <Jump to={no} title={`The failure began in run #${no}`} testId="source-mark" className="@max-lg:hidden">
      <span className="truncate">from {name}</span>
    </Jump>
  );
}

type JumpProps = {
  readonly to: number | null;
  readonly title: string;
  readonly testId: string;
  readonly className?: string;
  readonly children: ReactNode;
};

function Jump({ to, title, testId, className, children }: JumpProps) {
  if (to === null)
    return (
      <span className={CHIP} title={title} data-testid={testId}>
        {children}
      </span>
    );
  return (
    <button
      type="button"
      tabIndex={-1}
      data-jump={to}
      data-testid={testId}
      title={title}
      className={cx(CHIP, "text-accent-ink hover:bg-hover", className)}
    >
      {children}
    </button>
  );
}

export function BudgetMark({ budget }: { readonly budget: NonNullable<RunRow["notes"]>["budget"] }) {
  if (budget === undefined) return null;
  const loud = budget === "refused" || budget === "degraded";
  return (
    <span
      className={cx("shrink-0", loud ? "text-degraded-ink" : "text-ink-faint")}
      title={BUDGET_TEXT[budget]}
      data-testid="budget-mark"
      data-budget={budget}
    >
      <Coins aria-hidden className="size-3" />
      <span className="sr-only">{BUDGET_TEXT[budget]}</span>
    </span>
  );
}

type Loop = NonNullable<Extract<Line, { kind: "run" }>["loop"]>;

/** Which iteration of a loop this is, with a way to the ones before and after; the keys are [ and ]. */
export function IterationPicker({ loop: { at, of } }: { readonly loop: Loop }) {
  return (
    <span
      className="inline-flex shrink-0 items-center rounded-sm border bg-panel text-micro"
      data-testid="iteration"
    >
      <Step by={-1} off={at === 0} label="Earlier iteration">
        <ChevronLeft aria-hidden className="size-3" />
      </Step>
      <span className="px-0.5 font-mono text-ink-muted" title={`Iteration ${at + 1} of ${of}`}>
        <span className="sr-only">iteration </span>
        {at + 1}/{of}
      </span>
      <Step by={1} off={at >= of - 1} label="Later iteration">
        <ChevronRight aria-hidden className="size-3" />
      </Step>
    </span>
  );
}

type StepProps = {
  readonly by: 1 | -1;
  readonly off: boolean;
  readonly label: string;
  readonly children: ReactNode;
};

function Step({ by, off, label, children }: StepProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      disabled={off}
      data-iterate={by}
      aria-label={label}
      className="-mx-1 -my-1 flex size-6 items-center justify-center text-ink-faint hover:text-ink disabled:opacity-30"
    >
      {children}
    </button>
  );
}
