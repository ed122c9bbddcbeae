import type { NodeBody } from "../nodes/bodies.ts";
import type { Json } from "../values/json.ts";
import type { Callee } from "./callee.ts";
import type { RetryOverrides } from "./fields.ts";
import type { Graph, GraphEdge } from "./graph.ts";
import type { Path, ProblemCode } from "./problems.ts";

/** Takes the expressions of a node; what is undefined is skipped. `field` is the way to it below the node. */
export type ExpressionReader = {
  readonly expression: (source: string | undefined, ...field: Path) => void;
  readonly template: (source: Json | undefined, ...field: Path) => void;
};

/** Adds a finding at a field of the node. */
export type Report = (code: ProblemCode, field: Path, message: string) => void;

/** Where a node stands; a body has no edges. */
export type InGraph = { readonly id: string; readonly outgoing: readonly GraphEdge[] };

/** Work that an executor does for a node: the name it is registered under, and how often and how long to try. */
export type AttemptOf = {
  readonly task: string;
  readonly retry?: RetryOverrides | undefined;
  readonly timeoutMs?: number | undefined;
  readonly onExhausted?: "fail" | "park" | undefined;
  readonly delivery?: "atLeastOnce" | "atMostOnce" | undefined;
  /** Tokens that one attempt may use. */
  readonly maxTokens?: number | undefined;
};

/** What a node repeats. `certain` = it runs at least once whenever the node does. */
export type BodyOf = {
  readonly body: NodeBody;
  /** Names that exist in the body's expressions only. */
  readonly locals: readonly Local[];
  readonly certain: boolean;
  /** It is done once, for the node itself: items are something else. */
  readonly once?: true;
};
export type Local =
  | "item"
  | "index"
  | "previous"
  | "entry"
  | "current"
  | "incoming"
  | "failure"
  | "depth"
  | "level";

/** Ports that edges from the node may name. */
export type Ports = {
  readonly names: readonly string[];
  /** They must name one. */
  readonly required: boolean;
  /** A run that comes here always leaves by one of them: there is no other outcome. */
  readonly complete: boolean;
};

/** A child run that the node starts. `certain` = whenever the node runs. */
export type CallOf = Callee & { readonly certain: boolean };

/** A graph inside the node; `replace` puts the parsed one in its place. */
export type InlineGraph = { readonly graph: unknown; readonly replace: (graph: Graph) => void };

/**
 * What a kind of node says of itself without running: all that validation, publishing and the driver have to know.
 * It stands beside the kind's planner, in `nodes/<kind>/`; `nodes/definitions.ts` lists the kinds.
 */
export type Kind<N> = {
  readonly expressions?: (node: N, read: ExpressionReader) => void;
  /** Template of what it works on; without one, what its edges pass on. */
  readonly input?: (node: N) => Json | undefined;
  readonly check?: (node: N, report: Report, at: InGraph) => void;
  /** `null` = this node has none. */
  readonly attempt?: (node: N) => AttemptOf | null;
  readonly body?: (node: N) => BodyOf;
  /** Names that exist in the node's own expressions only. */
  readonly locals?: readonly Local[];
  readonly ports?: (node: N) => Ports;
  readonly call?: (node: N) => CallOf | null;
  /** Workflows that may be called, as a run decides. */
  readonly mayCall?: (node: N) => readonly string[];
  readonly inline?: (node: N) => InlineGraph | null;
  /** Its work is a child run. */
  readonly child?: true;
  /** No edge may leave the node: a run ends there. */
  readonly last?: true;
};
