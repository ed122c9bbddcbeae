import type { BoundGraph } from "../graph/graph.ts";
import { fingerprint } from "../hash.ts";
import type { Json, Stored } from "../values/json.ts";

/**
 * What exact cycle detection compares: the workflow (whatever its revision; an inline graph by its content) and its
 * canonical input without the ignored keys. Large values count by their hash, so the cost does not grow with them.
 */
export function fingerprintOf(graph: BoundGraph, input: Stored, ignore: readonly string[]): string {
  return fingerprint([workflowOf(graph), without(input, ignore)] as Json);
}

/** What makes two runs runs of the same workflow. */
export function workflowOf(graph: BoundGraph): string {
  return graph.inline ? graph.hash : graph.slug;
}

/** Fingerprints by input object, for as long as it lives: an ancestor is compared with each run below it. */
const known = new WeakMap<object, Map<string, string>>();

/** The fingerprint of a run as a child of `graph` would have it; `null` when it is a run of another workflow. */
export function fingerprintAs(
  graph: BoundGraph,
  ignore: readonly string[],
  run: { readonly graph: BoundGraph; readonly input: Stored },
): string | null {
  const { input } = run;
  if (workflowOf(run.graph) !== workflowOf(graph) || input === null || typeof input !== "object") return null;
  const prints = known.get(input) ?? new Map<string, string>();
  known.set(input, prints);
  const key = JSON.stringify([workflowOf(graph), ignore]);
  const print = prints.get(key) ?? fingerprintOf(graph, input, ignore);
  prints.set(key, print);
  return print;
}

function without(input: Stored, ignore: readonly string[]): Stored {
  if (ignore.length === 0 || input === null || typeof input !== "object" || Array.isArray(input))
    return input;
  return Object.fromEntries(Object.entries(input).filter(([key]) => !ignore.includes(key)));
}
