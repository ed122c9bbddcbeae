"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleHelp, Repeat, TriangleAlert, Waypoints } from "lucide-react";
import { useMemo } from "react";
import type { CallGraph } from "#server/services/types";
import { every, messageOf, useTRPC } from "../providers";
import { cx, EmptyState, ErrorState, Link, SkeletonRows } from "../ui";
import { CallList } from "./call-list";
import { CALL_NODE, type CallBox, type CallLayout, type CallRing, callLayout } from "./model/call-layout";

const REFRESH_MS = 30_000;
/** Room above for a call of itself, and around rings. */
const MARGIN = 40;

/** Which workflows start runs of which: drawn where there is room, and as a list that says the same. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function CallGraphView() {
  const trpc = useTRPC();
  const calls = useQuery({ ...trpc.workflows.calls.queryOptions(), refetchInterval: every(REFRESH_MS) });
  if (calls.data) return <Drawn calls={calls.data} />;
  if (!calls.error) return <SkeletonRows rows={8} />;
  return (
    <ErrorState
      title="The call graph could not be loaded"
      message={messageOf(calls.error)}
      onRetry={() => void calls.refetch()}
    />
  );
}

function Drawn({ calls }: { readonly calls: CallGraph }) {
  const layout = useMemo(() => callLayout(calls), [calls]);
  if (calls.workflows.length === 0)
    return (
      <EmptyState title="Nothing is published yet">
        Calls are those of published revisions: publish a workflow and it stands here.
      </EmptyState>
    );
  return (
    <div className="min-h-0 grow overflow-y-auto p-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {layout.boxes.length > 0 ? <Picture layout={layout} /> : null}
        <CallList calls={calls} alone={layout.alone} />
      </div>
    </div>
  );
}

function Picture({ layout: { boxes, rings, lines, width, height } }: { readonly layout: CallLayout }) {
  return (
    <section
      aria-label="Calls of workflows, drawn"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
      tabIndex={0}
      data-testid="call-graph"
      className="overflow-x-auto rounded border bg-panel max-sm:hidden"
    >
      <div className="w-max" style={{ padding: MARGIN }}>
        <div className="relative" style={{ width, height }}>
          {rings.map((ring) => (
            <Ring key={ring.cycle.slugs.join()} ring={ring} />
          ))}
          <svg aria-hidden width={width} height={height} className="absolute inset-0 overflow-visible">
            <defs>
              <marker
                id="call-arrow"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto"
              >
                <path d="M0 0L8 4L0 8z" fill="var(--ink-faint)" />
              </marker>
            </defs>
            {lines.map(({ key, path, within }) => (
              <path
                key={key}
                d={path}
                fill="none"
                stroke={within ? "var(--accent)" : "var(--ink-faint)"}
                strokeWidth="1.5"
                markerEnd="url(#call-arrow)"
              />
            ))}
          </svg>
          <ul aria-label="Workflows that call or are called">
            {boxes.map((box) => (
              <Box key={box.slug} box={box} />
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function Ring({ ring: { cycle, ...place } }: { readonly ring: CallRing }) {
  const Icon = cycle.endless ? TriangleAlert : Repeat;
  return (
    <div
      className={cx(
        "absolute rounded-[18px] border-2",
        cycle.endless ? "border-degraded border-dashed" : "border-accent/60",
      )}
      style={{ left: place.x, top: place.y, width: place.width, height: place.height }}
    >
      <span
        className={cx(
          "absolute -bottom-3 left-3 flex items-center gap-1 rounded-sm border bg-raised px-1 text-micro",
          cycle.endless ? "border-degraded text-degraded-ink" : "border-accent/50 text-accent-ink",
        )}
      >
        <Icon aria-hidden className="size-3" />
        {cycle.endless ? "no guard" : "guarded"}
      </span>
    </div>
  );
}

function Box({ box: { slug, name, missing, x, y } }: { readonly box: CallBox }) {
  const look =
    "flex h-full w-full items-center gap-2.5 rounded border border-line-strong bg-raised px-3 text-left";
  const words = (
    <span className="min-w-0">
      <span className="block truncate font-medium">{name}</span>
      <span className="block truncate font-mono text-ink-muted text-micro">
        {missing ? "not published" : slug}
      </span>
    </span>
  );
  return (
    <li className="absolute" style={{ left: x, top: y, ...CALL_NODE }}>
      {missing ? (
        <span className={cx(look, "border-dashed")}>
          <CircleHelp aria-hidden className="size-4 shrink-0 text-ink-faint" /> {words}
        </span>
      ) : (
        <Link href={`/workflows/${slug}`} className={cx(look, "hover:bg-hover")} title={`Open ${name}`}>
          <Waypoints aria-hidden className="size-4 shrink-0 text-ink-faint" /> {words}
        </Link>
      )}
    </li>
  );
}
