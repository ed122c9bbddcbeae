import * as z from "zod";
import { type Sql, withTransaction } from "#db/client";
import { getSetting, putSetting } from "#db/queries/settings";
import type { Retention } from "../../runtime/retention.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";

const KEY = "workspace.retention";
const MOST_DAYS = 36_500;

const days = z.int().min(1).max(MOST_DAYS).nullable().default(null);

export const retentionInput = z
  .strictObject({ archiveAfterDays: days, deleteAfterDays: days })
  .refine(
    ({ archiveAfterDays, deleteAfterDays }) =>
      archiveAfterDays === null || deleteAfterDays === null || archiveAfterDays < deleteAfterDays,
    {
      path: ["deleteAfterDays"],
      message: "must be more days than those after which runs are packed, or nothing to keep them",
    },
  );

/** Where nothing was ever set, everything is kept as it is. */
export async function readRetention(sql: Sql): Promise<Retention> {
  const stored = await getSetting(sql, KEY);
  return retentionInput.parse(stored === null ? {} : JSON.parse(stored));
}

export function retention({ db }: Pick<Services, "db">, caller: Caller): Promise<Retention> {
  authorize(caller, "workspace.read");
  return readRetention(db.sql);
}

export async function setRetention(
  { db }: Pick<Services, "db">,
  caller: Caller,
  given: Retention,
): Promise<Retention> {
  authorize(caller, "workspace.update");
  await withTransaction(db, async (tx) => {
    const before = await readRetention(tx);
    const names = ["archiveAfterDays", "deleteAfterDays"] as const;
    const changed = names.filter((name) => before[name] !== given[name]);
    if (changed.length === 0) return;
    await putSetting(tx, KEY, JSON.stringify(given));
    const detail = changed.map((name) => `${name}: ${before[name] ?? "never"} → ${given[name] ?? "never"}`);
    await audit(tx, caller, "workspace.update", "workspace/retention", detail.join(", "));
  });
  return given;
}
