"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { RootSummary } from "#server/services/types";
import { spentText } from "../inspector";
import { messageOf, useTRPC, useTRPCClient } from "../providers";
import { Confirm, formatCount, RadioGroup, toast } from "../ui";
import { AT_ONCE, askedFor, counted, type From, groupReasons, retriedOf, sumOf } from "./model/retry";

const FROM = [
  { value: "failure", label: "Only what has no result" },
  { value: "start", label: "All of it, from the start" },
] as const;

type BulkRetryProps = {
  readonly chosen: readonly RootSummary[];
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onDone: () => void;
};

/** Says what is retried and what is not, and why, before anything starts; each tree answers for itself afterwards. */
export function BulkRetry({ chosen, open, onOpenChange, onDone }: BulkRetryProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [from, setFrom] = useState<From>("failure");
  const ids = askedFor(chosen);
  const [only] = chosen.length === 1 ? chosen : [];
  const preview = useQuery({
    queryKey: ["retry-preview", ids, from],
    queryFn: ({ signal }) => client.runs.retryPreview.mutate({ ids, from }, { signal }),
    enabled: open && ids.length > 0,
    staleTime: 0,
    retry: false,
  });
  const found = preview.data?.data;
  const possible = found?.filter(({ why }) => why === null) ?? [];
  const retry = useMutation(
    trpc.runs.retry.mutationOptions({
      onSuccess: ({ data }) => {
        report(data);
        onOpenChange(false);
        onDone();
      },
      onError: (error) =>
        toast.error("It is not known which were retried: look at the list", {
          description: messageOf(error),
        }),
    }),
  );
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={`Retry ${only ? (only.label ?? only.workflow) : counted(retriedOf(chosen), "run")}?`}
      verb={found ? `Retry ${counted(possible.length, "run")}` : "Retry"}
      keep="Leave as they are"
      busy={retry.isPending || !found || possible.length === 0}
      onConfirm={() => retry.mutate({ ids: possible.map(({ id }) => id), from })}
      testId="confirm-bulk-retry"
    >
      <RadioGroup
        label="What is done again"
        value={from}
        options={FROM}
        onChange={(next) => setFrom(next as From)}
      />
      <div className="mt-3 grid gap-2" data-testid="bulk-retry-reach" aria-live="polite">
        {found ? (
          <Reach found={found} left={chosen.length - ids.length} />
        ) : (
          <p>{preview.error ? messageOf(preview.error) : "Looking at what would be done again…"}</p>
        )}
      </div>
    </Confirm>
  );
}

type Found = Parameters<typeof sumOf>[0];

/** `left` = how many are more than can be retried at once. */
function Reach({ found, left }: { readonly found: Found; readonly left: number }) {
  const { trees, again, reused, spent } = sumOf(found);
  const took = spentText(spent);
  const more = { why: `No more than ${AT_ONCE} are retried at once.`, count: left };
  const reasons = [...groupReasons(found), ...(left > 0 ? [more] : [])];
  return (
    <>
      {trees > 0 ? (
        <p>
          Starts <Strong>{counted(trees, "new tree")}</Strong> that reuse {counted(reused, "result")} and do{" "}
          <Strong>{counted(again, "place")}</Strong> again.
          {took ? ` The last time those took ${took}.` : ""} The runs themselves stay as they are.
        </p>
      ) : null}
      {reasons.length > 0 ? (
        <div>
          <p>Not retried:</p>
          <ul className="list-disc pl-5">
            {reasons.map(({ why, count }) => (
              <li key={why}>
                {counted(count, "run")}: {why}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

function Strong({ children }: { readonly children: ReactNode }) {
  return <strong className="font-medium text-ink">{children}</strong>;
}

function report(data: readonly { readonly startedId: string | null; readonly why: string | null }[]): void {
  const done = data.filter(({ startedId }) => startedId !== null).length;
  const failed = data.filter(({ why }) => why !== null);
  if (done > 0) toast.success(`${formatCount(done)} ${done === 1 ? "run is" : "runs are"} retried`);
  if (failed.length > 0)
    toast.error(`${formatCount(failed.length)} could not be retried`, {
      description: failed[0]?.why ?? "",
    });
}
