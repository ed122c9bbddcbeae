import type { Graph } from "#server/engine/graph/graph";
import type { Operation } from "#server/engine/modification/schemas";
import type { Json } from "#server/engine/values/json";

/** A registered modification action, as people and agents choose it. */
export type ActionView = {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of what it takes. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly builtIn: boolean;
};

export type ActionQuestion = {
  readonly graph: Graph;
  readonly params: unknown;
  /** What the one who asks knows of how the workflow has been running. */
  readonly facts: Readonly<Record<string, Json>>;
};

/** Operations of the right form that nobody has applied yet, or why there are none. The message names the action. */
export type Proposed =
  | { readonly ok: true; readonly operations: readonly Operation[] }
  | {
      readonly ok: false;
      /** No such action; parameters that do not fit; a throw, an answer that is none, or none in time. */
      readonly reason: "unknown" | "params" | "answer";
      readonly message: string;
      readonly places?: readonly { readonly path: readonly string[]; readonly message: string }[];
    };

/** The modification actions of this process: those that the product brings and those that were loaded. */
export type ActionBook = {
  readonly list: () => readonly ActionView[];
  /** Never rejects. */
  readonly propose: (name: string, question: ActionQuestion) => Promise<Proposed>;
};
