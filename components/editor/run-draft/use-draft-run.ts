"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Status } from "#server/engine/live/wire";
import type { StartedDraft } from "#server/services/types";
import { useTRPC } from "../../providers";
import type { Overlay } from "../model/trial/overlay";

/** How it stands, with the state of its nodes for the canvas. */
export type Seen = {
  readonly status: Status;
  /** What all of it waits for; `null` = something moves, or nothing will. */
  readonly waitsFor: string | null;
  /** Number of the run in its tree that asks for an answer; `null` = none does. */
  readonly asking: number | null;
  readonly overlay: Overlay;
};
export type DraftRun = Seen & { readonly started: StartedDraft };

const BEGUN: Seen = { status: "running", waitsFor: null, asking: null, overlay: new Map() };

/** The run of the draft that was started last from here; who follows it tells what is seen of it. */
export function useDraftRun(slug: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [run, setRun] = useState<DraftRun | null>(null);
  const begin = useCallback((started: StartedDraft) => setRun({ started, ...BEGUN }), []);
  const forget = useCallback(() => setRun(null), []);
  const see = useCallback(
    (id: string, seen: Seen) => setRun((now) => (now?.started.id === id ? { ...now, ...seen } : now)),
    [],
  );
  const ended = useCallback(() => {
    for (const asked of [trpc.workflows.lastRun, trpc.workflows.lastCalls])
      void queries.invalidateQueries({ queryKey: asked.queryKey({ slug }) });
  }, [queries, trpc, slug]);
  return { run, begin, forget, see, ended };
}
