import type { Scope } from "../expression/index.ts";
import type { Failure } from "../failure.ts";
import type { Decision } from "../run/commands.ts";
import { decided, type Unstamped } from "../run/deciding.ts";
import type { Event } from "../run/events.ts";
import { failSlot } from "../run/settle.ts";
import type { Blob, Json, Stored } from "../values/json.ts";
import { completeSlot } from "./complete.ts";
import { type Evaluated, orDecision, type Shortfall, templateIn } from "./evaluate.ts";
import { inputOf } from "./input.ts";
import type { Planning } from "./planner.ts";
import { scopeOf } from "./scope.ts";

/** `node audit, item 3, input` */
export function whereOf({ ref }: Planning, field: string): string {
  return ref.item === undefined
    ? `node ${ref.node}, ${field}`
    : `node ${ref.node}, item ${ref.item}, ${field}`;
}

export function scopeFor({ deciding, run, locals }: Planning): Scope {
  return scopeOf(deciding.tree, run, locals);
}

/** Input of a node (see `inputOf`); in a body the template alone decides, and without one what the body is given. */
export function inputFor(planning: Planning, template: Json | undefined): Evaluated {
  const { deciding, run, ref, locals, edited } = planning;
  if (edited !== undefined) return { kind: "value", stored: edited, blobs: [] };
  if (!locals) return inputOf(deciding, run, ref.node, template);
  if (template === undefined) return { kind: "value", stored: locals.passed, blobs: [] };
  return templateIn(deciding, template, scopeFor(planning), whereOf(planning, "input"));
}

/** Ends the place with what a template gives. */
export function planOutput(planning: Planning, source: Json, field: string): Decision {
  const output = templateIn(planning.deciding, source, scopeFor(planning), whereOf(planning, field));
  if (output.kind !== "value") return unlessValue(planning, output);
  return finish(planning, { output: output.stored, blobs: output.blobs });
}

type Finished = {
  readonly output: Stored;
  readonly port?: string;
  readonly onlyPort?: true;
  readonly blobs?: readonly Blob[];
};

export function finish(
  { deciding, ref }: Pick<Planning, "deciding" | "ref">,
  { output, ...rest }: Finished,
  before: readonly Unstamped<Event>[] = [],
): Decision {
  return completeSlot(deciding, ref, { result: { output }, ...rest }, before);
}

export function fail({ deciding, ref }: Planning, cause: Failure): Decision {
  return decided(deciding, failSlot(deciding.tree, ref, cause));
}

/** What is missing is asked for; what cannot be evaluated fails the place. */
export function unlessValue(planning: Planning, shortfall: Shortfall): Decision {
  return orDecision(shortfall, (cause) => fail(planning, cause));
}
