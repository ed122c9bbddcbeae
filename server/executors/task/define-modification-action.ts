import * as z from "zod";
import type { Graph } from "#server/engine/graph/graph";
import type { Operation } from "#server/engine/modification/schemas";
import type { Json } from "#server/engine/values/json";

const ACTION = Symbol.for("banyan.modification");
const NAME = /^[A-Za-z][A-Za-z0-9._/-]{0,119}$/;

/** What the one who asks knows of how the workflow has been running, such as the figures that a rule watched. */
type Facts = Readonly<Record<string, Json>>;

/** A registered way to change a workflow, with its types erased: `params` are checked before `propose` is called. */
export type ModificationAction = {
  readonly [ACTION]: true;
  readonly name: string;
  readonly description: string | undefined;
  readonly params: z.ZodType;
  /** What tells two definitions of one name apart. */
  readonly source: string;
  readonly propose: (question: {
    readonly graph: Graph;
    readonly params: unknown;
    readonly facts: Facts;
  }) => unknown;
};

type ModificationSpec<Params extends z.ZodType> = {
  /** What rules and people call it: a letter, then letters, digits and `. _ / -`. */
  readonly name: string;
  readonly description?: string;
  readonly params: Params;
  /**
   * Operations that change the graph; none where there is nothing to do. A function of the question alone: it is asked
   * for a preview as well, and its answer is looked at as a whole before anything changes.
   */
  readonly propose: (question: {
    readonly graph: Graph;
    readonly params: z.output<Params>;
    readonly facts: Facts;
  }) => readonly Operation[] | Promise<readonly Operation[]>;
};

/** Makes a function that people and rules can call by name to change a workflow. */
export function defineModificationAction<Params extends z.ZodType>(
  spec: ModificationSpec<Params>,
): ModificationAction {
  assertSpec(spec);
  return {
    [ACTION]: true,
    name: spec.name,
    description: spec.description,
    params: spec.params,
    source: `${spec.name}\n${spec.propose}`,
    propose: (question) => spec.propose({ ...question, params: question.params as z.output<Params> }),
  };
}

export function isModificationAction(value: unknown): value is ModificationAction {
  return typeof value === "object" && value !== null && ACTION in value;
}

type Unchecked = { readonly name: unknown; readonly params: unknown; readonly propose: unknown };

function assertSpec(spec: Unchecked): void {
  if (typeof spec.name !== "string" || !NAME.test(spec.name)) {
    const rule = "a letter, then letters, digits and . _ / -, 120 at most";
    throw new TypeError(`defineModificationAction: name ${JSON.stringify(spec.name)} is not valid: ${rule}`);
  }
  if (typeof spec.propose !== "function")
    throw new TypeError(`defineModificationAction "${spec.name}": propose is not a function`);
  if (!(spec.params instanceof z.ZodType))
    throw new TypeError(`defineModificationAction "${spec.name}": params is not a zod schema`);
}
