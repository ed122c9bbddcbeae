"use client";
import { useQuery } from "@tanstack/react-query";
import { parseRunId } from "#server/engine/ids";
import type { AccountRow } from "#server/services/run/ledger";
import { every, messageOf, useOnceEnded, useTRPC } from "../providers";
import { ErrorState, Skeleton } from "../ui";
import { LedgerBar } from "./ledger-bar";

const REFRESH_MS = 3_000;

/** The accounts that count what a run uses: its own, then those above it up to the tree's. */
export function LedgerPanel({ id, live }: { readonly id: string; readonly live: boolean }) {
  const trpc = useTRPC();
  const ledger = useQuery({
    ...trpc.runs.ledger.queryOptions({ id }),
    staleTime: 0,
    refetchInterval: live ? every(REFRESH_MS) : false,
  });
  useOnceEnded(live, trpc.runs.ledger.queryKey({ id }));
  if (ledger.error) {
    return (
      <ErrorState
        title="The ledger could not be loaded"
        message={messageOf(ledger.error)}
        onRetry={() => void ledger.refetch()}
      />
    );
  }
  if (!ledger.data) return <Skeleton className="h-40" />;
  const own = parseRunId(id)?.no;
  return (
    <div className="grid grid-cols-1 gap-5" data-testid="ledger">
      {ledger.data.accounts.map((account) => (
        <section key={account.runId} className="grid gap-3">
          <h3 className="font-medium text-ink-muted text-small">{nameOf(account, own)}</h3>
          {account.rows.map(({ dimension, spent, reserved, limit, granted }) => (
            <LedgerBar
              key={dimension}
              counted={dimension}
              spent={spent}
              held={reserved}
              limit={limit}
              note={granted ? "Granted out of the account above." : undefined}
            />
          ))}
        </section>
      ))}
    </div>
  );
}

function nameOf({ no, label }: AccountRow, own: number | undefined): string {
  if (no === 0) return "The whole tree";
  const name = label === null ? `#${no}` : `${label} (#${no})`;
  return no === own ? `This run and what is below it, ${name}` : `Branch of ${name}`;
}
