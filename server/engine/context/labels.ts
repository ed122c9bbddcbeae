import type { Entry } from "./entry.ts";
import type { WorkflowContext } from "./schema.ts";

type Policies = NonNullable<WorkflowContext["labels"]>;

/** A secret stays at the depth where it was written, unless its workflow says how deep it may go. */
const SECRET = "secret";

/** Deepest depth at which something with these labels may appear, written at `depth`; `undefined` = any. */
export function ceilingOf(
  labels: readonly string[],
  policies: Policies | undefined,
  depth: number,
): number | undefined {
  const ceilings = labels.flatMap((label) => {
    const policy = policies && Object.hasOwn(policies, label) ? policies[label] : undefined;
    return policy ? [policy.maxDepth] : label === SECRET ? [depth] : [];
  });
  return ceilings.length > 0 ? Math.min(...ceilings) : undefined;
}

/** The ceiling under one more workflow's policies: it may only fall. */
export function loweredCeiling(entry: Entry, policies: Policies | undefined): number | undefined {
  const stated = (entry.labels ?? []).flatMap((label) => {
    const policy = policies && Object.hasOwn(policies, label) ? policies[label] : undefined;
    return policy ? [policy.maxDepth] : [];
  });
  const all = entry.ceiling === undefined ? stated : [entry.ceiling, ...stated];
  return all.length > 0 ? Math.min(...all) : undefined;
}

export function isForbidden(entry: Pick<Entry, "ceiling">, depth: number): boolean {
  return entry.ceiling !== undefined && depth > entry.ceiling;
}
