"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { Workflows, WorstCase } from "#server/engine/graph/worst-case";
import type { Places } from "../model/geometry";
import type { Answered, Asked } from "./messages";

/** Long enough not to check every letter, short enough to be there when the eye is. */
const CHECK_AFTER_MS = 150;

type Tidy = (graph: Graph, places: Places, ids: readonly string[]) => Promise<Places>;
type Question<A extends Asked["ask"]> = Omit<Extract<Asked, { ask: A }>, "id">;
type Ask = <A extends Asked["ask"]>(asked: Question<A>) => Promise<Extract<Answered, { ask: A }>>;

/**
 * The engine's checks of the graph as it stands, a moment after each edit; and the layout on request.
 *
 * @param others What it comes back to itself through.
 */
export function useEditorWorker(
  graph: Graph,
  others: Workflows,
): {
  readonly problems: readonly Problem[];
  /** The graph that `problems` are about; `null` = none yet. */
  readonly checked: Graph | null;
  readonly worst: WorstCase | null;
  readonly tidy: Tidy;
} {
  const [found, setFound] = useState<Found>(NOTHING);
  const ask = useAsking();
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      void ask<"check">({ ask: "check", graph, others }).then(({ problems, worst }) => {
        if (!stale) setFound({ problems, checked: graph, worst });
      });
    }, CHECK_AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [graph, others, ask]);
  const tidy = useCallback<Tidy>(
    async (of, places, ids) =>
      new Map((await ask<"tidy">({ ask: "tidy", graph: of, places: [...places], ids })).places),
    [ask],
  );
  return { ...found, tidy };
}

type Found = {
  readonly problems: readonly Problem[];
  readonly checked: Graph | null;
  readonly worst: WorstCase | null;
};
const NOTHING: Found = { problems: [], checked: null, worst: null };

function useAsking(): Ask {
  const worker = useRef<Worker | null>(null);
  const waiting = useRef(new Map<number, (answered: Answered) => void>());
  const last = useRef(0);
  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
    },
    [],
  );
  return useCallback<Ask>((asked) => {
    worker.current ??= started(waiting.current);
    const id = ++last.current;
    const { current } = worker;
    return new Promise((resolve) => {
      waiting.current.set(id, resolve as (answered: Answered) => void);
      current.postMessage({ ...asked, id });
    });
  }, []);
}

function started(waiting: Map<number, (answered: Answered) => void>): Worker {
  const worker = new Worker(new URL("./editor.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  return worker;
}
