import { type CallContext, type Strategy, strategySchema } from "#server/engine/context/schema";
import { checkStrategy, looksAt } from "#server/engine/graph/context";
import type { GraphNode } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import type { Json } from "#server/engine/values/json";
import type { FieldPath } from "../complete-field";
import type { Edit } from "../history";

/** Where a node says what its children get: it, or what it does each time. */
function placeOf(node: GraphNode): "/context" | "/body/context" {
  return node.kind === "map" || node.kind === "loop" ? "/body/context" : "/context";
}

/** Where its strategy stands, for what may be read there. */
export function strategyPlace(id: string, node: GraphNode): FieldPath {
  return ["nodes", id, ...placeOf(node).slice(1).split("/"), "strategy"];
}

function ownContext(node: GraphNode): CallContext | undefined {
  const holder = node.kind === "map" || node.kind === "loop" ? node.body : node;
  return "context" in holder ? holder.context : undefined;
}

/**
 * What the node says of its context, with another strategy. Its rules and all else stay. Settings that do nothing in the
 * strategy, such as those that only a threshold has shown, are left out.
 */
export function withStrategy(node: GraphNode, strategy: Strategy): CallContext {
  const own = ownContext(node);
  return { ...(typeof own === "object" ? own : {}), strategy: saidOf(strategy) };
}

function saidOf(strategy: Strategy): Strategy | Strategy["type"] {
  const { type, ...rest } = strategy;
  const settings = Object.entries(rest).filter(([name]) => looksAt(strategy, name));
  return settings.length === 0 ? type : { type, ...Object.fromEntries(settings) };
}

/** Why a graph with it would be refused, if it would. */
export function refusalOf(strategy: Strategy): string | null {
  const findings = new Findings();
  checkStrategy(saidOf(strategy), [], findings);
  return findings.list[0]?.message ?? null;
}

/** The node as it would be with the strategy that was tried. */
export function takeStrategy(id: string, node: GraphNode, strategy: Strategy): Edit {
  const change = { path: placeOf(node), value: withStrategy(node, strategy) as Json };
  return {
    label: `Hand on by ${strategy.type} in ${id}`,
    operations: [{ op: "setNode", id, changes: [change] }],
  };
}

/** The strategy with one setting more, other or fewer; or why it cannot be. */
export function withSetting(
  strategy: Strategy,
  name: string,
  value: Json | undefined,
): { readonly strategy: Strategy } | { readonly refused: string } {
  const { [name as keyof Strategy]: _, ...rest } = strategy;
  const read = strategySchema.safeParse(value === undefined ? rest : { ...rest, [name]: value });
  return read.success
    ? { strategy: read.data }
    : { refused: read.error.issues[0]?.message ?? "is no such setting" };
}
