import type { BoundGraph } from "../graph/graph.ts";
import { fingerprint } from "../hash.ts";
import type { Json, Stored } from "../values/json.ts";

/**
 * What exact cycle detection compares: the workflow (whatever its revision; an inline graph by its content) and its
 * canonical input without the ignored keys. Large values count by their hash, so the cost does not grow with them.
 */
export function fingerprintOf(graph: BoundGraph, input: Stored, ignore: readonly string[]): string {
  return fingerprint([graph.inline ? graph.hash : graph.slug, without(input, ignore)] as Json);
}

function without(input: Stored, ignore: readonly string[]): Stored {
  if (ignore.length === 0 || input === null || typeof input !== "object" || Array.isArray(input))
    return input;
  return Object.fromEntries(Object.entries(input).filter(([key]) => !ignore.includes(key)));
}
