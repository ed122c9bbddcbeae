import { entriesOf } from "../context/entry.ts";
import type { Lacking } from "../context/questions.ts";
import { type ContextChange, evaluateWrites } from "../context/writes.ts";
import type { Failure } from "../failure.ts";
import type { NodeId } from "../ids.ts";
import { type Deciding, factsOf } from "../run/deciding.ts";
import type { RunState } from "../run/state.ts";
import { boundGraphOf, definitionOf } from "../run/tree.ts";
import type { Blob, Stored } from "../values/json.ts";
import { scopeOf } from "./scope.ts";

type Written =
  | { readonly kind: "written"; readonly change?: ContextChange; readonly blobs?: readonly Blob[] }
  | { readonly kind: "lacking"; readonly lacking: Lacking }
  | { readonly kind: "failure"; readonly failure: Failure };

/** What a node that is done writes into its run's context, on top of what its child brought back. */
export function writtenBy(
  deciding: Deciding,
  run: RunState,
  id: NodeId,
  output: Stored,
  returned: ContextChange | undefined,
): Written {
  const { contextUpdates } = definitionOf(deciding.tree, run, id).node;
  if (!contextUpdates) return returned ? { kind: "written", change: returned } : { kind: "written" };
  const entries = { ...run.context?.entries, ...entriesOf(returned?.entries ?? []) };
  const writer = {
    at: deciding.at,
    origin: { run: run.no, depth: run.depth, node: id },
    entries,
    context: boundGraphOf(deciding.tree, run).graph.context,
    scope: scopeOf(deciding.tree, run, { node: id, output }),
    where: `node ${id}, contextUpdates`,
  };
  const own = evaluateWrites(contextUpdates, writer, factsOf(deciding));
  if (own.kind !== "changed") return own;
  const both = { ...entriesOf(returned?.entries ?? []), ...entriesOf(own.change.entries) };
  return {
    kind: "written",
    change: { ...returned, ...own.change, entries: Object.values(both) },
    blobs: own.blobs,
  };
}
