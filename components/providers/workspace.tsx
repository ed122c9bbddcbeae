"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { WorkspaceBatch, WorkspaceEvent, WorkspaceRun } from "#server/engine/live/workspace-wire";
import { statusOf, useTRPC, useTRPCClient } from "./api";
import type { LiveSocket } from "./model/live-socket";
import { refreshDue } from "./model/refresh";
import { type Workspace, WorkspaceStore } from "./model/workspace-store";

const WorkspaceContext = createContext<WorkspaceStore | null>(null);
const AGAIN_MS = 2_000;
/** What was asked lately is not asked again for every event of a burst. */
const REFRESH_MS = 1_000;

/** Follows the workspace topic for all pages of the tab, and has queries asked again when events touch them. */
export function WorkspaceProvider({
  live,
  children,
}: {
  readonly live: LiveSocket | null;
  readonly children: ReactNode;
}) {
  const [store] = useState(() => new WorkspaceStore());
  const client = useTRPCClient();
  useEffect(
    () => (live ? follow(live, store, () => client.workspace.snapshot.query()) : undefined),
    [live, client, store],
  );
  useRefreshedQueries(store);
  return <WorkspaceContext value={store}>{children}</WorkspaceContext>;
}

type Snapshot = Parameters<WorkspaceStore["load"]>[0];

function follow(live: LiveSocket, store: WorkspaceStore, fetch: () => Promise<Snapshot>): () => void {
  let stopped = false;
  let leave = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function start(): Promise<void> {
    leave();
    try {
      const snapshot = await fetch();
      if (stopped) return;
      store.load(snapshot);
      leave = live.join<WorkspaceBatch>("workspace", {
        position: () => store.position(),
        onBatch: (batch) => store.apply(batch),
        onProgress: (progress) => store.progress(progress),
        onResync: () => void start(),
        onRefused: () => undefined,
      });
    } catch (error) {
      // Nobody is signed in any more: the page that asks for something says so.
      if (!stopped && statusOf(error) !== 401) timer = setTimeout(() => void start(), AGAIN_MS);
    }
  }

  void start();
  return () => {
    stopped = true;
    clearTimeout(timer);
    leave();
  };
}

/** Key that lists of runs put first in theirs. They hold new rows back instead of moving under the pointer. */
const RUN_LISTS = ["runs"];

/** Asks again for what events touch; polling goes on slowly, in case that none come. */
function useRefreshedQueries(store: WorkspaceStore): void {
  const queries = useQueryClient();
  const trpc = useTRPC();
  useEffect(() => {
    const due = new Map<string, readonly unknown[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      refreshDue(queries, due);
      timer = due.size > 0 ? setTimeout(refresh, REFRESH_MS) : undefined;
    };
    const ask = (keys: readonly (readonly unknown[])[]) => {
      for (const key of keys) due.set(JSON.stringify(key), key);
      timer ??= setTimeout(refresh, REFRESH_MS);
    };
    const stops = [
      store.watch((events) => ask(touchedBy(events, trpc))),
      store.watchStanding(() => ask(listsOfRuns(trpc))),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [store, queries, trpc]);
}

function listsOfRuns(trpc: ReturnType<typeof useTRPC>): readonly (readonly unknown[])[] {
  return [RUN_LISTS, trpc.runs.list.pathKey(), trpc.runs.facets.pathKey(), trpc.overview.pathKey()];
}

function touchedBy(
  events: readonly WorkspaceEvent[],
  trpc: ReturnType<typeof useTRPC>,
): readonly (readonly unknown[])[] {
  return [
    ...listsOfRuns(trpc),
    ...(isNotable(events) ? [trpc.notifications.pathKey()] : []),
    ...(touchesWorkflows(events) ? [trpc.workflows.list.pathKey(), trpc.workflows.get.pathKey()] : []),
    ...(changesBreakers(events) ? [trpc.breakers.pathKey(), trpc.agents.health.pathKey()] : []),
    ...(changesWorkflows(events) ? [trpc.workflows.pathKey()] : []),
  ];
}

function isNotable(events: readonly WorkspaceEvent[]): boolean {
  return events.length === 0 || events.some(({ kind }) => kind !== "run.started" && kind !== "run.changed");
}

/** Runs that start and end are told beside their workflows. */
function touchesWorkflows(events: readonly WorkspaceEvent[]): boolean {
  return events.length === 0 || events.some(({ kind }) => kind !== "run.changed");
}

function changesBreakers(events: readonly WorkspaceEvent[]): boolean {
  return events.length === 0 || events.some(({ kind }) => /^(breaker|demo)\./.test(kind));
}

/** Drafts change with their workflows only. */
function changesWorkflows(events: readonly WorkspaceEvent[]): boolean {
  return events.length === 0 || events.some(({ kind }) => /^(workflow|demo)\./.test(kind));
}

const EMPTY: Workspace = { seq: null, runs: new Map(), openTotal: 0, events: [] };
const empty = (): Workspace => EMPTY;
const nothing = () => () => undefined;

function useStore<T>(pick: (workspace: Workspace) => T): T {
  const store = useContext(WorkspaceContext);
  const read = () => pick(store?.view() ?? EMPTY);
  return useSyncExternalStore(store?.subscribe ?? nothing, read, () => pick(empty()));
}

/** Who made a workflow go while the page was open; `null` = it was not told. */
export function useDiscardedBy(slug: string): { readonly id: string; readonly name: string } | null {
  return useStore(({ events }) => {
    const went = events.find((event) => "gone" in event && event.slug === slug);
    return went?.actor ?? null;
  });
}

/** The present state of a root run: over what a list was told when it was read. */
export function useWorkspaceRun(id: string): WorkspaceRun | undefined {
  return useStore(({ runs }) => runs.get(id));
}
