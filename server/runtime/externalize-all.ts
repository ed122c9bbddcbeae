import type { Failure } from "#server/engine/failure";
import { externalize } from "#server/engine/values/externalize";
import type { Blob, Json, Stored } from "#server/engine/values/json";

type All =
  | { readonly ok: true; readonly stored: Readonly<Record<string, Stored>>; readonly blobs: readonly Blob[] }
  | { readonly ok: false; readonly failure: Failure };

/** Each value by itself, so that one large value among them does not move the others out. */
export function externalizeAll(values: Readonly<Record<string, Json>>): All {
  const stored: [string, Stored][] = [];
  const blobs: Blob[] = [];
  for (const [key, value] of Object.entries(values)) {
    const kept = externalize(value);
    if (!kept.ok) return kept;
    stored.push([key, kept.stored]);
    blobs.push(...kept.blobs);
  }
  return { ok: true, stored: Object.fromEntries(stored), blobs };
}
