import type { Failure } from "../failure.ts";
import type { BoundGraph } from "../graph/graph.ts";
import type { PricedAgent } from "../graph/worst-case.ts";
import type { NodeId } from "../ids.ts";
import type { Schema } from "../schema/fits.ts";
import type { Json } from "../values/json.ts";

/** `slug/node`: the same node in every run of its workflow. */
export type NodeKey = string;

export function nodeKey(slug: string, node: NodeId): NodeKey {
  return `${slug}/${node}`;
}

/** `path:node`, with `[item]` under a map or a loop: one place in one run. */
export function placeKey(path: string, node: NodeId, item?: number): string {
  return item === undefined ? `${path}:${node}` : `${path}:${node}[${item}]`;
}

/** How a node that calls something behaves where nobody says what it gives. */
export type Behaviour = {
  /** Virtual milliseconds that an attempt takes: evenly drawn from a range. */
  readonly durationMs?: readonly [low: number, high: number];
  /** Share of attempts that fail and may succeed when they are tried again; of an approval, that are denied. */
  readonly failureRate?: number;
  /** Attempts fail with this, all of them or the first `times`. */
  readonly throws?: Pick<Failure, "class" | "code" | "message" | "retryable"> & { readonly times?: number };
};

export type Breakpoint = {
  readonly slug: string;
  readonly node: NodeId;
  /** CEL over `depth`, `input` and `run`; without it, every time. */
  readonly when?: string;
};

/** Everything that a dry run works with: nothing else is ever asked for. */
export type Setup = {
  /** With its pins, where it has some. */
  readonly graph: BoundGraph;
  /** What it may call by name. What is missing is a workflow that is not published. */
  readonly workflows: Readonly<Record<string, BoundGraph>>;
  readonly input: Json;
  readonly seed: number;
  readonly behaviours: Readonly<Record<NodeKey, Behaviour>>;
  /** Results of calls of an earlier run, by place. */
  readonly recorded: Readonly<Record<string, Json>>;
  /** Output schemas of tasks that declare one. */
  readonly tasks: Readonly<Record<string, Schema>>;
  readonly agents: readonly PricedAgent[];
};
