import { effectiveLimits } from "#server/engine/graph/compile";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { type Fix, fix } from "./fix";
import { settingAt } from "./value-at";

/** The limits with which it would not be there, as the problem has them. */
export function fixLimits(_: Graph, { limits = {} }: Problem): readonly Fix[] {
  return Object.entries(limits).map(([name, limit]) =>
    fix(`Lower ${name} to ${limit}`, [{ op: "setLimits", set: { [name]: limit } }]),
  );
}

/** Half of what the tree has is left for everything else. */
export function fixTimeout(graph: Graph, { path }: Problem): readonly Fix[] {
  const whole = effectiveLimits(graph).recursionTimeoutMs;
  const half = whole === null ? 0 : Math.floor(whole / 2);
  const operation = half > 0 ? settingAt(graph, path, half) : null;
  return operation ? [fix(`Lower it to ${half} ms`, [operation])] : [];
}
