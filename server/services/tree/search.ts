import { foldsPer } from "#server/runtime/folds";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { TreeSearchInput } from "../inputs.ts";
import { findRun } from "../run/find-run.ts";
import { checkFoldable } from "../run/foldable.ts";
import { journalPages } from "../run/journal.ts";
import type { Caller } from "../types.ts";
import { type Found, type MentionKind, Mentions } from "./mentions.ts";

/** What is found for each term that was asked for, in their order. */
export type TreeHits = Found & { readonly treeId: string };

/** `mostSize` in bytes or so. */
const KEPT = { limit: 8, idleMs: 120_000, mostSize: 192 * 1024 * 1024 } as const;
/** Numbers in one answer: of every run of a large tree for a term or two. */
const MOST_HITS = 300_000;
const lately = foldsPer<Mentions>(KEPT);

/** A word without a field is looked for where it says something of the run itself: contexts are handed to all below. */
const ANYWHERE: readonly MentionKind[] = ["agent", "tag"];

/** Runs of a tree by what their rows do not tell: agents that they asked, keys and labels of their contexts. */
export async function searchTree(
  services: Services,
  caller: Caller,
  { treeId, terms }: TreeSearchInput,
): Promise<TreeHits> {
  authorize(caller, "run.read");
  const { tree } = await findRun(services, treeId);
  await checkFoldable(services, tree.id, "agents, tags and keys are searched");
  const mentions = await lately(services.db).look(
    tree.id,
    async () => ({ seq: 0, value: new Mentions() }),
    async (fold) => {
      for await (const page of journalPages(services, { treeId: tree.id, after: fold.seq })) {
        for (const { event } of page) fold.value.take(event);
        fold.seq = page.at(-1)?.seq ?? fold.seq;
        fold.size = fold.value.size;
      }
    },
  );
  const sought = terms.map(({ field, text }) => ({ kinds: field === null ? ANYWHERE : [field], text }));
  return { treeId: tree.id, ...mentions.find(sought, MOST_HITS) };
}
