import type { Failure } from "../failure.ts";
import type { recoveryFields } from "../recovery/schema.ts";
import type { Decision } from "../run/commands.ts";
import type { Deciding } from "../run/deciding.ts";
import type { RunState, SlotRef } from "../run/state.ts";
import type { Usage } from "../run/usage.ts";
import type { Stored } from "../values/json.ts";
import type { GraphNode } from "./definitions.ts";

/** What the expressions of a body see besides the run. */
export type Locals = {
  readonly index: number;
  readonly item?: Stored;
  readonly previous?: Stored;
  /** Input of the body when it has no template of its own. */
  readonly passed: Stored;
};

/** The place that is planned: a node, or one item of a node that repeats a body. */
export type Planning = {
  readonly deciding: Deciding;
  readonly run: RunState;
  readonly ref: SlotRef;
  /** What a person put in place of the input. */
  readonly edited?: Stored;
  /** Present in the body of a map or a loop. */
  readonly locals?: Locals;
};

export type NodeOf<K extends GraphNode["kind"]> = Omit<
  Extract<GraphNode, { kind: K }>,
  | "name"
  | "description"
  | "join"
  | "position"
  | "contextUpdates"
  | "inputSchema"
  | "outputSchema"
  | keyof typeof recoveryFields
>;

/** What an attempt came back with. */
export type Answered = { readonly output: Stored; readonly attempt: number; readonly usage?: Usage };

/** The answer counts as a failure of its attempt. */
export type Unusable = { readonly kind: "unusable"; readonly failure: Failure };

/** How a kind of node runs. Each decision is one small thing; its outcome is in its events. */
export type Planner<N> = {
  /** Its turn has come. */
  readonly plan: (planning: Planning, node: N) => Decision;
  /** Its own attempt was answered, which is not its result. */
  readonly answered?: (planning: Planning, node: N, answer: Answered) => Decision | Unusable;
  /** It repeats a body, and something may start or be over. */
  readonly move?: (planning: Planning, node: N) => Decision;
  /** It repeats a body, and `ref.item` is to be done again. */
  readonly again?: (planning: Planning, node: N) => Decision;
  /** The instant that it waited for has come. */
  readonly woken?: (planning: Planning, node: N) => Decision;
};
