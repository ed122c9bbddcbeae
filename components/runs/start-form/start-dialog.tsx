"use client";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { messageOf, useTRPC } from "../../providers";
import { Dialog, ErrorState, lazyPart, Skeleton } from "../../ui";
import type { StartRequest } from "./use-start";

const StartForm = lazyPart(() => import("./start-form"));

type StartDialogProps = {
  readonly slug: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly earlier?: StartRequest["earlier"];
};

/** Form for a new run, made from the workflow's input schema. */
export function StartDialog({ slug, open, onOpenChange, earlier }: StartDialogProps) {
  const trpc = useTRPC();
  const workflow = useQuery({ ...trpc.workflows.get.queryOptions({ slug }), enabled: open });
  const { data, error } = workflow;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={data ? `Start ${data.name}` : "Start a run"}
      description={data ? `${data.slug}, revision ${data.revision}` : undefined}
    >
      {data ? (
        <Suspense fallback={<FormSkeleton />}>
          <StartForm
            slug={slug}
            inputSchema={data.inputSchema}
            {...(earlier === undefined ? {} : { earlier })}
          />
        </Suspense>
      ) : error ? (
        <ErrorState
          title="The workflow could not be loaded"
          message={messageOf(error)}
          onRetry={() => void workflow.refetch()}
        />
      ) : (
        <FormSkeleton />
      )}
    </Dialog>
  );
}

function FormSkeleton() {
  return (
    <div className="grid gap-3 p-4">
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-20" />
      <Skeleton className="h-8" />
    </div>
  );
}
