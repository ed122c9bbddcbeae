"use client";
import { Button, Dialog, ErrorState, Skeleton } from "../../ui";
import { FateRuns } from "./fate-runs";
import { FateValues } from "./fate-values";
import { spentText, totalsText } from "./model/words";
import { type Forking, useFork } from "./use-fork";

type ForkDialogProps = {
  readonly id: string;
  readonly node: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Starts a new tree that repeats a run from a node on; says first what becomes of each place. */
export function ForkDialog({ id, node, open, onOpenChange }: ForkDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Fork from ${node}`}
      description="A new run repeats this one from here on. This one stays as it is."
      className="sm:max-w-2xl"
    >
      <ForkForm id={id} node={node} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

type ForkFormProps = { readonly id: string; readonly node: string; readonly onCancel: () => void };

export function ForkForm({ id, node, onCancel }: ForkFormProps) {
  const fork = useFork(id, node);
  return (
    <form
      className="flex min-h-0 flex-col"
      data-testid="fork-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        fork.submit();
      }}
    >
      <div className="grid min-h-0 gap-4 overflow-y-auto p-4">
        <Places fork={fork} />
        <FateValues fork={fork} />
      </div>
      <footer className="grid gap-2 border-t bg-panel px-4 py-3 sm:rounded-b-lg">
        <Reach fork={fork} />
        {fork.error ? (
          <p role="alert" className="break-words text-failed-ink text-small">
            {fork.error}
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button type="button" onClick={onCancel}>
            Keep as it is
          </Button>
          <Button type="submit" look="primary" busy={fork.busy} disabled={fork.refusal !== null}>
            Fork the run
          </Button>
        </div>
      </footer>
    </form>
  );
}

function Places({ fork }: { readonly fork: Forking }) {
  if (fork.impossible)
    return (
      <ErrorState title="This run cannot be forked here" message={fork.impossible} onRetry={fork.again} />
    );
  return fork.loading ? <Skeleton className="h-40" /> : <FateRuns fork={fork} />;
}

/** What follows from all that is said, or why it cannot be. */
function Reach({ fork }: { readonly fork: Forking }) {
  if (fork.impossible) return null;
  if (fork.refusal)
    return (
      <p role="alert" data-testid="fork-refusal" className="break-words text-failed-ink text-small">
        {fork.refusal}
      </p>
    );
  if (!fork.totals) return <Skeleton className="h-5" />;
  const spent = spentText(fork.totals.spent);
  return (
    <p data-testid="fork-reach" aria-live="polite" className="text-small">
      {totalsText(fork.totals)}
      {spent ? <span className="text-ink-muted"> The last time those took {spent}.</span> : null}
    </p>
  );
}
