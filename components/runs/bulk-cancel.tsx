"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { RootSummary } from "#server/services/types";
import { CancelReach } from "../acts";
import { messageOf, useTRPCClient } from "../providers";
import { Confirm, formatCount, toast } from "../ui";
import { isHeldBack, isOpen } from "./model/chosen";

type BulkCancelProps = {
  readonly chosen: readonly RootSummary[];
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onDone: () => void;
};

/** Says what it stops before it stops it; what failed is told afterwards, by number and cause. */
export function BulkCancel({ chosen, open, onOpenChange, onDone }: BulkCancelProps) {
  const client = useTRPCClient();
  const stopped = chosen.filter(isOpen);
  const ids = stopped.map(({ id }) => id);
  const [only] = stopped.length === 1 ? stopped : [];
  const held = chosen.filter(isHeldBack).length;
  const ended = chosen.length - stopped.length - held;
  const preview = useQuery({
    queryKey: ["cancel-preview", ids],
    queryFn: async () => {
      const all = await Promise.all(ids.map((id) => client.runs.cancelPreview.query({ id })));
      const sumOf = (part: "runs" | "attempts" | "queued") => all.reduce((sum, one) => sum + one[part], 0);
      return { runs: sumOf("runs"), attempts: sumOf("attempts"), queued: sumOf("queued") };
    },
    enabled: open && ids.length > 0,
    staleTime: 0,
  });
  const cancel = useMutation({
    mutationFn: () => Promise.allSettled(ids.map((id) => client.runs.cancel.mutate({ id }))),
    onSuccess: (outcomes) => {
      report(outcomes);
      onOpenChange(false);
      onDone();
    },
  });
  const count = formatCount(ids.length);
  const noun = ids.length === 1 ? "run" : "runs";
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={`Cancel ${only ? (only.label ?? only.workflow) : `${count} ${noun}`}?`}
      verb={`Cancel ${count} ${noun}`}
      keep="Keep running"
      busy={cancel.isPending}
      onConfirm={() => cancel.mutate()}
      testId="confirm-bulk-cancel"
    >
      {preview.data ? (
        <CancelReach
          reach={preview.data}
          where={`in ${ids.length === 1 ? "one tree" : `${count} trees`}`}
          testId="bulk-cancel-reach"
        />
      ) : (
        <p>{preview.error ? messageOf(preview.error) : "Counting what this stops…"}</p>
      )}
      {ended > 0 ? <p className="mt-2">{formatCount(ended)} of the selected have ended already.</p> : null}
      {held > 0 ? (
        <p className="mt-2">{formatCount(held)} of the selected are held back: requeue their trees first.</p>
      ) : null}
    </Confirm>
  );
}

function report(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  const failed = outcomes.filter((outcome) => outcome.status === "rejected");
  const done = outcomes.length - failed.length;
  if (done > 0) toast.success(`${formatCount(done)} ${done === 1 ? "run is" : "runs are"} being cancelled`);
  if (failed.length > 0)
    toast.error(`${formatCount(failed.length)} could not be cancelled`, {
      description: messageOf(failed[0]?.reason),
    });
}
