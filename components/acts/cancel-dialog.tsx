"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf, useTRPC } from "../providers";
import { Checkbox, Confirm, formatCount, toast } from "../ui";
import { CancelReach } from "./cancel-reach";
import { type DetachedReach, detachedLines } from "./model/detached";

type CancelDialogProps = {
  readonly id: string;
  /** `this run of Audit`, `run left-pad`. */
  readonly what: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Says what a cancel would stop before it stops it. The stream shows the effect. */
export function CancelDialog({ id, what, open, onOpenChange }: CancelDialogProps) {
  const trpc = useTRPC();
  const [compensate, setCompensate] = useState(false);
  const preview = useQuery({
    ...trpc.runs.cancelPreview.queryOptions({ id }),
    enabled: open,
    staleTime: 0,
  });
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSuccess: () => onOpenChange(false),
      onError: (error) => toast.error("The run was not cancelled", { description: messageOf(error) }),
    }),
  );
  const reach = preview.data;
  const undoable = reach?.undoable ?? 0;
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={`Cancel ${what}?`}
      verb="Cancel run"
      keep="Keep running"
      busy={cancel.isPending}
      onConfirm={() => cancel.mutate({ id, ...(compensate && undoable > 0 ? { compensate } : {}) })}
      testId="confirm-cancel"
    >
      {reach && reach.detached.length > 0 ? <DetachedRuns detached={reach.detached} /> : null}
      {reach ? (
        <CancelReach reach={reach} testId="cancel-reach" />
      ) : (
        <p>{preview.error ? messageOf(preview.error) : "Counting what this stops…"}</p>
      )}
      {undoable > 0 ? (
        <div className="mt-3 text-ink">
          <Checkbox checked={compensate} onCheckedChange={setCompensate}>
            Undo what was done ({formatCount(undoable)} {undoable === 1 ? "result" : "results"})
          </Checkbox>
        </div>
      ) : null}
    </Confirm>
  );
}

function DetachedRuns({ detached }: { readonly detached: readonly DetachedReach[] }) {
  return (
    <div className="mb-2" data-testid="cancel-detached">
      <p>Detached runs that it started:</p>
      <ul className="list-disc pl-5">
        {detachedLines(detached).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
