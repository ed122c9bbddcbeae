"use client";
import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef } from "react";
import { messageOf, useTRPC } from "../../providers";
import { Button, Dialog, ErrorState, Kbd, Skeleton, useModKey } from "../../ui";
import { RawButton, SchemaFields } from "../../ui/schema-form";
import { type StartRequest, useStart } from "./use-start";

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
        <StartForm
          slug={slug}
          inputSchema={data.inputSchema}
          {...(earlier === undefined ? {} : { earlier })}
        />
      ) : error ? (
        <ErrorState
          title="The workflow could not be loaded"
          message={messageOf(error)}
          onRetry={() => void workflow.refetch()}
        />
      ) : (
        <div className="grid gap-3 p-4">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-20" />
          <Skeleton className="h-8" />
        </div>
      )}
    </Dialog>
  );
}

function StartForm(request: StartRequest) {
  const form = useStart(request);
  const mod = useModKey();
  const ref = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    form.submit();
  };
  return (
    <form
      ref={ref}
      noValidate
      onSubmit={submit}
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-col"
      data-testid="start-form"
    >
      <div className="grid min-h-0 gap-4 overflow-y-auto px-4 py-4">
        {form.failure ? (
          <p
            role="alert"
            className="whitespace-pre-line break-words rounded bg-failed-soft px-3 py-2 text-failed-ink text-small"
          >
            {form.failure}
          </p>
        ) : null}
        <SchemaFields form={form.form} />
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-3 border-t bg-panel px-4 py-3 sm:rounded-b-lg">
        <span className="mr-auto hidden items-center gap-1 text-ink-faint text-small sm:flex">
          <Kbd>{mod}</Kbd>
          <Kbd>↵</Kbd> to start
        </span>
        {form.form.entry.kind === "raw" ? null : (
          <RawButton
            shape={form.form.shape}
            entry={form.form.entry}
            pointer=""
            label="the input"
            onChange={form.form.change}
          />
        )}
        <Button type="submit" look="primary" busy={form.busy} data-testid="submit-run">
          {form.busy ? null : <Play aria-hidden />} {form.busy ? "Starting…" : "Start run"}
        </Button>
      </footer>
    </form>
  );
}
