"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { Graph } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { useCommands } from "../../keys";
import { messageOf, statusOf, useTRPC } from "../../providers";
import { Button, buttonClass, EmptyState, ErrorState, JsonView, Link, SkeletonRows } from "../../ui";
import { ReadCanvas } from "../canvas/read-canvas";
import { useEditorState } from "../context";
import { TrialFields } from "../dry-run/trial-fields";
import { canFail, entryOf } from "../model/kinds";
import { type Level, nameOf } from "../model/trail";
import { trialMarks } from "../model/trial/trial";
import { useTrail } from "../trail-context";
import { useTrial } from "../trial-context";
import { useStopKey } from "../use-stop-key";
import { CreateCallee } from "./create-callee";

/** What a node calls, in the place of the canvas that the node stands on. */
export function CalledView({ level }: { readonly level: Level }) {
  const { trail, backTo } = useTrail();
  useCommands([{ id: "close", run: () => backTo(trail.length - 1) }]);
  return level.inline ? (
    <Opened key={trail.length} graph={level.inline} level={level} />
  ) : (
    <Named level={level} />
  );
}

function Named({ level }: { readonly level: Level }) {
  const { revision } = level;
  return revision === undefined ? <Latest level={level} /> : <Pinned level={level} revision={revision} />;
}

/** The revision that the call pins. */
function Pinned({ level, revision }: { readonly level: Level; readonly revision: number }) {
  const { slug } = level;
  const { trail } = useTrail();
  const trpc = useTRPC();
  const pinned = useQuery(trpc.workflows.revision.queryOptions({ slug, revision }));
  const { data, error } = pinned;
  if (data) return <Opened key={trail.length} graph={data.graph} level={level} />;
  if (statusOf(error) === 404)
    return (
      <Nothing
        title={`There is no revision ${revision} of ${slug}`}
        more={
          <Link href={`/workflows/${slug}`} className={buttonClass({ look: "primary", size: "small" })}>
            See its revisions
          </Link>
        }
      >
        A run that comes here fails: pin one that there is, or call the latest.
      </Nothing>
    );
  return error ? <NotLoaded error={error} retry={() => void pinned.refetch()} /> : <SkeletonRows rows={8} />;
}

function Latest({ level }: { readonly level: Level }) {
  const { slug } = level;
  const { trail } = useTrail();
  const { graph } = useEditorState();
  const trpc = useTRPC();
  const workflow = useQuery(trpc.workflows.get.queryOptions({ slug }));
  const { data, error } = workflow;
  if (data?.graph) return <Opened key={trail.length} graph={data.graph} level={level} />;
  if (data)
    return (
      <Nothing
        title={`${slug} is only a draft`}
        more={
          <Link href={`/workflows/${slug}/edit`} className={buttonClass({ look: "primary", size: "small" })}>
            Edit {slug}
          </Link>
        }
      >
        A run can call it once it is published.
      </Nothing>
    );
  if (statusOf(error) === 404)
    return (
      <Nothing
        title={`There is no workflow ${slug}`}
        more={<CreateCallee slug={slug} caller={graph} look="primary" />}
      >
        The node calls something that is not there yet.
      </Nothing>
    );
  return error ? (
    <NotLoaded error={error} retry={() => void workflow.refetch()} />
  ) : (
    <SkeletonRows rows={8} />
  );
}

function NotLoaded({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  return <ErrorState title="The workflow could not be loaded" message={messageOf(error)} onRetry={retry} />;
}

type NothingProps = { readonly title: string; readonly more: ReactNode; readonly children: ReactNode };

function Nothing({ title, more, children }: NothingProps) {
  const { trail, backTo } = useTrail();
  const action = (
    <div className="flex flex-wrap items-center justify-center gap-2">
      {more}
      <Button size="small" onClick={() => backTo(trail.length - 1)}>
        Go back
      </Button>
    </div>
  );
  return (
    <EmptyState title={title} action={action}>
      {children}
    </EmptyState>
  );
}

type OpenedProps = { readonly graph: Graph; readonly level: Level };

function Opened({ graph, level: { chosen } }: OpenedProps) {
  const { trail, open, choose, viewports, callees } = useTrail();
  const node = chosen !== null && Object.hasOwn(graph.nodes, chosen) ? graph.nodes[chosen] : undefined;
  const { trial } = useTrial();
  const overlay = useMemo(() => trialMarks(trial, graph.slug), [trial, graph.slug]);
  useStopKey(graph.slug, node ? chosen : null);
  const depth = trail.length;
  const viewport = viewports.get(depth);
  return (
    <div className="flex min-h-0 grow max-md:flex-col">
      <ReadCanvas
        graph={graph}
        label={`Canvas of ${graph.name}, to read`}
        testId="called-canvas"
        overlay={overlay}
        chosen={chosen}
        onChoose={choose}
        onOpen={(id) => open(graph, id)}
        focused
        {...(viewport ? { viewport } : {})}
        onMoved={(next) => viewports.set(depth, next)}
      />
      <aside
        aria-label="Node"
        className="min-h-0 w-[340px] shrink-0 overflow-y-auto border-l p-4 max-md:h-[40dvh] max-md:w-auto max-md:border-t max-md:border-l-0"
      >
        {node && chosen !== null ? (
          <div className="grid gap-3">
            <h2 className="font-medium [overflow-wrap:anywhere]">
              {node.name ?? chosen}{" "}
              <span className="font-normal text-ink-muted">{entryOf(node.kind).label}</span>
            </h2>
            {callees(graph, chosen).map((callee) => (
              <Button
                key={nameOf(callee)}
                size="small"
                className="w-fit"
                onClick={() => open(graph, chosen, callee)}
              >
                Open {nameOf(callee)}
              </Button>
            ))}
            <section aria-label="In dry runs" className="border-t pt-3">
              <TrialFields slug={graph.slug} node={chosen} calls={canFail(node)} />
            </section>
            <JsonView value={node as unknown as Json} label="Node as JSON" />
          </div>
        ) : (
          <p className="text-ink-muted">Choose a node to read what it says. Esc goes back.</p>
        )}
      </aside>
    </div>
  );
}
