"use client";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useRef } from "react";
import { statusOf, useTRPC } from "../providers";
import { PageHeader } from "../shell";
import { lazyPart, SkeletonRows } from "../ui";
import { UnreadWorkflow } from "../workflows";

/** The canvas and the engine behind it are large, and no other page needs them. */
const Editor = lazyPart(() => import("./editor"));

export function EditorScreen({ slug }: { readonly slug: string }) {
  const trpc = useTRPC();
  // Fetched and compiled while the graph is asked for, not after it.
  useEffect(Editor.ahead, []);
  const workflow = useQuery(trpc.workflows.get.queryOptions({ slug }));
  const hasDraft = workflow.data?.draft != null;
  // Asked for together: that there is no draft is the rarer case, and costs an answer that nobody reads.
  const draft = useQuery({
    ...trpc.workflows.draft.queryOptions({ slug }),
    enabled: hasDraft || workflow.isPending,
  });
  const error = workflow.error ?? (hasDraft ? draft.error : null);
  const retry = () => {
    void workflow.refetch();
    if (hasDraft) void draft.refetch();
  };
  const opened = useRef(false);
  // Once it is open it stays so, whatever is read again behind it.
  if (workflow.data && (!hasDraft || draft.data)) opened.current = true;
  if (workflow.data && opened.current)
    return (
      <Suspense fallback={<Loading slug={slug} />}>
        <Editor
          key={slug}
          workflow={workflow.data}
          draft={hasDraft ? (draft.data ?? null) : null}
          readAt={workflow.dataUpdatedAt}
          gone={statusOf(workflow.error) === 404}
        />
      </Suspense>
    );
  if (!error) return <Loading slug={slug} />;
  return (
    <>
      <Head slug={slug} />
      <UnreadWorkflow slug={slug} error={error} onRetry={retry} />
    </>
  );
}

function Head({ slug }: { readonly slug: string }) {
  return (
    <PageHeader
      crumbs={[
        { label: "Workflows", href: "/workflows" },
        { label: slug, href: `/workflows/${slug}` },
        { label: "Edit" },
      ]}
    />
  );
}

function Loading({ slug }: { readonly slug: string }) {
  return (
    <>
      <Head slug={slug} />
      <SkeletonRows rows={8} />
    </>
  );
}
