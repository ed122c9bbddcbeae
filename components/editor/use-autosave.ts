"use client";
import { useEffect, useRef, useState } from "react";
import { diffGraphs } from "#server/engine/modification/diff";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import { messageOf, statusOf, useTRPCClient } from "../providers";
import type { Loaded } from "./editor";
import { Autosave, type Halt } from "./model/autosave";
import type { EditorStore } from "./model/store";
import { standing } from "./standing";

type Server = {
  readonly workflow: WorkflowDetail;
  readonly draft: DraftDetail | null;
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
function useNews(store: EditorStore, autosave: Autosave, { workflow, draft }: Server): void {
  useEffect(() => {
    const theirs = standing(workflow, draft);
    if (!theirs?.graph || !autosave.isNews(theirs.hash) || autosave.get().status !== "saved") return;
    const operations = diffGraphs(store.get().graph, theirs.graph);
    if (!store.do({ label: `Changes of ${theirs.by}`, by: theirs.by, operations })) return;
    autosave.rebase(theirs.hash, store.get().graph, theirs.problems);
  }, [store, autosave, workflow, draft]);
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
