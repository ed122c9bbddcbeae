"use client";
import { createContext, useContext, useEffect, useSyncExternalStore } from "react";
import { pointerOf } from "#server/engine/values/weigh";
import { useEditorState } from "./context";
import { FormPlace } from "./inspector/use-completion";
import type { FieldPath } from "./model/complete-field";
import { type LooseField, LooseFields, looseProblems, ownerKey } from "./model/loose-fields";
import { ownerOf } from "./model/problems";
import type { EditorStore } from "./model/store";

/** By workflow, for as long as the page is not loaded anew: whoever comes back to an editor finds what they have typed. */
const kept = new Map<string, LooseFields>();

/** What of a workflow was typed into fields and is not in its draft. It is asked before the page is left with some. */
export function useLooseFields(slug: string, store: EditorStore): LooseFields {
  const fields = kept.get(slug) ?? new LooseFields();
  kept.set(slug, fields);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (looseProblems(store.get().graph, fields.get()).length > 0) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [fields, store]);
  return fields;
}

/** Where fields keep what they cannot take over. */
export const Loose = createContext<LooseFields | null>(null);

export function useLoose(): LooseFields {
  const fields = useContext(Loose);
  if (!fields) throw new Error("This part stands in an editor.");
  return fields;
}

/** How many fields of what is there hold something that is not in the draft. */
export function useLooseCount(): number {
  const fields = useLoose();
  const { graph } = useEditorState();
  return looseProblems(graph, useSyncExternalStore(fields.subscribe, fields.get, fields.get)).length;
}

type KeptField = {
  readonly key: string;
  readonly kept: LooseField | undefined;
  readonly keep: (typed: unknown, message: string) => void;
  readonly drop: () => void;
  /** It is called otherwise from now on. */
  readonly move: (field: FieldPath) => void;
};

/** @param field The way from what the form is about to the field. */
export function useLooseField(field: FieldPath): KeptField {
  const fields = useLoose();
  const { graph } = useEditorState();
  const place = useContext(FormPlace);
  const ownerAt = (at: FieldPath) => ownerOf(graph, { path: pointerOf([...place, ...at]) });
  const owner = ownerAt(field);
  const key = ownerKey(owner);
  const look = () => fields.get().get(key);
  return {
    key,
    kept: useSyncExternalStore(fields.subscribe, look, look),
    keep: (typed, message) => fields.keep(owner, typed, message),
    drop: () => fields.drop(owner),
    move: (to) => fields.move(owner, ownerAt(to)),
  };
}
