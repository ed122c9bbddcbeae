import { Recording } from "#server/engine/fork/record";
import { foldsPer } from "#server/runtime/folds";
import type { Services } from "../context.ts";
import { measuredPages } from "./journal.ts";

/** Characters of journals; of small events the heap holds six times as much. A tree with more is folded anew at each look. */
const KEPT = { limit: 4, idleMs: 120_000, mostSize: 32 * 1024 * 1024 } as const;

const lately = foldsPer<Recording>(KEPT);

/** What can be forked of a tree, up to the end of its journal: the next look reads only what is new to it. */
export function treeRecording({ db }: Pick<Services, "db">, treeId: string): Promise<Recording> {
  return lately(db).look(
    treeId,
    async () => ({ seq: 0, value: new Recording(), size: 0 }),
    async (fold) => {
      for await (const { page, characters } of measuredPages({ db }, { treeId, after: fold.seq })) {
        for (const { event } of page) fold.value.take(event);
        fold.seq = page.at(-1)?.seq ?? fold.seq;
        fold.size = (fold.size ?? 0) + characters;
      }
    },
  );
}
