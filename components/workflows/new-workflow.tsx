"use client";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useCommands } from "../keys";
import { useMay } from "../providers";
import { Button, Dialog, lazyPart, Skeleton } from "../ui";

const NewWorkflowForm = lazyPart(() =>
  import("./new-workflow-form").then((part) => ({ default: part.NewWorkflowForm })),
);

/** Begins a workflow as a draft, without nodes or as a copy of another one, and opens its canvas. */
export function NewWorkflow() {
  const [open, setOpen] = useState(false);
  const may = useMay("workflow.saveDraft");
  useCommands(
    may
      ? [
          {
            id: "workflow.new",
            title: "New workflow…",
            section: "Workflows",
            icon: <Plus aria-hidden />,
            run: () => setOpen(true),
          },
        ]
      : [],
  );
  if (!may) return null;
  return (
    <>
      <Button size="small" look="primary" onClick={() => setOpen(true)} data-testid="new-workflow">
        <Plus aria-hidden />
        <span>
          New<span className="max-sm:sr-only"> workflow</span>
        </span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="New workflow"
        description="It is a draft until you publish it."
      >
        <Suspense fallback={<Skeleton className="m-4 h-48" />}>
          <NewWorkflowForm />
        </Suspense>
      </Dialog>
    </>
  );
}
