"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import type { StartedDraft } from "#server/services/types";
import { isRefusal, messageOf, useTRPC } from "../../providers";
import { Button, Dialog } from "../../ui";
import { SchemaFields, useSchemaForm } from "../../ui/schema-form";
import { useEditing, useEditorState } from "../context";
import { lackedBy, type Part, partWords, planPart } from "../model/trial/part";
import { useTrial } from "../trial-context";
import { LackedResults } from "./lacked-results";

type RunDraftDialogProps = {
  /** `null` = closed. */
  readonly part: Part | null;
  readonly onClose: () => void;
  readonly onPart: (part: Part) => void;
  readonly onStarted: (started: StartedDraft) => void;
};

/** Asks for the input of a run of the draft, and says what will be done and what is taken as it is. */
export function RunDraftDialog({ part, onClose, onPart, onStarted }: RunDraftDialogProps) {
  return (
    <Dialog
      open={part !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={part ? partWords(part) : ""}
      description="Runs the draft as it stands, for real. Nothing is published by it."
    >
      {part ? (
        <RunForm key={partWords(part)} part={part} onClose={onClose} onPart={onPart} onStarted={onStarted} />
      ) : null}
    </Dialog>
  );
}

function RunForm({ part, onClose, onPart, onStarted }: RunDraftDialogProps & { readonly part: Part }) {
  const { autosave } = useEditing();
  const { graph } = useEditorState();
  const { pins, lastRun, neverEnded } = useTrial();
  const trpc = useTRPC();
  // A run may have ended since the editor was opened.
  useQuery({ ...trpc.workflows.lastRun.queryOptions({ slug: graph.slug }), refetchOnMount: "always" });
  const form = useSchemaForm({
    schema: graph.inputSchema ?? null,
    ...(lastRun ? { earlier: lastRun.input } : {}),
  });
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const start = useMutation(
    trpc.runs.startDraft.mutationOptions({
      onSuccess: (started) => {
        onStarted(started);
        onClose();
      },
      onError: (error) => {
        const { placed, rest } = form.show(isRefusal(error) ? (error.data?.details ?? []) : [], "/input");
        setFailure(placed > 0 && rest.length === 0 ? null : [messageOf(error), ...rest].join("\n"));
      },
    }),
  );
  const busy = saving || start.isPending;
  const lacked = neverEnded ? lackedBy(graph, part, pins) : [];
  const barred = lacked.length > 0;
  const submit = async () => {
    const built = form.read();
    if (busy || barred || !built.ok) return;
    setFailure(null);
    setSaving(true);
    const saved = await autosave.settled();
    setSaving(false);
    if (saved !== "saved") return setFailure("The draft could not be saved, so it was not run.");
    // What is seen is what is run.
    const { base: hash } = autosave.get();
    start.mutate({ slug: graph.slug, hash, input: built.value as never, ...part });
  };
  return (
    <form
      noValidate
      className="flex min-h-0 flex-col"
      data-testid="run-draft-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="grid min-h-0 gap-4 overflow-y-auto px-4 py-4">
        <Failure message={failure} />
        {part.from !== undefined && neverEnded ? (
          <LackedResults
            from={part.from}
            lacked={lacked}
            onRunTo={() => onPart({ until: part.from ?? "" })}
          />
        ) : null}
        <SchemaFields form={form} />
        <Taken plan={planPart(graph, part, pins, lastRun)} runId={lastRun?.runId ?? ""} />
        {part.from !== undefined && lastRun?.truncated ? (
          <p className="text-ink-muted text-small">
            The last run gave more than can be told here: a result that is not listed cannot be taken from it.
          </p>
        ) : null}
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-3 border-t bg-panel px-4 py-3 sm:rounded-b-lg">
        <Submit part={part} busy={busy} barred={barred} />
      </footer>
    </form>
  );
}

function Failure({ message }: { readonly message: string | null }) {
  if (message === null) return null;
  return (
    <p
      role="alert"
      className="whitespace-pre-line break-words rounded bg-failed-soft px-3 py-2 text-failed-ink text-small"
    >
      {message}
    </p>
  );
}

type SubmitProps = {
  readonly part: Part;
  readonly busy: boolean;
  /** It is not known what comes before it. */
  readonly barred: boolean;
};

function Submit({ part, busy, barred }: SubmitProps) {
  const id = useId();
  return (
    <>
      {barred ? (
        <span id={id} className="text-ink-muted text-small">
          It cannot run before it is known what comes before {part.from} gives.
        </span>
      ) : null}
      <Button
        type="submit"
        look="primary"
        busy={busy}
        disabled={barred}
        aria-describedby={barred ? id : undefined}
        data-testid="submit-draft-run"
      >
        {busy ? null : <Play aria-hidden />} {busy ? "Starting…" : partWords(part)}
      </Button>
    </>
  );
}

function Taken({ plan, runId }: { readonly plan: ReturnType<typeof planPart>; readonly runId: string }) {
  const { does, pinned, reused } = plan;
  const rows = [
    ["Done", does],
    ["Pinned", pinned],
    [`From the last run, ${runId.slice(0, 8)}`, reused],
  ] as const;
  return (
    <dl className="grid gap-1 text-small" data-testid="part-plan">
      {rows.map(([word, ids]) =>
        ids.length === 0 ? null : (
          <div key={word} className="grid grid-cols-[9rem_1fr] gap-2">
            <dt className="text-ink-muted">{word}</dt>
            <dd className="font-mono [overflow-wrap:anywhere]">{ids.join(", ")}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
