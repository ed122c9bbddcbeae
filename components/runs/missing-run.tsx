"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers";
import { AgedOut, buttonClass, EmptyState, formatCount, Link, useNow } from "../ui";
import { mayHaveAgedOut } from "./model/aged-out";

/** There is no such tree: it may have been deleted for its age, or never have been. */
export function MissingRun({ treeId }: { readonly treeId: string }) {
  const kept = useQuery(useTRPC().settings.retention.queryOptions());
  const now = useNow(false);
  const days = kept.data?.deleteAfterDays ?? null;
  const back = (
    <Link href="/runs" className={buttonClass({})}>
      Go to runs
    </Link>
  );
  if (days !== null && mayHaveAgedOut(treeId, days, now))
    return <AgedOut noun="runs" kept={days === 1 ? "1 day" : `${formatCount(days)} days`} action={back} />;
  return (
    <EmptyState title="There is no such run" action={back}>
      No run has the id <code className="break-all font-mono text-small">{treeId}</code>. If there was one, it
      was deleted, or went with the demo data.
    </EmptyState>
  );
}
