"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { messageOf, useTRPC } from "../providers";
import { Confirm, toast } from "../ui";
import type { DraftActProps } from "./draft-act";

/** Asks before a draft goes, and says so where the workflow goes with it. */
export function DiscardConfirm({
  draft: { slug, revision, draft },
  name,
  open,
  onOpenChange,
}: DraftActProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const again = () => queries.invalidateQueries({ queryKey: trpc.workflows.pathKey() });
  const discard = useMutation(
    trpc.workflows.discardDraft.mutationOptions({
      onSuccess: ({ workflowDeleted }) => {
        onOpenChange(false);
        toast.success(workflowDeleted ? `${name} is deleted` : `The draft of ${name} is discarded`);
        if (workflowDeleted) router.push("/workflows");
        void again();
      },
      onError: (error) => {
        onOpenChange(false);
        toast.error("The draft was not discarded", { description: messageOf(error) });
        void again();
      },
    }),
  );
  const whole = revision === 0;
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={whole ? `Delete ${name}?` : `Discard the draft of ${name}?`}
      verb={whole ? "Delete workflow" : "Discard draft"}
      keep="Keep it"
      busy={discard.isPending}
      onConfirm={() => discard.mutate({ slug, base: draft.hash })}
      testId="confirm-discard"
    >
      <p>
        {whole
          ? `Nothing of this workflow was ever published: with the draft that ${draft.by} saved, the whole workflow is deleted.`
          : `What ${draft.by} saved is deleted. Revision ${revision} stays what runs take.`}{" "}
        This cannot be taken back.
      </p>
    </Confirm>
  );
}
