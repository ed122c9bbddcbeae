"use client";
import type { RefObject } from "react";
import { type Command, textOf, useCommands } from "../keys";
import { actionOf, DEPTH_KEYS, KEYS_ANYWHERE, KEYS_IN_TREE, type TreeAction } from "./model/keys";

/** Of the tree that is on screen: it finds what is closed or out of sight, as the browser's own search cannot. */
function searchField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("input[data-tree-search]");
}

/**
 * Offers what can be done with the tree: by its keys, and by name in the palette. Other views of it take the same keys
 * where they say `data-tree-keys`.
 */
export function useTreeKeys(
  tree: RefObject<HTMLElement | null>,
  onAction: (action: TreeAction) => void,
): void {
  const run = (id: string) => (event?: KeyboardEvent) => {
    const action = actionOf(id, event?.key ?? "");
    if (action) onAction(action);
  };
  const isInTree = ({ target }: KeyboardEvent): boolean =>
    target === document.body ||
    (target instanceof HTMLElement &&
      (target.id === "main" ||
        tree.current?.contains(target) === true ||
        target.closest("[data-tree-keys]") !== null));
  useCommands([
    ...KEYS_ANYWHERE.map(
      (id): Command => ({ id, title: textOf(id), section: "This tree", words: ["tree"], run: run(id) }),
    ),
    { id: DEPTH_KEYS, run: run(DEPTH_KEYS) },
    { id: "tree.search", run: () => searchField()?.select(), when: () => searchField() !== null },
    ...KEYS_IN_TREE.map((id): Command => ({ id, run: run(id), when: isInTree })),
  ]);
}
