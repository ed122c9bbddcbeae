"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import type { RevisionSummary, WorkflowDetail } from "#server/services/types";
import { messageOf, useTRPC, useTRPCClient } from "../providers";
import { Ago, Badge, buttonClass, ErrorState, Link, ListFooter, Panel, SkeletonRows } from "../ui";
import { GoBack } from "./go-back";

const PAGE = 10;

/** What was published, the newest first: who and what for, what it changed, and a way back. */
export function RevisionsPanel({ workflow }: { readonly workflow: WorkflowDetail }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { slug } = workflow;
  const asked = { slug, limit: PAGE };
  const list = useInfiniteQuery({
    queryKey: [...trpc.workflows.revisions.queryKey(asked), "pages"],
    queryFn: ({ pageParam, signal }) =>
      client.workflows.revisions.query({ ...asked, cursor: pageParam }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const revisions = list.data?.pages.flatMap(({ data }) => data);
  return (
    <Panel title="Revisions" flush onRetry={() => void list.refetch()}>
      {revisions ? (
        <>
          <ol reversed aria-label="Revisions, the newest first" className="divide-y" data-testid="revisions">
            {revisions.map((revision) => (
              <Line key={revision.revision} workflow={workflow} revision={revision} />
            ))}
          </ol>
          <ListFooter
            shown={revisions.length}
            noun={["revision", "revisions"]}
            busy={list.isFetchingNextPage}
            onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
          />
        </>
      ) : list.error ? (
        <ErrorState
          title="The revisions could not be loaded"
          message={messageOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : (
        <SkeletonRows rows={3} />
      )}
    </Panel>
  );
}

type LineProps = { readonly workflow: WorkflowDetail; readonly revision: RevisionSummary };

function Line({ workflow, revision: { revision, createdAt, createdBy, note, nodes, published } }: LineProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-pad py-1.5 text-small">
      <span className="w-8 shrink-0 text-right font-mono">{revision}</span>
      <div className="min-w-0 grow basis-48">
        <p className="[overflow-wrap:anywhere]">
          {note ?? <span className="text-ink-muted">No note</span>}{" "}
          {published ? <Badge>Runs take it</Badge> : null}
        </p>
        <p className="text-ink-muted text-micro">
          {createdBy}, <Ago at={createdAt} />, {nodes} {nodes === 1 ? "node" : "nodes"}
        </p>
      </div>
      <span className="flex flex-wrap items-center gap-1">
        <GoBack workflow={workflow} revision={revision} />
        {revision > 1 ? (
          <Link
            href={`/workflows/${workflow.slug}/compare?from=${revision - 1}&to=${revision}`}
            aria-label={`What revision ${revision} changed`}
            className={buttonClass({ size: "small", look: "quiet" })}
          >
            <ArrowLeftRight aria-hidden /> What it changed
          </Link>
        ) : null}
      </span>
    </li>
  );
}
