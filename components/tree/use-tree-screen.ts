"use client";
import { useEffect, useRef, useState } from "react";
import { nextError } from "./model/errors";
import type { TreeAction } from "./model/keys";
import { moved } from "./model/navigate";
import { nextMatch } from "./model/search";
import type { TreeStore } from "./model/tree-store";
import type { Line } from "./model/view";
import { useTreeKeys } from "./use-tree-keys";
import { useTreeParams } from "./use-tree-params";

const FOLLOW_MS = 700;

/** All that a person can do with a tree on screen: select, move, open, search, follow. */
export function useTreeScreen(store: TreeStore, live: boolean) {
  const [params, setParams] = useTreeParams();
  const [active, setActive] = useState<string | null>(params.run === null ? null : `r${params.run}`);
  const [show, setShow] = useState<{ key: string; times: number } | null>(null);
  const [wish, setWish] = useState(params.run === null);
  const [query, setQuery] = useState(params.q);
  const scroller = useRef<HTMLDivElement>(null);
  const following = wish && live && query === "";

  const bring = (key: string) => setShow((last) => ({ key, times: (last?.times ?? 0) + 1 }));
  const activate = (key: string) => {
    setWish(false);
    setActive(key);
    bring(key);
    if (key.startsWith("r")) setParams({ run: Number(key.slice(1)) });
  };
  const goTo = (no: number) => {
    store.reveal(no);
    activate(`r${no}`);
  };
  const closeDone = () => {
    const on = !store.view.doneClosed;
    store.closeDone(on);
    setParams({ done: on ? "closed" : null });
  };
  const iterate = (line: Line | undefined, by: number) => {
    const no = line ? store.iterate(line, by) : null;
    if (no !== null) activate(`r${no}`);
  };
  const showTo = (depth: number | null) => {
    store.showTo(depth);
    setParams({ depth });
  };
  const toMatch = (step: 1 | -1) => {
    const no = nextMatch(store.found(), runOf(active), step);
    if (no !== null) goTo(no);
  };
  const act = (action: TreeAction) => {
    switch (action.do) {
      case "openAll":
        return showTo(null);
      case "closeAll":
        return showTo(0);
      case "closeDone":
        return closeDone();
      case "iterate":
        return iterate(
          store.screen().find(({ key }) => key === active),
          action.by,
        );
      case "depth":
        return showTo(action.to);
      case "error": {
        const no = nextError(store.forest, runOf(active), action.step);
        if (no === null) return;
        // Of what failed, the failure is shown first.
        setParams({ tab: null });
        return goTo(no);
      }
      case "match":
        return toMatch(action.step);
      case "follow":
        return setWish(!following);
      default: {
        const key = moved(store, active, action);
        if (key !== null) activate(key);
      }
    }
  };
  useTreeKeys(scroller, act);
  useOpening(store, params, goTo);
  useQuery(store, query, params.among === null, setParams);
  useFollowing(store, following, bring);
  return {
    params,
    active,
    show,
    following,
    scroller,
    act,
    goTo,
    showTo,
    doneClosed: store.view.doneClosed,
    closeDone,
    iterate,
    query,
    setQuery,
    toMatch,
    only: params.among === null,
    showOnly: (only: boolean) => setParams({ among: only ? null : "all" }),
    select: (line: Line) => activate(line.key),
    deselect: () => {
      setActive(null);
      setParams({ run: null });
    },
    toggle: (line: Line) => {
      setWish(false);
      store.toggle(line);
    },
    wander: () => setWish(false),
    follow: () => setWish(!following),
  };
}

function runOf(key: string | null): number | null {
  return key?.startsWith("r") ? Number(key.slice(1)) : null;
}

type Params = ReturnType<typeof useTreeParams>[0];

/** What the address says, once there is a tree to say it of. */
function useOpening(store: TreeStore, params: Params, goTo: (no: number) => void): void {
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current || !store.tree) return;
    opened.current = true;
    if (params.depth !== null) store.showTo(params.depth);
    if (params.done !== null) store.closeDone(true);
    if (params.run !== null && store.forest.rows[params.run]) goTo(params.run);
  });
}

const SETTLE_MS = 250;

/** Searches at once; the address follows when the typing rests. */
function useQuery(
  store: TreeStore,
  query: string,
  only: boolean,
  setParams: (change: { q: string }) => void,
): void {
  useEffect(() => store.showOnly(only), [store, only]);
  useEffect(() => {
    store.setQuery(query);
    const timer = setTimeout(() => setParams({ q: query }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [store, query, setParams]);
}

function useFollowing(store: TreeStore, following: boolean, bring: (key: string) => void): void {
  const latest = useRef(bring);
  useEffect(() => {
    latest.current = bring;
  });
  useEffect(() => {
    if (!following) return;
    const timer = setInterval(() => {
      const no = store.follow();
      if (no !== null) requestAnimationFrame(() => latest.current(`r${no}`));
    }, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [store, following]);
}
