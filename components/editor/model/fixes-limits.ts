import { effectiveLimits } from "#server/engine/graph/compile";
import { type Graph, limitsSchema, type Problem } from "#server/engine/graph/graph";
import { deepestFitting } from "#server/engine/graph/worst-case";
import { type Fix, fix } from "./fix";
import { settingAt } from "./value-at";

export function fixDepth(graph: Graph): readonly Fix[] {
  const maxDepth = deepestFitting(graph);
  if (maxDepth < 1) return [];
  return [fix(`Lower maxDepth to ${maxDepth}`, [{ op: "setLimits", set: { maxDepth } }])];
}

/** Half of what the tree has is left for everything else. */
export function fixTimeout(graph: Graph, { path }: Problem): readonly Fix[] {
  const whole = effectiveLimits(graph).recursionTimeoutMs;
  const half = whole === null ? 0 : Math.floor(whole / 2);
  const operation = half > 0 ? settingAt(graph, path, half) : null;
  return operation ? [fix(`Lower it to ${half} ms`, [operation])] : [];
}

/** What the workspace allows, as the problem says it. */
export function fixCeiling(_: Graph, { path, message }: Problem): readonly Fix[] {
  const [, ceiling] = /allows (\d+(?:\.\d+)?)/.exec(message) ?? [];
  const name = path.split("/").at(-1) ?? "";
  if (ceiling === undefined || !(name in limitsSchema.shape)) return [];
  return [fix(`Lower ${name} to ${ceiling}`, [{ op: "setLimits", set: { [name]: Number(ceiling) } }])];
}
