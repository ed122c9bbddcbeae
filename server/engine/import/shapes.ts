import * as z from "zod";
import type { Json } from "../values/json.ts";
import { pointerOf } from "../values/weigh.ts";
import type { NotImported } from "./report.ts";

export const anyJson = z.json() as unknown as z.ZodType<Json>;

/** A value as what its format says of it, or what is wrong first, and where. */
export function readAs<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { readonly ok: true; readonly value: T } | NotImported {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const [issue] = read.error.issues;
  const path = (issue?.path ?? []) as (string | number)[];
  return { ok: false, place: pointerOf(path) || "/", message: issue?.message ?? "has another shape" };
}
