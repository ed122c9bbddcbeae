import { workAt } from "../recovery/ladder.ts";
import type { Deciding } from "../run/deciding.ts";
import type { Undoing } from "../run/events.ts";
import type { SlotRef } from "../run/state.ts";
import { runAt } from "../run/tree.ts";
import type { Blob, Stored } from "../values/json.ts";
import { type Shortfall, templateIn } from "./evaluate.ts";
import { localsAt } from "./locals.ts";
import { scopeOf } from "./scope.ts";

type Undoes =
  | { readonly kind: "undoing"; readonly undo?: Undoing; readonly blobs: readonly Blob[] }
  | Shortfall;

/** What undoes a result, worked out while everything that it needs is at hand; a skipped node has nothing to undo. */
export function undoingOf(deciding: Deciding, ref: SlotRef, output: Stored, skipped: boolean): Undoes {
  const { compensate } = workAt(deciding.tree, ref);
  if (!compensate || skipped) return { kind: "undoing", blobs: [] };
  const { input: source, task, workflow } = compensate;
  const by = task === undefined ? { workflow: workflow ?? "" } : { task };
  if (source === undefined) return { kind: "undoing", undo: { ...by, input: output }, blobs: [] };
  const own = ref.item === undefined ? { node: ref.node, output } : {};
  const scope = scopeOf(deciding.tree, runAt(deciding.tree, ref.run), {
    ...localsAt(deciding.tree, ref),
    ...own,
  });
  const whole =
    ref.item === undefined ? scope : { ...scope, node: outputOfItem(scope.node, ref.node, output) };
  const input = templateIn(deciding, source, whole, `node ${ref.node}, compensate`);
  if (input.kind !== "value") return input;
  return { kind: "undoing", undo: { ...by, input: input.stored }, blobs: input.blobs };
}

/** In the body of a map or a loop the node's output is that of the item. */
function outputOfItem(node: (id: string) => Stored | undefined, own: string, output: Stored) {
  return (id: string) => (id === own ? output : node(id));
}
