"use client";
import { type Crumb, PageHeader } from "../shell";
import { type LiveTree, useLiveTree } from "../tree";
import { ErrorState, SkeletonRows } from "../ui";
import { Behind } from "./behind";
import { LoadedRun } from "./loaded-run";
import { MissingRun } from "./missing-run";
import { RunSwitcher } from "./run-switcher";

/** The run page: a tree, live, and one run of it in detail. */
export function RunScreen({ treeId }: { readonly treeId: string }) {
  const live = useLiveTree(treeId);
  const tree = live.store.tree;
  const crumbs: readonly Crumb[] = [
    { label: "Runs", href: "/runs" },
    {
      label: tree ? (live.store.forest.rows[0]?.label ?? tree.name) : treeId.slice(0, 8),
      ...(tree ? { switcher: <RunSwitcher treeId={treeId} slug={tree.slug} /> } : {}),
    },
  ];
  return (
    <>
      <PageHeader crumbs={crumbs} />
      <Content treeId={treeId} live={live} />
    </>
  );
}

function Content({ treeId, live }: { readonly treeId: string; readonly live: LiveTree }) {
  if (live.phase === "missing") return <MissingRun treeId={treeId} />;
  const message = live.phase === "failed" ? (live.error ?? "") : null;
  if (live.store.tree)
    return (
      <>
        {message === null ? null : <Behind message={message} onRetry={live.retry} />}
        <LoadedRun treeId={treeId} now={live.store} />
      </>
    );
  return message === null ? (
    <SkeletonRows rows={12} className="h-7" />
  ) : (
    <ErrorState title="The tree could not be loaded" message={message} onRetry={live.retry} />
  );
}
