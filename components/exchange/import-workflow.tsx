"use client";
import { FileUp } from "lucide-react";
import { Suspense, useState } from "react";
import { useCommands } from "../keys";
import { useMay } from "../providers";
import { Button, Dialog, lazyPart, Skeleton } from "../ui";

const ImportForm = lazyPart(() => import("./import-form").then((part) => ({ default: part.ImportForm })));

/** Makes a draft of a file of this or another tool, once somebody has seen what becomes of it. */
export function ImportWorkflow() {
  const [open, setOpen] = useState(false);
  const may = useMay("workflow.saveDraft");
  useCommands(
    may
      ? [
          {
            id: "workflow.import",
            title: "Import workflow…",
            section: "Workflows",
            words: ["file", "n8n", "langgraph", "conductor", "mermaid", "yaml"],
            icon: <FileUp aria-hidden />,
            run: () => setOpen(true),
          },
        ]
      : [],
  );
  if (!may) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} data-testid="import-workflow">
        <FileUp aria-hidden /> <span className="max-sm:sr-only">Import</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Import workflow"
        description="Banyan JSON or YAML, Conductor, LangGraph, n8n, or a flowchart of Mermaid. Nothing in it is run."
        className="sm:max-w-2xl"
      >
        <Suspense fallback={<Skeleton className="m-4 h-64" />}>
          <ImportForm />
        </Suspense>
      </Dialog>
    </>
  );
}
