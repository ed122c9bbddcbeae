import { archiveJournal, type EndedPlace, FIRST_ENDED, listEndedBefore } from "#db/queries/archive-journal";
import { deleteEndedTrees } from "#db/queries/delete-ended-trees";
import { type Keeper, startRetention } from "../runtime/retention.ts";
import type { Services } from "../services/context.ts";
import { readRetention } from "../services/settings/retention.ts";
import type { Stopper } from "./stop.ts";

/** Puts away what ended long ago, as the workspace has it. */
export function openRetention(services: Pick<Services, "db" | "log">, stopper: Stopper): Keeper {
  const { db, log } = services;
  const keeper = startRetention({
    from: FIRST_ENDED,
    log,
    store: {
      retention: () => readRetention(db.sql),
      ended: (days: number, after: EndedPlace, limit: number) =>
        listEndedBefore(db.sql, { days, after, limit }),
      archive: (treeId) => archiveJournal(db, treeId),
      remove: (days, limit) => deleteEndedTrees(db, { days, limit }),
    },
  });
  stopper.onStop("retention", keeper.stop);
  void keeper.keep();
  return keeper;
}
