import { effectiveLimits } from "#server/engine/graph/compile";
import { type Graph, limitsSchema, type Problem } from "#server/engine/graph/graph";
import { type Fix, fix } from "./fix";
import { settingAt } from "./value-at";

/** The deepest at which nothing is passed, as the problem says it. */
export function fixDepth(_: Graph, { message }: Problem): readonly Fix[] {
  const [, depth] = /set limits\.maxDepth to (\d+)/.exec(message) ?? [];
  if (depth === undefined) return [];
  const maxDepth = Number(depth);
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
