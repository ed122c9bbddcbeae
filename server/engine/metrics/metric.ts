import { compileExpression, evaluateWhole } from "../expression/index.ts";
import { suggest } from "../graph/nearest.ts";
import type { Json } from "../values/json.ts";
import { FACTS, type FactsOf, type Per } from "./facts.ts";

/** A number that is worked out of facts: by CEL over `run` or `level`, or by a function of them. `null` = not known. */
type Of<P extends Per> = {
  readonly name: string;
  readonly description?: string;
  /** What it counts, such as `ms`, `tokens` or `×`. */
  readonly unit?: string;
  readonly per: P;
  readonly value: string | ((facts: FactsOf<P>) => number | null);
};
export type MetricSpec = Of<"run"> | Of<"level">;

/** What a metric is of one run or depth. A `problem` says why it has no value that could be used. */
export type Measured = { readonly value: number | null; readonly problem: string | null };

/** Why an expression can never give a value; `null` = it may. */
export function metricFault({ per, value }: MetricSpec): string | null {
  if (typeof value !== "string") return null;
  const compiled = compileExpression(value);
  if (!compiled.ok) return compiled.problem.message;
  for (const { path } of compiled.expression.paths) {
    const [root, field] = path;
    if (root !== per) return `${root} does not exist here; a metric per ${per} reads ${per}`;
    if (field !== undefined && !(FACTS[per] as readonly unknown[]).includes(field))
      return `${per}.${field}: no such fact; ${suggest(String(field), FACTS[per])}`;
  }
  return null;
}

/** Never throws, whatever the metric does. */
export function measure<P extends Per>(
  { per, value }: MetricSpec & { readonly per: P },
  facts: FactsOf<P>,
): Measured {
  try {
    const given: unknown =
      typeof value === "string" ? computed(value, per, facts) : (value as (facts: unknown) => unknown)(facts);
    return asNumber(given);
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
}

function computed(source: string, per: Per, facts: object): unknown {
  const compiled = compileExpression(source);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const given = facts as Json;
  const scope = { input: null, node: () => undefined, run: per === "run" ? given : {}, tree: {} };
  const level = per === "level" ? { values: { level: given } } : {};
  const result = evaluateWhole(compiled.expression, { ...scope, ...level }, () => undefined);
  if (result.ok) return result.value;
  throw new Error("failure" in result ? result.failure.message : "it reads what is not here");
}

const SHOWN = 60;

function asNumber(given: unknown): Measured {
  if (given === null) return { value: null, problem: null };
  if (typeof given === "number" && Number.isFinite(given)) return { value: given, problem: null };
  if (given instanceof Promise) {
    // Nobody waits for it: what it fails with must not end the process.
    given.catch(() => undefined);
    return problem("gave a promise; a metric is worked out at once");
  }
  const text = typeof given === "number" ? String(given) : (JSON.stringify(given) ?? typeof given);
  return problem(`gave ${text.slice(0, SHOWN)}, which is no number`);
}

function problem(text: string): Measured {
  return { value: null, problem: text };
}
