import type { CallContext, Strategy } from "../context/schema.ts";
import type { StrategyType } from "../context/strategy-types.ts";
import { calledNames } from "./called-names.ts";
import { namesItself } from "./callee.ts";
import { effectiveLimits } from "./compile.ts";
import type { Graph, GraphNode, NodeBody } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";
import { everyNode } from "./walk.ts";

/** Deeper than this everything is usually too much. */
const DEEP = 3;

type Said = { readonly strategy: Strategy | StrategyType; readonly path: Path };

/** Warns where a workflow hands everything to every run below it, at many depths. */
export function checkFullHandOff(graph: Graph, findings: Findings): void {
  if (!graph.context) return;
  const { maxDepth } = effectiveLimits(graph);
  const named = new Set<string>();
  for (const { node, path } of everyNode(graph)) {
    const said = calledNames(node).some((name) => namesItself(graph, name))
      ? saidOf(graph, node, path)
      : null;
    if (!said || named.has(said.path.join("/"))) continue;
    named.add(said.path.join("/"));
    const deepest = Math.min(maxDepth, depthLimitOf(said.strategy));
    if (typeOf(said.strategy) === "full" && deepest > DEEP)
      findings.add("C006", said.path, messageFor(graph, deepest));
  }
}

/** What governs the call: its own words, else those of the workflow. */
function saidOf({ context }: Graph, node: GraphNode | NodeBody, path: Path): Said | null {
  const own = "context" in node ? (node.context as CallContext | undefined) : undefined;
  if (typeof own === "string") return { strategy: own, path: [...path, "context"] };
  if (own?.strategy !== undefined) return { strategy: own.strategy, path: [...path, "context", "strategy"] };
  return context?.strategy === undefined
    ? null
    : { strategy: context.strategy, path: ["context", "strategy"] };
}

function typeOf(strategy: Strategy | StrategyType): StrategyType {
  return typeof strategy === "string" ? strategy : strategy.type;
}

function depthLimitOf(strategy: Strategy | StrategyType): number {
  return typeof strategy === "string"
    ? Number.POSITIVE_INFINITY
    : (strategy.depthLimit ?? Number.POSITIVE_INFINITY);
}

function messageFor(graph: Graph, deepest: number): string {
  const values = Object.values(graph.context?.values ?? {});
  const written = new Set(
    Object.values(graph.nodes).flatMap((node) => Object.keys(node.contextUpdates ?? {})),
  );
  // Characters: near enough to bytes for a number that begins with "about".
  const bytes = values.reduce<number>((sum, value) => sum + JSON.stringify(value).length, 0);
  const grows = written.size > 0 ? ` and all that nodes write to ${[...written].join(", ")}` : "";
  return `full hands about ${sized(bytes)} of values as they begin${grows} to every run down to depth ${deepest}, about ${sized(bytes * deepest)} on each way down; take selective, or give it a depthLimit of ${DEEP} at most`;
}

function sized(bytes: number): string {
  return bytes < 1_000 ? `${bytes} bytes` : `${(bytes / 1_000).toFixed(1)} kB`;
}
