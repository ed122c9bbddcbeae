"use client";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { TreeStore } from "../../tree";
import type { DryAsked, DryTold, Shown } from "../model/trial/messages";

export type DryState = {
  /** `null` = nothing was started yet. */
  readonly shown: Shown | null;
  /** Of the run that is looked at. */
  readonly graph: Graph | null;
  readonly failure: string | null;
};

export type DryRunning = DryState & {
  readonly store: TreeStore;
  readonly ask: (asked: DryAsked) => void;
};

const NOTHING: DryState = { shown: null, graph: null, failure: null };

/** A dry run in a worker of its own, for as long as the part that uses it is there. */
export function useDryRun(): DryRunning {
  const worker = useRef<Worker | null>(null);
  const [store] = useState(() => new TreeStore((flush) => requestAnimationFrame(flush)));
  const [state, setState] = useState(NOTHING);
  useSyncExternalStore(
    store.subscribe,
    () => store.version,
    () => 0,
  );
  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
    },
    [],
  );
  const hear = useCallback(
    (told: DryTold) => {
      if (told.tell === "failed") return setState((before) => ({ ...before, failure: told.message }));
      if (told.snapshot) store.load(told.snapshot);
      if (told.batch) store.receive(told.batch);
      setState((before) => ({ shown: told, graph: told.look.graph ?? before.graph, failure: null }));
    },
    [store],
  );
  const ask = useCallback(
    (asked: DryAsked) => {
      worker.current ??= started(hear);
      worker.current.postMessage(asked);
    },
    [hear],
  );
  return { ...state, store, ask };
}

function started(hear: (told: DryTold) => void): Worker {
  const worker = new Worker(new URL("./dry-run.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<DryTold>) => hear(data));
  worker.addEventListener("error", ({ message }) =>
    hear({ tell: "failed", message: message || "the worker stopped" }),
  );
  return worker;
}
