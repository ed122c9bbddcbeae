import { externalize } from "#server/engine/values/externalize";
import type { Blob, Json, Stored } from "#server/engine/values/json";
import { ServiceError } from "../errors.ts";

export type StoredValue = { readonly stored: Stored; readonly blobs: readonly Blob[] };

/** A value of a request in the form that commands carry; `field` names it in refusals. */
export function storedValue(value: Json, field: string): StoredValue {
  const kept = externalize(value);
  if (kept.ok) return kept;
  const { code, message, details } = kept.failure;
  const pointer = details?.["pointer"];
  const path = `/${field}${typeof pointer === "string" ? pointer : ""}`;
  const why = code === "ValueTooLarge" ? "LIMIT_EXCEEDED" : "VALIDATION";
  throw new ServiceError(why, `${message}.`, [{ path, message }]);
}
