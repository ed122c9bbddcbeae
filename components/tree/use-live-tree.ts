"use client";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useLive, useTRPCClient } from "../providers";
import { followTree, type Snapshot } from "./follow-tree";
import { TreeStore } from "./model/tree-store";
import { paced } from "./pace";

export type LiveTree = {
  readonly store: TreeStore;
  /** `failed` with a tree in the store: what is on screen is old. What may pass is tried again by itself. */
  readonly phase: "loading" | "ready" | "missing" | "failed";
  readonly error: string | null;
  readonly retry: () => void;
};

/** Loads a tree and keeps it current for as long as the component lives. Renders at a measured pace. */
export function useLiveTree(treeId: string): LiveTree {
  const [store] = useState(() => new TreeStore((flush) => requestAnimationFrame(flush), paced()));
  const [state, setState] = useState<Pick<LiveTree, "phase" | "error">>({ phase: "loading", error: null });
  const [tries, setTries] = useState(0);
  const live = useLive();
  const client = useTRPCClient();
  useSyncExternalStore(
    store.subscribe,
    () => store.version,
    () => 0,
  );
  // The first snapshot does not wait for the socket: what happens meanwhile is caught up on.
  const early = useRef<Promise<Snapshot> | null>(null);
  useEffect(() => {
    early.current = client.trees.snapshot.query({ treeId });
    early.current.catch(() => undefined);
    return () => {
      early.current = null;
    };
  }, [client, treeId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` is what starts it again
  useEffect(() => {
    if (!live) return;
    const fetch = () => {
      const begun = early.current;
      early.current = null;
      return begun ?? client.trees.snapshot.query({ treeId });
    };
    return followTree({
      live,
      store,
      treeId,
      fetch,
      onReady: () => setState({ phase: "ready", error: null }),
      onMissing: () => setState({ phase: "missing", error: null }),
      onError: (error) => setState({ phase: "failed", error }),
    });
  }, [live, client, store, treeId, tries]);
  const retry = useCallback(() => {
    setState({ phase: "loading", error: null });
    setTries((count) => count + 1);
  }, []);
  return { store, ...state, retry };
}
