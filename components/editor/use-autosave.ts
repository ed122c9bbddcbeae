"use client";
import { useEffect, useRef, useState } from "react";
import { diffGraphs } from "#server/engine/modification/diff";
import type { WorkflowDetail } from "#server/services/types";
import { messageOf, statusOf, useTRPCClient } from "../providers";
import type { Loaded } from "./editor";
import { Autosave, type Halt } from "./model/autosave";
import type { EditorStore } from "./model/store";
import { readStanding } from "./standing";

type Server = {
  readonly workflow: WorkflowDetail;
  /** When it was last read, also where that was the same again. */
  readonly readAt: number;
  /** There was one, and now there is no such workflow. */
  readonly gone: boolean;
};

const HALTS: Readonly<Record<number, Halt>> = { 403: "barred", 404: "gone", 412: "conflict" };

/** Keeps the draft up with the edits, and takes what others save while nothing here is unsaved. */
export function useAutosave(store: EditorStore, loaded: Loaded, server: Server): Autosave {
  const client = useTRPCClient();
  const { slug } = server.workflow;
  const [autosave] = useState(
    () =>
      new Autosave(
        {
          save: async (graph, base) => {
            const { draft, problems } = await client.workflows.saveDraft.mutate({ slug, graph, base });
            return { hash: draft.hash, problems };
          },
          haltOf: (error) => HALTS[statusOf(error)] ?? null,
          isRefused: (error) => statusOf(error) >= 400 && statusOf(error) < 500,
          messageOf,
          read: () => readStanding(client, slug),
        },
        {
          hash: loaded.hash,
          problems: loaded.draft?.problems ?? server.workflow.problems,
          graph: loaded.graph,
        },
      ),
  );
  useEffect(() => store.subscribe(() => autosave.changed(store.get().graph)), [store, autosave]);
  useNews(store, autosave, server);
  useGone(autosave, server.gone);
  useLeaving(autosave);
  return autosave;
}

/** What somebody else has saved becomes one entry of the history, unless there is something to lose by it. */
function useNews(store: EditorStore, autosave: Autosave, { workflow, readAt }: Server): void {
  useEffect(
    () =>
      autosave.follow(({ by, graph }) => {
        const operations = diffGraphs(store.get().graph, graph);
        return store.do({ label: `Changes of ${by}`, by, operations }) ? store.get().graph : null;
      }),
    [store, autosave],
  );
  useEffect(() => {
    const hash = workflow.draft?.hash ?? workflow.hash;
    // The same as before may be news: what was saved here in between is gone then.
    if (hash !== null && readAt > 0) autosave.heard(hash);
  }, [autosave, workflow, readAt]);
}

/** Stops when the workflow goes, and looks what stands there when it is back. */
function useGone(autosave: Autosave, gone: boolean): void {
  const was = useRef(false);
  useEffect(() => {
    if (gone) autosave.gone();
    else if (was.current && autosave.get().status === "gone") void autosave.resume();
    was.current = gone;
  }, [autosave, gone]);
}

/** Saves when the page is left and when the network is back, and asks before what is unsaved would be lost with it. */
function useLeaving(autosave: Autosave): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (autosave.get().status !== "saved") event.preventDefault();
    };
    const hidden = () => {
      if (document.visibilityState === "hidden") void autosave.now();
    };
    const back = () => void autosave.now();
    addEventListener("beforeunload", ask);
    addEventListener("online", back);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      removeEventListener("beforeunload", ask);
      removeEventListener("online", back);
      document.removeEventListener("visibilitychange", hidden);
      void autosave.now();
    };
  }, [autosave]);
}
