import type { Json } from "#server/engine/values/json";
import { readable } from "./cut";
import { withoutMedia } from "./media";

/**
 * Parts of a prompt as they were sent: texts as they are, other values as JSON; what is too long by its beginning, media by
 * what they are.
 */
export function spoken(said: Json): string {
  const { value } = withoutMedia(readable(said).value);
  const parts = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("");
}
