"use client";
import type { RefObject } from "react";
import { textOf, useCommands } from "../../keys";
import { chooseFocused } from "../choose-focused";
import type { EditorStore } from "../model/store";
import { useTrail } from "../trail-context";

type OpenKeyParts = { readonly store: EditorStore; readonly region: RefObject<HTMLElement | null> };

/** Opens what the chosen node calls, by its key and from the command palette. */
export function useOpenKey({ store, region }: OpenKeyParts): void {
  const { open } = useTrail();
  const run = () => {
    chooseFocused({ store, region });
    const { graph, selection } = store.get();
    const [id] = selection.nodes;
    if (id !== undefined && selection.nodes.size === 1) open(graph, id);
  };
  const onNodes = ({ target }: KeyboardEvent): boolean =>
    target instanceof Element &&
    region.current?.contains(target) === true &&
    target.closest(".react-flow__node") !== null;
  useCommands([
    { id: "editor.open", title: textOf("editor.open"), section: "This canvas", run, when: onNodes },
  ]);
}
