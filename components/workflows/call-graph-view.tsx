"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CallGraph } from "#server/services/types";
import { every, messageOf, useTRPC } from "../providers";
import { EmptyState, ErrorState, SkeletonRows, useAddress } from "../ui";
import { CallList } from "./call-list";
import { CallPicture } from "./call-picture";
import { CallWay, WayGone } from "./call-way";
import { callLayout } from "./model/call-layout";
import { parsePath, pinsOn, tellPath } from "./model/call-path";
import { useWayStands } from "./use-way-stands";

const REFRESH_MS = 30_000;

/**
 * Which workflows start runs of which: drawn where there is room, and as a list that says the same. The address may name a
 * way that is drawn over them.
 */
// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function CallGraphView() {
  const trpc = useTRPC();
  const path = useAddress().get("path") ?? "";
  const names = useMemo(() => pinsOn(parsePath(path)), [path]);
  const calls = useQuery({
    ...trpc.workflows.calls.queryOptions(names.length > 0 ? { names } : undefined),
    refetchInterval: every(REFRESH_MS),
  });
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
  const path = useAddress().get("path") ?? "";
  const asked = useMemo(() => parsePath(path), [path]);
  const stands = useWayStands(asked);
  const now = stands.as === "drawn";
  const way = useMemo(() => (now ? tellPath(asked, calls) : []), [now, asked, calls]);
  const layout = useMemo(() => callLayout(calls, way), [calls, way]);
  if (calls.workflows.length === 0 && asked.length === 0)
    return (
      <EmptyState title="Nothing is published yet">
        Calls are those of published revisions: publish a workflow and it stands here.
      </EmptyState>
    );
  return (
    <div className="min-h-0 grow overflow-y-auto p-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {way.length > 0 ? <CallWay way={way} calls={calls} /> : null}
        {stands.as === "drawn" ? null : <WayGone stands={stands} />}
        {layout.boxes.length > 0 ? <CallPicture layout={layout} way={way} /> : null}
        <CallList calls={calls} alone={layout.alone} path={path} />
      </div>
    </div>
  );
}
