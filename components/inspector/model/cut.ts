import type { Json } from "#server/engine/values/json";
import { formatBytes } from "../../ui/format";
import { typeOf } from "./media";

/** A value as it came: parts that were too large to come along stand as a text that says so. */
export type Uncut = {
  readonly value: Json;
  readonly cuts: readonly { readonly path: string; readonly bytes: number }[];
};

type Part = { readonly beginning: Json; readonly bytes: number };
type Fields = { readonly [key: string]: Json };

/**
 * What a mark says of the part that it stands for; `null` = it is none. Answers cut what is too long; events of a journal
 * name what is kept beside them; a line of a log keeps the beginning of its fields.
 */
function markOf(value: Json): Part | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { $truncated, $blob, bytes, preview } = value as Fields;
  const size = typeof bytes === "number" ? bytes : 0;
  if ($truncated === true) return { beginning: preview ?? "", bytes: size };
  if (typeof $blob === "string" && typeof bytes === "number") return { beginning: "", bytes: size };
  const isLine = typeof $truncated === "string" && Object.keys(value).length === 1;
  return isLine ? { beginning: $truncated, bytes: 0 } : null;
}

/** Whether any part of the value is missing: it must then not be used as an input. */
export function isCut(value: Json): boolean {
  return readable(value).cuts.length > 0;
}

const SHOWN = 400;

/** Replaces the marks of what is missing by its beginning and its size. */
export function readable(value: Json): Uncut {
  const cuts: { path: string; bytes: number }[] = [];
  const visit = (at: Json, path: string): Json => {
    const mark = markOf(at);
    if (mark) {
      cuts.push({ path, bytes: mark.bytes });
      return wordsFor(mark);
    }
    if (Array.isArray(at)) return at.map((item: Json, index) => visit(item, `${path}/${index}`));
    if (typeof at !== "object" || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, item]) => [key, visit(item, `${path}/${key}`)]));
  };
  return { value: visit(value, ""), cuts };
}

function wordsFor({ beginning, bytes }: Part): string {
  const text = typeof beginning === "string" ? beginning : JSON.stringify(beginning);
  // Of a text it is the beginning as JSON, which is quoted.
  const media = typeOf(text.replace(/^"/, ""));
  if (media) return `[${media.type}, ${formatBytes(bytes)} in all]`;
  return `${text.slice(0, SHOWN)}…${bytes > 0 ? ` (${formatBytes(bytes)} in all)` : ""}`;
}
