"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import type { Graph } from "#server/engine/graph/graph";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import { messageOf, statusOf, useTRPC } from "../providers";
import { Ago, buttonClass, ErrorState, Link, Panel, Skeleton } from "../ui";
import { Changes } from "./changes";
import { DraftActions } from "./draft-actions";
import { GraphView } from "./graph-view";
import { changeLines, marksOf } from "./model/changes";
import { limitsOf } from "./model/limits";
import { Problems } from "./problems";

/** The draft of a workflow beside what is published: whose it is, what it changes, what is wrong with it. */
export function DraftPanel({ workflow }: { readonly workflow: WorkflowDetail }) {
  const trpc = useTRPC();
  const { slug, draft: head } = workflow;
  const draft = useQuery({ ...trpc.workflows.draft.queryOptions({ slug }), enabled: head !== null });
  if (!head) return null;
  // It may have been published or discarded since: the workflow is being read again.
  if (draft.error && !draft.data && statusOf(draft.error) === 404) return null;
  return (
    <Panel
      title="Draft"
      actions={draft.data ? <DraftActions draft={draft.data} name={workflow.name} /> : null}
      onRetry={() => void draft.refetch()}
    >
      {draft.data ? (
        <Draft draft={draft.data} />
      ) : draft.error ? (
        <ErrorState
          title="The draft could not be loaded"
          message={messageOf(draft.error)}
          onRetry={() => void draft.refetch()}
        />
      ) : (
        <Skeleton className="h-24" />
      )}
    </Panel>
  );
}

function Draft({
  draft: { slug, draft, revision, same, changes, problems, graph },
}: {
  readonly draft: DraftDetail;
}) {
  return (
    <div className="grid gap-4" data-testid="draft">
      <p className="text-ink-muted">
        Saved by <span className="text-ink">{draft.by}</span> <Ago at={draft.at} />, as{" "}
        <span className="font-mono">{draft.hash.slice(0, 12)}</span>.{" "}
        {revision === 0
          ? "Nothing of this workflow is published yet, so it cannot be run."
          : `Runs take revision ${revision} until it is published.`}
      </p>
      <Problems problems={problems} label="Problems of the draft" />
      {changes && revision > 0 ? (
        <div className="grid justify-items-start gap-2">
          <Changes lines={changeLines(changes)} revision={revision} same={same} />
          <Link
            href={`/workflows/${slug}/compare?from=${revision}&to=draft`}
            className={buttonClass({ size: "small" })}
          >
            <ArrowLeftRight aria-hidden /> Compare on the canvas
          </Link>
        </div>
      ) : null}
      {changes ? (
        <DraftGraph graph={graph as unknown as Graph} marks={revision > 0 ? marksOf(changes) : undefined} />
      ) : (
        <p className="text-ink-muted">It can be drawn once it has the shape of a graph.</p>
      )}
    </div>
  );
}

type DraftGraphProps = {
  readonly graph: Graph;
  readonly marks: ReturnType<typeof marksOf> | undefined;
};

function DraftGraph({ graph, marks }: DraftGraphProps) {
  return (
    <details open={marks === undefined} className="min-w-0">
      <summary className="mb-2 w-fit cursor-default rounded-sm text-small">Graph of the draft</summary>
      <GraphView
        graph={graph}
        maxDepth={limitsOf(graph).maxDepth}
        label="Graph of the draft"
        {...(marks ? { marks } : {})}
      />
    </details>
  );
}
