import { storedOf } from "#server/engine/context/entry";
import type { Json } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import { contextOf } from "./context.ts";
import { isHidden } from "./context-views.ts";
import { findRun } from "./find-run.ts";
import { wholeValue } from "./values.ts";

/** The whole value of an entry of a run's context. */
export async function contextValue(
  services: Services,
  caller: Caller,
  { id, key }: { readonly id: string; readonly key: string },
): Promise<Json> {
  authorize(caller, "run.read");
  const { entries } = await contextOf(services, await findRun(services, id));
  const entry = entries.get(key);
  if (!entry) throw new ServiceError("NOT_FOUND", `The context of run "${id}" has no entry "${key}".`);
  if (isHidden(entry)) throw new ServiceError("FORBIDDEN", `The entry "${key}" is a secret.`);
  return await wholeValue(services, storedOf(entry));
}
