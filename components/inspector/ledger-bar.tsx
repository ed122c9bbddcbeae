import { cx } from "../ui";
import { amountText, COUNTED, type Counted } from "./model/amounts";
import { partsOf } from "./model/parts";

type LedgerBarProps = {
  readonly counted: Counted;
  readonly spent: number;
  readonly held: number;
  /** `null` = none. */
  readonly limit: number | null;
  readonly note?: string | undefined;
};

/** One line of an account: what is used, what open work holds, and what is left. */
export function LedgerBar({ counted, spent, held, limit, note }: LedgerBarProps) {
  const amount = (value: number) => amountText(counted, value);
  const left = limit === null ? null : Math.max(0, limit - spent - held);
  return (
    <div className="grid gap-1 text-small" data-testid="ledger-bar" data-counted={counted}>
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-ink-muted">{COUNTED[counted]}</span>
        <span className="text-right font-mono">
          {amount(spent)}
          <span className="text-ink-faint"> of {limit === null ? "no limit" : amount(limit)}</span>
        </span>
      </p>
      {limit === null ? null : <Bar spent={spent} held={held} limit={limit} />}
      <p className="text-ink-muted text-micro">
        {held > 0 ? `${amount(held)} held by open work. ` : ""}
        {left === null ? "" : left === 0 ? "Nothing left. " : `${amount(left)} left. `}
        {note}
      </p>
    </div>
  );
}

type BarProps = {
  readonly spent: number;
  readonly held: number;
  readonly limit: number;
  readonly className?: string;
};

/** Used is solid, held is hatched, the rest is empty. Its figures stand beside it. */
export function Bar({ spent, held, limit, className }: BarProps) {
  const parts = partsOf(spent, held, limit);
  const full = parts.used + parts.held >= 1;
  return (
    <span aria-hidden className={cx("flex h-1.5 w-full overflow-hidden rounded-full bg-hover", className)}>
      <span className={full ? "bg-failed" : "bg-ink-muted"} style={{ width: `${parts.used * 100}%` }} />
      <span
        className="bg-[repeating-linear-gradient(45deg,var(--ink-faint)_0_2px,transparent_2px_4px)]"
        style={{ width: `${parts.held * 100}%` }}
      />
    </span>
  );
}
