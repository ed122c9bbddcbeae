import type {
  CallContext,
  ContextRule,
  Merge,
  Strategy,
  Summaries,
  Summariser,
  WorkflowContext,
} from "../context/schema.ts";
import type { StrategyType } from "../context/strategy-types.ts";
import { joinedBy } from "../nodes/map/progress.ts";
import type { Graph, GraphNode } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";
import { reachability } from "./topology.ts";
import { everyNode } from "./walk.ts";

type Named = readonly [path: Path, context: CallContext | WorkflowContext, parallel: boolean];

/** Checks what a graph says of its context: strategies, rules, and writes that happen side by side. */
export function checkContext(graph: Graph, findings: Findings): void {
  for (const [path, context, parallel] of contextsOf(graph)) {
    if (typeof context === "string") {
      if (context === "custom") findings.add("C001", path, "custom needs an object with map or function");
      continue;
    }
    const { strategy, rules = [], mergeBack = {}, summaries } = context;
    checkSummaries(summaries, [...path, "summaries"], findings);
    if (strategy !== undefined) checkStrategy(strategy, [...path, "strategy"], findings);
    for (const [i, rule] of rules.entries()) checkRule(rule, [...path, "rules", i], findings);
    if (parallel) checkMerges(mergeBack, [...path, "mergeBack"], findings);
  }
  checkWrites(graph, findings);
}

function contextsOf(graph: Graph): readonly Named[] {
  const calls = [...everyNode(graph)].flatMap(({ node, path }): Named[] => {
    if (!("context" in node) || node.context === undefined) return [];
    const holder = graph.nodes[String(path[1])];
    const joined = holder && joinedBy(holder);
    return [[[...path, "context"], node.context, joined != null && joined.maxConcurrent !== 1]];
  });
  return graph.context ? [[["context"], graph.context, false], ...calls] : calls;
}

/** Whether it has what its type needs, and nothing that does nothing there. */
export function checkStrategy(strategy: Strategy | StrategyType, path: Path, findings: Findings): void {
  const { type, map, function: name, ...rest } = typeof strategy === "string" ? { type: strategy } : strategy;
  const makers = [map, name].filter((maker) => maker !== undefined).length;
  if (type === "custom" && makers !== 1)
    findings.add("C001", path, `custom needs exactly one of map and function, this has ${makers}`);
  if (type !== "custom" && makers > 0)
    findings.add("C001", path, `map and function belong to custom, this is ${type}`);
  for (const field of Object.keys(rest)) {
    if (looksAt({ type, ...rest }, field)) continue;
    findings.add(
      "C002",
      [...path, field],
      `${field} does nothing in ${type}; it belongs to ${ONLY_FOR[field]?.join(", ")}`,
    );
  }
}

/** Whether a field does anything in a strategy. */
export function looksAt(
  { type, resourceThreshold }: Pick<Strategy, "type" | "resourceThreshold">,
  field: string,
): boolean {
  if (field === "map" || field === "function") return type === "custom";
  return resourceThreshold !== undefined || ONLY_FOR[field]?.includes(type) !== false;
}

/** Fields that only some strategies look at. One with a resource threshold may become `compressed`. */
const ONLY_FOR: Readonly<Record<string, readonly StrategyType[]>> = {
  include: ["selective", "performance_aware"],
  exclude: ["selective", "performance_aware"],
  top: ["selective", "performance_aware"],
  summariseAbove: ["compressed", "performance_aware"],
  packAbove: ["compressed", "performance_aware"],
};

function checkSummaries(by: Summaries | undefined, path: Path, findings: Findings): void {
  if (by === undefined || by === "extractive") return;
  if ((by.agent === undefined) === (by.capabilities === undefined))
    findings.add(
      "A001",
      path,
      'name either an agent, or the capabilities it needs: "capabilities": ["write"]',
    );
}

function summarisersOf({ actions }: ContextRule, path: Path): readonly (readonly [Summaries, Path])[] {
  return [actions]
    .flat()
    .flatMap((action, i) =>
      action.do === "summarise" && action.by !== undefined
        ? [[action.by, [...path, "actions", ...(Array.isArray(actions) ? [i] : []), "by"]] as const]
        : [],
    );
}

/** Agents that hand-offs of a graph ask for summaries, with where it says so. */
export function summarisersIn(graph: Graph): readonly (readonly [by: Summariser, path: Path])[] {
  const named = contextsOf(graph).flatMap(([path, context]): (readonly [Summaries, Path])[] => {
    if (typeof context === "string") return [];
    const { summaries, rules = [] } = context;
    const own = summaries === undefined ? [] : [[summaries, [...path, "summaries"]] as const];
    return [...own, ...rules.flatMap((rule, i) => summarisersOf(rule, [...path, "rules", i]))];
  });
  return named.flatMap(([by, path]) => (by === "extractive" ? [] : [[by, path] as const]));
}

/** Depths are whole numbers: between two of them there may be none. */
function checkRule(rule: ContextRule, path: Path, findings: Findings): void {
  let [above, below] = [-1, Number.POSITIVE_INFINITY];
  for (const [by, where] of summarisersOf(rule, path)) checkSummaries(by, where, findings);
  for (const condition of rule.when === undefined ? [] : [rule.when].flat()) {
    if (typeof condition === "string") continue;
    if ("depthAbove" in condition) above = Math.max(above, condition.depthAbove);
    if ("depthBelow" in condition) below = Math.min(below, condition.depthBelow);
  }
  if (below - above <= 1)
    findings.add("C003", [...path, "when"], `no depth is above ${above} and below ${below}`);
}

function checkMerges(merges: Readonly<Record<string, Merge>>, path: Path, findings: Findings): void {
  for (const [key, merge] of Object.entries(merges)) {
    const { reducer, onConflict = "fail" } = typeof merge === "string" ? { reducer: merge } : merge;
    if (reducer === "replace" && onConflict === "fail")
      findings.add(
        "C004",
        [...path, key],
        `items run side by side: two that write "${key}" are a conflict; use append, deepMerge or max, or set onConflict`,
      );
  }
}

/** Nodes that no path orders may be done in any order: the last one would win by chance. */
function checkWrites(graph: Graph, findings: Findings): void {
  const writers = new Map<string, string[]>();
  for (const [id, node] of Object.entries(graph.nodes)) {
    for (const key of replacedBy(node)) writers.set(key, [...(writers.get(key) ?? []), id]);
  }
  if (writers.size === 0) return;
  const leads = reachability(Object.keys(graph.nodes), graph.edges);
  for (const [key, ids] of writers) {
    for (const [i, id] of ids.entries()) {
      const other = ids.slice(0, i).find((each) => !leads(each, id) && !leads(id, each));
      if (other === undefined) continue;
      const message = `${other} writes "${key}" too, and nothing says which of them comes last; add an edge or a reducer`;
      findings.add("C004", ["nodes", id, "contextUpdates", key], message);
    }
  }
}

function replacedBy({ contextUpdates = {} }: GraphNode): readonly string[] {
  return Object.entries(contextUpdates)
    .filter(([, write]) => typeof write === "string" || (write.reducer ?? "replace") === "replace")
    .map(([key]) => key);
}
