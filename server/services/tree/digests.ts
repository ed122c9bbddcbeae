import { fingerprint } from "#server/engine/hash";
import type { Event } from "#server/engine/run/events";
import { BLOB_KEY, type Json, type Stored } from "#server/engine/values/json";
import { isBlobRef } from "#server/engine/values/resolve";
import { foldsPer } from "#server/runtime/folds";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { findRun } from "../run/find-run.ts";
import { checkFoldable } from "../run/foldable.ts";
import { journalPages } from "../run/journal.ts";
import type { Caller } from "../types.ts";
import { ContextSets, type TreeContexts } from "./context-sets.ts";

/**
 * What each run was given and gave, told short: values of two trees are the same where their digests are. By number of
 * the run; an output is `null` where there is none.
 */
export type TreeDigests = {
  readonly treeId: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly (string | null)[];
  readonly contexts: TreeContexts;
};
type Growing = {
  readonly inputs: string[];
  readonly outputs: (string | null)[];
  readonly contexts: ContextSets;
};
type Asked = {
  readonly treeId: string;
  /** What the asker knows of the tree: all of that is told at least. */
  readonly seq: number;
};

/** Of two values at one place these never agree by chance. */
const CHARACTERS = 12;
/** `mostSize` in bytes or so. */
const KEPT = { limit: 8, idleMs: 120_000, mostSize: 192 * 1024 * 1024 } as const;
/** About what the heap holds for the digests of one run's input and output. */
const RUN_BYTES = 80;

const lately = foldsPer<Growing>(KEPT);

/** Digests of the input, the output and the context of every run of a tree, whatever their size. */
export async function treeDigests(
  services: Services,
  caller: Caller,
  { treeId }: Asked,
): Promise<TreeDigests> {
  authorize(caller, "run.read");
  const { tree } = await findRun(services, treeId);
  await checkFoldable(services, tree.id, "values are compared");
  const { inputs, outputs, contexts } = await lately(services.db).look(
    tree.id,
    async () => ({ seq: 0, value: { inputs: [], outputs: [], contexts: new ContextSets(CHARACTERS) } }),
    async (fold) => {
      for await (const page of journalPages(services, { treeId: tree.id, after: fold.seq })) {
        for (const { event } of page) take(fold.value, event);
        fold.seq = page.at(-1)?.seq ?? fold.seq;
        fold.size = fold.value.inputs.length * RUN_BYTES + fold.value.contexts.size;
      }
    },
  );
  return { treeId: tree.id, inputs: inputs.slice(), outputs: outputs.slice(), contexts: contexts.told() };
}

function take({ inputs, outputs, contexts }: Growing, event: Event): void {
  switch (event.type) {
    case "RunStarted":
      inputs[event.run] = digestOf(event.input);
      outputs[event.run] = null;
      contexts.start(event.run, event.context?.entries);
      break;
    case "RunSucceeded":
      outputs[event.run] = digestOf(event.output);
      break;
    case "NodeCompleted":
    case "ItemCompleted":
      if (event.context) contexts.write(event.run, event.context.entries);
      break;
    default:
  }
}

/** A large part stands in it as the hash of what it is, so that nothing has to be read to tell values apart. */
function digestOf(stored: Stored): string {
  const hash = isBlobRef(stored) ? stored[BLOB_KEY] : fingerprint(stored as Json);
  return hash.slice(0, CHARACTERS);
}
