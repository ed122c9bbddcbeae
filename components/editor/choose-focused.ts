import type { RefObject } from "react";
import { asideAt } from "./model/asides";
import type { EditorStore } from "./model/store";

type Parts = { readonly store: EditorStore; readonly region: RefObject<HTMLElement | null> };

/** Where nothing is chosen, what has the focus is meant. */
export function chooseFocused({ store, region }: Parts): void {
  const { graph, selection } = store.get();
  if (selection.nodes.size + selection.edges.size + (selection.asides?.size ?? 0) > 0) return;
  const active = document.activeElement;
  const id = active?.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
  if (id === undefined || !region.current?.contains(active)) return;
  if (Object.hasOwn(graph.nodes, id)) store.select({ nodes: new Set([id]) });
  else if (asideAt(graph, id)) store.select({ asides: new Set([id]) });
}
