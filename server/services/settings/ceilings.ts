import * as z from "zod";
import { type Sql, withTransaction } from "#db/client";
import { getSetting, putSetting } from "#db/queries/settings";
import { type Limits, limitsSchema } from "#server/engine/graph/graph";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";

const KEY = "workspace.limits";

/** Limits that a workspace can cap. */
const NAMES = [
  "maxDepth",
  "maxAgentsPerLevel",
  "maxRuns",
  "recursionTimeoutMs",
  "maxAgents",
  "maxNodes",
  "maxTokens",
  "maxCostUsd",
] as const;
export type Ceiling = (typeof NAMES)[number];
/** No tree that starts from now on gets more, whatever its workflow says; `null` = no ceiling. */
export type Ceilings = { readonly [name in Ceiling]: number | null };

const limit = (name: Ceiling) => limitsSchema.shape[name].removeDefault().nullable().default(null);
type Limit = ReturnType<typeof limit>;
export const ceilingsInput = z.strictObject(
  Object.fromEntries(NAMES.map((name) => [name, limit(name)])) as Readonly<Record<Ceiling, Limit>>,
);

export async function readCeilings(sql: Sql): Promise<Ceilings> {
  const stored = await getSetting(sql, KEY);
  return ceilingsInput.parse(stored === null ? {} : JSON.parse(stored));
}

export async function setCeilings(
  { db }: Pick<Services, "db">,
  caller: Caller,
  given: Ceilings,
): Promise<Done> {
  authorize(caller, "workspace.update");
  await withTransaction(db, async (tx) => {
    const before = await readCeilings(tx);
    const changed = NAMES.filter((name) => before[name] !== given[name]);
    if (changed.length === 0) return;
    await putSetting(tx, KEY, JSON.stringify(given));
    const detail = changed.map((name) => `${name}: ${before[name] ?? "none"} → ${given[name] ?? "none"}`);
    await audit(tx, caller, "workspace.update", "workspace/limits", detail.join(", "));
  });
  return DONE;
}

/** Limits of a start as they are under the ceilings of the workspace. */
export function underCeilings(asked: Partial<Limits>, ceilings: Ceilings): Partial<Limits> {
  const capped = NAMES.flatMap((name) => {
    const bounds = [asked[name], ceilings[name]].filter((bound) => typeof bound === "number");
    return bounds.length > 0 ? [[name, Math.min(...bounds)]] : [];
  });
  return { ...asked, ...Object.fromEntries(capped) };
}
