"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { messageOf, useTRPC } from "../providers";
import { Button, Dialog, ErrorState, FormField, formatCount, RadioGroup, Skeleton, Textarea } from "../ui";
import { againWords, type Fate, fateOf } from "./model/fork-words";

const FATES = [
  { value: "again", label: "Do it again" },
  { value: "input", label: "Do it again with another input" },
  { value: "output", label: "Take a given result instead" },
] as const;

type ForkDialogProps = {
  readonly id: string;
  readonly node: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Starts a new tree that repeats a run from a node on; says first what of it is reused. */
export function ForkDialog({ id, node, open, onOpenChange }: ForkDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Fork from ${node}`}
      description="A new run repeats this one from here on. This one stays as it is."
    >
      <ForkForm id={id} node={node} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

/** What becomes of the node, and what of the run is reused. */
export function ForkForm({
  id,
  node,
  onCancel,
}: {
  readonly id: string;
  readonly node: string;
  readonly onCancel: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const [fate, setFate] = useState<Fate>("again");
  const [text, setText] = useState("");
  const [flaw, setFlaw] = useState<string | undefined>(undefined);
  const fork = useMutation(
    trpc.runs.fork.mutationOptions({ onSuccess: (started) => router.push(`/runs/${started.id}`) }),
  );
  const submit = () => {
    const given = fateOf(fate, text);
    setFlaw(given ? undefined : "This is not JSON. Text stands in quotation marks.");
    if (given) fork.mutate({ id, node, ...given } as Parameters<typeof fork.mutate>[0]);
  };
  return (
    <form
      className="grid gap-4 p-4"
      data-testid="fork-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Reach id={id} node={node} />
      <RadioGroup
        label={`What becomes of ${node}`}
        value={fate}
        options={FATES}
        onChange={(next) => setFate(next as Fate)}
      />
      {fate === "again" ? null : (
        <FormField label={fate === "input" ? "Input" : "Result"} error={flaw} hint="JSON">
          {(props) => (
            <Textarea
              {...props}
              rows={6}
              className="font-mono"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
      )}
      {fork.error ? (
        <p role="alert" className="text-failed-ink">
          {messageOf(fork.error)}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button type="button" onClick={onCancel}>
          Keep as it is
        </Button>
        <Button type="submit" look="primary" busy={fork.isPending || fork.isSuccess}>
          Fork the run
        </Button>
      </div>
    </form>
  );
}

function Reach({ id, node }: { readonly id: string; readonly node: string }) {
  const trpc = useTRPC();
  const preview = useQuery(trpc.runs.forkPreview.queryOptions({ id, node } as never));
  if (preview.error)
    return (
      <ErrorState
        title="This run cannot be forked here"
        message={messageOf(preview.error)}
        onRetry={() => void preview.refetch()}
      />
    );
  if (!preview.data) return <Skeleton className="h-10" />;
  const { reused, again, above } = preview.data;
  return (
    <p data-testid="fork-reach">
      Reuses{" "}
      <strong className="font-medium text-ink">
        {formatCount(reused)} {reused === 1 ? "result" : "results"}
      </strong>
      . Does again: <span className="font-mono">{againWords(again, above)}</span>.
    </p>
  );
}
