"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { WorkflowSummary } from "#server/services/types";
import { messageOf, useMay, useTRPC } from "../providers";
import { Ago, Button, Confirm, toast } from "../ui";

type GoBackProps = {
  readonly workflow: Pick<WorkflowSummary, "slug" | "name" | "revision" | "draft">;
  readonly revision: number;
  readonly onDone?: () => void;
};

/** Makes an earlier revision the draft, after it has been said what becomes of the draft that there is. */
export function GoBack({ workflow, revision, onDone }: GoBackProps) {
  const { slug, name, draft } = workflow;
  const may = useMay("workflow.saveDraft");
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: trpc.workflows.pathKey() });
  const back = useMutation(
    trpc.workflows.goBack.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        toast.success(`The draft of ${name} is as revision ${revision} was`);
        onDone?.();
        void again();
      },
      onError: (error) => {
        setOpen(false);
        toast.error("No draft was made", { description: messageOf(error) });
        void again();
      },
    }),
  );
  if (!may || revision === workflow.revision) return null;
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setOpen(true)} data-testid={`go-back-${revision}`}>
        <Undo2 aria-hidden /> Go back to {revision}…
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={`Go back to revision ${revision} of ${name}?`}
        verb={draft ? "Replace the draft" : "Make a draft"}
        keep="Leave it"
        busy={back.isPending}
        onConfirm={() => back.mutate({ slug, revision, ...(draft ? { base: draft.hash } : {}) })}
        testId="confirm-go-back"
      >
        {draft ? (
          <p className="mb-2 text-ink">
            The draft that {draft.by} saved <Ago at={draft.at} /> is replaced, and kept nowhere else.
          </p>
        ) : null}
        <p>
          It becomes the draft. Nothing that is published changes: runs take revision {workflow.revision}{" "}
          until you publish the draft, which makes a new revision.
        </p>
      </Confirm>
    </>
  );
}
