import type {
  Action,
  CallContext,
  ContextRule,
  ContextWrites,
  Merge,
  Strategy,
  WorkflowContext,
} from "../context/schema.ts";
import type { Json } from "../values/json.ts";
import type { Local } from "./kind.ts";
import type { Path } from "./problems.ts";

/** One expression or template of a context's settings, and what it sees beyond its place. */
export type ContextSource = {
  readonly path: Path;
  readonly source: Json;
  readonly kind: "expression" | "template";
  /** Names that exist here besides those of the place. */
  readonly locals?: readonly Local[];
  /** Nothing but those. */
  readonly only?: true;
};

const REDUCING: readonly Local[] = ["current", "incoming"];

/** Every expression in what a call or a workflow says of its context. */
export function contextSources(context: CallContext | WorkflowContext, path: Path): readonly ContextSource[] {
  if (typeof context === "string") return [];
  const { strategy, rules = [], mergeBack = {} } = context;
  return [
    ...(typeof strategy === "object" ? strategySources(strategy, [...path, "strategy"]) : []),
    ...rules.flatMap((rule, i) => ruleSources(rule, [...path, "rules", i])),
    ...Object.entries(mergeBack).flatMap(([key, merge]) => mergeSources(merge, [...path, "mergeBack", key])),
  ];
}

/** The values and reducers of entries that are written. */
export function writeSources(writes: ContextWrites, path: Path): readonly ContextSource[] {
  return Object.entries(writes).flatMap(([key, write]): ContextSource[] => {
    if (typeof write === "string") return [{ path: [...path, key], source: write, kind: "template" }];
    const value = { path: [...path, key, "value"], source: write.value, kind: "template" } as const;
    const reducer = write.reducer?.startsWith("=") ? [write.reducer] : [];
    return [value, ...reducer.map((source) => reducerSource(source, [...path, key, "reducer"]))];
  });
}

function strategySources({ relevantTo, map = {} }: Strategy, path: Path): ContextSource[] {
  const made = Object.entries(map).map(([key, source]) => ({ path: [...path, "map", key], source }));
  const all =
    relevantTo === undefined ? made : [...made, { path: [...path, "relevantTo"], source: relevantTo }];
  return all.map((each) => ({ ...each, kind: "template" }));
}

function ruleSources(rule: ContextRule, path: Path): ContextSource[] {
  const conditions = rule.when === undefined ? [] : [rule.when].flat();
  const several = Array.isArray(rule.when);
  const whens = conditions.flatMap((condition, i): ContextSource[] => {
    if (typeof condition === "string" || !("expression" in condition)) return [];
    const at = several ? [...path, "when", i, "expression"] : [...path, "when", "expression"];
    return [{ path: at, source: condition.expression, kind: "expression" }];
  });
  const list = Array.isArray(rule.actions);
  const actions = [rule.actions].flat();
  return [
    ...whens,
    ...actions.flatMap((action, i) =>
      actionSources(action, list ? [...path, "actions", i] : [...path, "actions"]),
    ),
  ];
}

function actionSources(action: Action, path: Path): ContextSource[] {
  if (action.do === "transform")
    return [{ path: [...path, "value"], source: action.value, kind: "template" }];
  if (action.do !== "filter" || action.where === undefined) return [];
  return [{ path: [...path, "where"], source: action.where, kind: "expression", locals: ["entry"] }];
}

function mergeSources(merge: Merge, path: Path): ContextSource[] {
  const reducer = typeof merge === "string" ? merge : merge.reducer;
  const at = typeof merge === "string" ? path : [...path, "reducer"];
  return reducer.startsWith("=") ? [reducerSource(reducer, at)] : [];
}

function reducerSource(source: string, path: Path): ContextSource {
  return { path, source, kind: "expression", locals: REDUCING, only: true };
}
