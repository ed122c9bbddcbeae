"use client";
import { Coins } from "lucide-react";
import type { LedgerRow } from "#server/services/run/levels";
import { amountText, Bar, LedgerBar } from "../inspector";
import { messageOf } from "../providers";
import { Button, Popover, Skeleton } from "../ui";
import { forecastOf, forecastText, type Sample } from "./model/forecast";
import type { useBudget } from "./use-budget";

/** How much of its limits a tree has used, the nearest of them at a glance, and how long the rest will do. */
export function RunBudget({ budget }: { readonly budget: ReturnType<typeof useBudget> }) {
  const nearest = budget.ledger && nearestOf(budget.ledger);
  return (
    <Popover
      title="Budget of the tree"
      align="end"
      className="w-80"
      trigger={
        <Button
          look="quiet"
          size="small"
          data-testid="run-budget"
          title="What is used of the limits of this tree"
        >
          <Coins aria-hidden /> <span className="max-2xl:sr-only">Budget</span>
          {/* Its place is kept from the beginning, so that nothing moves when the figure comes. */}
          <span className="flex w-22 items-center gap-1.5 empty:hidden">
            {nearest ? (
              <>
                <Bar {...nearest} className="w-12" />
                <span className="font-mono">{share(nearest)}</span>
              </>
            ) : budget.ledger || budget.error ? null : (
              <Skeleton className="h-1.5 w-12" />
            )}
          </span>
        </Button>
      }
    >
      {budget.ledger ? (
        <div className="grid gap-3">
          {budget.ledger.filter(isTold).map((row) => (
            <LedgerBar
              key={row.dimension}
              counted={row.dimension}
              spent={row.spent}
              held={row.reserved}
              limit={row.limit}
              note={budget.live ? noteOf(row, budget.samples[row.dimension] ?? []) : undefined}
            />
          ))}
        </div>
      ) : budget.error ? (
        <p className="text-failed-ink text-small">{messageOf(budget.error)}</p>
      ) : (
        <Skeleton className="h-32" />
      )}
    </Popover>
  );
}

function isTold({ spent, limit }: LedgerRow): boolean {
  return limit !== null || spent > 0;
}

/** The limit of which the largest part is gone. */
function nearestOf(ledger: readonly LedgerRow[]) {
  const limited = ledger.flatMap(({ spent, reserved: held, limit }) =>
    limit !== null && limit > 0 ? [{ spent, held, limit }] : [],
  );
  const part = ({ spent, held, limit }: (typeof limited)[number]) => (spent + held) / limit;
  return limited.toSorted((a, b) => part(b) - part(a))[0];
}

function share({ spent, held, limit }: { spent: number; held: number; limit: number }): string {
  return `${Math.min(100, Math.floor(((spent + held) / limit) * 100))} %`;
}

/** Time passes by itself: only what is spent has a rate. */
function noteOf({ dimension, limit }: LedgerRow, samples: readonly Sample[]): string | undefined {
  if (dimension === "activeMs") return undefined;
  const forecast = forecastOf(samples, limit);
  return forecast ? forecastText(forecast, (value) => amountText(dimension, value)) : undefined;
}
