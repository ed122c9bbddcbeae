"use client";
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Problem } from "#server/engine/graph/graph";
import type { Workflows, WorstCase } from "#server/engine/graph/worst-case";
import type { Autosave, SaveState } from "./model/autosave";
import type { CodeText } from "./model/code-text";
import type { EditorState, EditorStore } from "./model/store";

type Editing = {
  readonly store: EditorStore;
  readonly autosave: Autosave;
  readonly code: CodeText;
  /** Everything that is known to be wrong with the graph as it stands, errors first. */
  readonly problems: readonly Problem[];
  /** What the recursion may come to at each depth; `null` = it is not known yet. */
  readonly worst: WorstCase | null;
  /** Workflows through which it comes back to itself. */
  readonly others: Workflows;
  /** Whether the reader may change anything, here and with this much room. */
  readonly mayEdit: boolean;
};

const EditingContext = createContext<Editing | null>(null);

export function EditingProvider({ children, ...editing }: Editing & { readonly children: ReactNode }) {
  return <EditingContext value={editing}>{children}</EditingContext>;
}

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error("This part stands in an editor.");
  return editing;
}

/** The graph that is edited with all that belongs to it; anew after each edit. */
export function useEditorState(): EditorState {
  const { store } = useEditing();
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

export function useSaveState(): SaveState {
  const { autosave } = useEditing();
  return useSyncExternalStore(autosave.subscribe, autosave.get, autosave.get);
}
