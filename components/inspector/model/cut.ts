import type { Json } from "#server/engine/values/json";
import { formatBytes } from "../../ui/format";

/** A value as it came: parts that were too large to come along stand as a text that says so. */
export type Uncut = {
  readonly value: Json;
  readonly cuts: readonly { readonly path: string; readonly bytes: number }[];
};

type Mark = { readonly $truncated: true; readonly bytes?: Json; readonly preview?: Json };

function isMark(value: Json): value is Mark & Json {
  return typeof value === "object" && value !== null && "$truncated" in value && value["$truncated"] === true;
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
    if (isMark(at)) {
      const bytes = typeof at.bytes === "number" ? at.bytes : 0;
      cuts.push({ path, bytes });
      return `${beginningOf(at)}… (${formatBytes(bytes)} in all)`;
    }
    if (Array.isArray(at)) return at.map((item: Json, index) => visit(item, `${path}/${index}`));
    if (typeof at !== "object" || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, item]) => [key, visit(item, `${path}/${key}`)]));
  };
  return { value: visit(value, ""), cuts };
}

function beginningOf({ preview }: Mark): string {
  const text = typeof preview === "string" ? preview : JSON.stringify(preview ?? "");
  return text.slice(0, SHOWN);
}
