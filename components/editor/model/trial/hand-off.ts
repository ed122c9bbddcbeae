import type { CallContext } from "#server/engine/context/schema";
import { drawFor } from "#server/engine/dry-run/draw";
import type { FirstHandOff } from "#server/engine/dry-run/first-hand-off";
import { madeValue } from "#server/engine/dry-run/made-value";
import type { Setup } from "#server/engine/dry-run/setup";
import type { Graph, GraphNode } from "#server/engine/graph/graph";
import type { PricedAgent } from "#server/engine/graph/worst-case";
import { kindOf } from "#server/engine/nodes/definitions";
import type { Json } from "#server/engine/values/json";
import type { LastRun } from "#server/services/types";

export type HandOffAsked = {
  readonly setup: Setup;
  /** Tried one after the other until one leads to a child. */
  readonly inputs: readonly Json[];
  readonly node: string;
  /** Another strategy for the same hand-off. */
  readonly tried: CallContext | null;
};
export type HandOffTold =
  | FirstHandOff
  /** It could not be worked out, such as by a request that failed: that says nothing of the graph. */
  | { readonly kind: "unknown"; readonly message: string };

/** Whether a node has children, which get something of its context. */
export function handsOn(node: GraphNode): boolean {
  return node.kind === "plan" || (kindOf(node).body?.(node).body ?? node).kind === "subworkflow";
}

/** Made inputs that are tried: a condition may keep one of them from ever starting a child. */
const MADE = 8;

/** With what the draft is run to see what it hands on: what the last run began with, else what the input schema allows. */
export function inputsFor(graph: Graph, last: LastRun | null, seed: number): readonly Json[] {
  if (last) return [last.input];
  return Array.from({ length: MADE }, (_, at) =>
    madeValue(graph.inputSchema ?? {}, drawFor(seed + at, "input")),
  );
}

/** What a context costs each time that it is read whole, by the dearest agent that has a price; `null` = none has. */
export function priceOf(agents: readonly PricedAgent[]): PricedAgent | null {
  const price = ({ usdPerToken }: PricedAgent) => usdPerToken ?? 0;
  const priced = agents.filter((agent) => price(agent) > 0);
  return priced.toSorted((one, other) => price(other) - price(one))[0] ?? null;
}
