import { LONGEST_MS } from "../graph/fields.ts";
import type { EpochMs } from "../ids.ts";
import { failure } from "../run/deciding.ts";
import type { Json, Stored } from "../values/json.ts";
import { type Shortfall, templateIn } from "./evaluate.ts";
import type { Planning } from "./planner.ts";
import { scopeFor, whereOf } from "./planning.ts";

export type Due = { readonly kind: "due"; readonly at?: EpochMs } | Shortfall;

/** When a number of milliseconds, or an expression that gives one, is over; nothing given is never over. */
export function dueAfter(planning: Planning, source: number | string | undefined, field: string): Due {
  const after = (value: Stored) =>
    typeof value === "number" && value >= 0 && value <= LONGEST_MS ? planning.deciding.at + value : null;
  return due(planning, source, field, after, `a number of milliseconds from 0 to ${LONGEST_MS} (a year)`);
}

export function due(
  planning: Planning,
  source: Json | undefined,
  field: string,
  instantOf: (value: Stored) => EpochMs | null,
  wanted: string,
): Due {
  if (source === undefined) return { kind: "due" };
  const where = whereOf(planning, field);
  const value = templateIn(planning.deciding, source, scopeFor(planning), where);
  if (value.kind !== "value") return value;
  const at = instantOf(value.stored);
  if (at !== null) return { kind: "due", at };
  const message = `${where}: ${wanted} is needed, got ${JSON.stringify(value.stored)}`;
  return { kind: "failure", failure: failure("definition", "ExpressionFailed", message) };
}
