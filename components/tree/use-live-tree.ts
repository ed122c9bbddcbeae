"use client";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type LiveSocket, messageOf, statusOf, useLive, useTRPCClient } from "../providers";
import { TreeStore } from "./model/tree-store";
import { paced } from "./pace";

export type LiveTree = {
  readonly store: TreeStore;
  readonly phase: "loading" | "ready" | "missing" | "failed";
  readonly error: string | null;
  readonly retry: () => void;
};

type Snapshot = Parameters<TreeStore["load"]>[0];
const AGAIN_MS = 500;

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
    return follow({
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

type Follow = {
  readonly live: LiveSocket;
  readonly store: TreeStore;
  readonly treeId: string;
  readonly fetch: () => Promise<Snapshot>;
  readonly onReady: () => void;
  readonly onMissing: () => void;
  readonly onError: (message: string) => void;
};

/** Snapshot, then the stream from there; from the top again when the stream says so. Returns how to stop. */
function follow({ live, store, treeId, fetch, onReady, onMissing, onError }: Follow): () => void {
  let stopped = false;
  let leave = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    leave();
    clearTimeout(timer);
    timer = setTimeout(() => void load(), AGAIN_MS);
  };
  const load = () =>
    fetch().then(
      (snapshot) => {
        if (stopped) return;
        store.load(snapshot);
        onReady();
        join();
      },
      (error: unknown) => {
        if (!stopped) refused(error);
      },
    );
  const refused = (error: unknown) => {
    if (statusOf(error) === 404) onMissing();
    else if (statusOf(error) === 401) location.assign("/sign-in");
    else onError(messageOf(error));
  };
  const join = () => {
    leave = live.join(`tree:${treeId}`, {
      position: () => ({
        after: store.seq,
        incarnation: store.incarnation,
        held: store.tree?.status === "needs_attention",
      }),
      onBatch: (batch) => {
        const received = store.receive(batch);
        if (received === "incomplete") again();
        return received !== "gap";
      },
      onResync: again,
      onRefused: (code) =>
        code === "NOT_FOUND" ? onMissing() : onError(`The live stream was refused (${code}).`),
    });
  };
  void load();
  return () => {
    stopped = true;
    clearTimeout(timer);
    leave();
  };
}
