"use client";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { messageOf, useTRPCClient } from "../providers";
import { openAs, showMoment } from "./model/past";
import { TreeStore } from "./model/tree-store";

export type ShownTree = {
  readonly store: TreeStore;
  /** Instant that the store stands at; `null` = the present. */
  readonly at: number | null;
  /** Why the instant that was asked for cannot be shown. */
  readonly error: string | null;
  /** The instant that was asked for is still on its way. */
  readonly loading: boolean;
};

/** The tree as it was at an instant, or as it is now. While the next moment loads, the last one stays. */
export function usePast(treeId: string, now: TreeStore, at: number | null): ShownTree {
  const client = useTRPCClient();
  const [past] = useState(() => new TreeStore((flush) => requestAnimationFrame(flush)));
  const [shown, setShown] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);
  const busy = useRef(false);
  useSyncExternalStore(
    past.subscribe,
    () => past.version,
    () => 0,
  );
  useEffect(() => {
    const entering = wanted.current === null;
    wanted.current = at;
    if (at === null) {
      if (!entering && past.tree) openAs(now, past);
      setShown(null);
      setError(null);
      return;
    }
    const show = async (asked: number, first: boolean): Promise<void> => {
      try {
        const snapshot = await client.trees.past.query({ treeId, at: asked });
        if (wanted.current === null) return;
        showMoment(past, snapshot);
        if (first) openAs(past, now);
        setShown(asked);
        setError(null);
      } catch (failure) {
        setShown(null);
        setError(messageOf(failure));
      }
    };
    void follow(wanted, busy, (asked) => show(asked, entering));
  }, [client, treeId, now, past, at]);
  const instant = at === null ? null : shown;
  return {
    store: instant === null ? now : past,
    at: instant,
    error,
    loading: at !== shown && error === null,
  };
}

type Box<Value> = { current: Value };

/** Shows what is wanted, one after the other; of what was wanted meanwhile only the latest counts. */
async function follow(
  wanted: Box<number | null>,
  busy: Box<boolean>,
  show: (asked: number) => Promise<void>,
): Promise<void> {
  if (busy.current) return;
  busy.current = true;
  let done: number | null = null;
  while (wanted.current !== null && wanted.current !== done) {
    done = wanted.current;
    await show(done);
  }
  busy.current = false;
}
