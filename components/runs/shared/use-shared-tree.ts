"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { Share } from "#server/services/types-shares";
import { isRefusal, messageOf, statusOf, useSharedClient } from "../../providers";
import { showMoment, TreeStore } from "../../tree";
import { isLive } from "../../ui";

export type SharedTreeState = {
  readonly store: TreeStore;
  readonly share: Share | undefined;
  /** Why the link opens nothing, or no longer. */
  readonly closed: string | null;
  /** What went wrong otherwise; it is tried again. */
  readonly error: string | null;
};

const LEAST_MS = 2_000;
const MOST_MS = 15_000;
/** Of a large tree an answer takes long to make: most of the time is left between two. */
const REST = 12;

/** The tree behind the page's link, asked for again as long as it goes on. */
export function useSharedTree(): SharedTreeState {
  const client = useSharedClient();
  const [store] = useState(() => new TreeStore((flush) => requestAnimationFrame(flush)));
  const [trouble, setTrouble] = useState<unknown>(null);
  useSyncExternalStore(
    store.subscribe,
    () => store.version,
    () => 0,
  );
  const link = useQuery({ queryKey: ["shared", "link"], queryFn: () => client.shared.link.query() });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const look = async (): Promise<void> => {
      const from = performance.now();
      const again = await load(client, store).then(
        (live) => {
          setTrouble(null);
          return live;
        },
        (error: unknown) => {
          setTrouble(error);
          return statusOf(error) !== 404;
        },
      );
      const rest = Math.min(MOST_MS, Math.max(LEAST_MS, REST * (performance.now() - from)));
      if (again && !left) timer = setTimeout(() => void look(), rest);
    };
    void look();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [client, store]);
  const error = trouble ?? link.error;
  const ended = statusOf(error) === 404 && isRefusal(error);
  return {
    store,
    share: link.data,
    closed: ended ? messageOf(error) : null,
    error: error && !ended ? messageOf(error) : null,
  };
}

/** Answers whether more will come. */
async function load(client: ReturnType<typeof useSharedClient>, store: TreeStore): Promise<boolean> {
  const known = store.tree ? { after: store.seq, status: store.tree.status } : {};
  const { snapshot } = await client.shared.tree.query(known);
  if (snapshot) showMoment(store, snapshot);
  const status = store.tree?.status;
  return status !== undefined && (isLive(status) || status === "needs_attention");
}
