import {
  type Compiled,
  compileExpression,
  compileTemplate,
  type Evaluated,
  evaluate,
  renderTemplate,
  type Scope,
} from "#server/engine/expression/index";
import { effectiveLimits } from "#server/engine/graph/compile";
import type { Graph } from "#server/engine/graph/graph";
import { kindOf } from "#server/engine/nodes/definitions";
import { resolve } from "#server/engine/values/index";
import type { Json, Stored } from "#server/engine/values/json";
import type { LastRun } from "#server/services/types";
import type { FieldPath } from "./complete-field";
import { readTemplate } from "./template-text";

/** What a field gives with what the last run worked with. */
export type LiveValue =
  | { readonly kind: "value"; readonly text: string; readonly type: string }
  | { readonly kind: "error"; readonly message: string };

type Field = { readonly text: string; readonly as: "expression" | "template" };

/** Longer values are cut. */
const MOST = 300;
/** What an expression has to give, by the name of its field. */
const WANTED: Readonly<Record<string, string>> = {
  over: "a list",
  while: "true or false",
  until: "true or false",
  when: "true or false",
  where: "true or false",
};

/** `null` = nothing is worked out there, or it is not whole yet, which the problems say. */
export function liveValue(
  graph: Graph,
  path: FieldPath,
  { text, as }: Field,
  last: LastRun | null,
): LiveValue | null {
  const work = workOf(text, as);
  if (!work || (last === null && work.roots.size > 0)) return null;
  const whole = scopeOf(graph, last);
  const scope = LOCALS.some((name) => work.roots.has(name)) ? withLocals(graph, path, whole) : whole;
  if (typeof scope === "string") return { kind: "error", message: scope };
  const done = work.run(scope);
  if (!done.ok)
    return { kind: "error", message: "failure" in done ? done.failure.message : "it is too large" };
  const value = wholeOf(done);
  return value === undefined ? null : shown(value, as === "expression" ? String(path.at(-1)) : "");
}

/** With what moved into the store put back in its place. */
function wholeOf({ stored, blobs }: Extract<Evaluated, { ok: true }>): Json | undefined {
  const texts = new Map(blobs.map(({ hash, text }) => [hash, text]));
  const whole = resolve(stored, (hash) => {
    const json = texts.get(hash);
    return json === undefined ? undefined : (JSON.parse(json) as Json);
  });
  return whole.ok ? whole.value : undefined;
}

function workOf(text: string, as: Field["as"]): Work | null {
  if (text.trim() === "" || (as === "template" && !text.includes("="))) return null;
  return as === "expression" ? fromExpression(text) : fromTemplate(text);
}

/** `roots`: what it reads, by the first word. */
type Work = { readonly roots: ReadonlySet<string>; readonly run: (scope: Scope) => Evaluated };
const none = () => undefined;
const LOCALS = ["item", "index", "previous"];

function fromExpression(text: string): Work | null {
  const compiled = compileExpression(text);
  if (!compiled.ok) return null;
  const { expression } = compiled;
  return { roots: rootsOf([expression]), run: (scope) => evaluate(expression, scope, none) };
}

function fromTemplate(text: string): Work | null {
  const read = readTemplate(text);
  const compiled = compileTemplate(read.ok ? (read.value ?? null) : null);
  if (!compiled.ok || compiled.template.expressions.length === 0) return null;
  const { template } = compiled;
  const roots = rootsOf(template.expressions.map(({ expression }) => expression));
  return { roots, run: (scope) => renderTemplate(template, scope, none) };
}

function rootsOf(expressions: readonly Compiled[]): ReadonlySet<string> {
  return new Set(expressions.flatMap(({ paths }) => paths.map(({ path }) => String(path[0]))));
}

function shown(value: Json, field: string): LiveValue {
  const type = typeWord(value);
  const wanted = WANTED[field];
  const right =
    wanted === undefined || (wanted === "a list" ? Array.isArray(value) : typeof value === "boolean");
  if (!right) return { kind: "error", message: `it gives ${type}, and ${wanted} is needed here` };
  const text = JSON.stringify(value);
  return { kind: "value", type, text: text.length > MOST ? `${text.slice(0, MOST)}…` : text };
}

function typeWord(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case "object":
      return "an object";
    case "boolean":
      return "true or false";
    default:
      return typeof value === "number" ? "a number" : "text";
  }
}

/** What the root of the last run had. */
function scopeOf(graph: Graph, last: LastRun | null): Scope {
  const limits = effectiveLimits(graph);
  const base: Scope = {
    input: (last?.input ?? null) as Stored,
    node: (id) => last?.nodes[id]?.output,
    run: { depth: 0, label: null },
    tree: {
      remaining: {
        depth: limits.maxDepth,
        runs: limits.maxRuns - 1,
        agents: limits.maxAgents,
        nodes: limits.maxNodes,
        tokens: limits.maxTokens,
        costUsd: limits.maxCostUsd,
        activeMs: limits.recursionTimeoutMs,
      },
    },
    vars: (graph.variables ?? {}) as Stored,
  };
  return { ...base, ...entriesOf(graph, base) };
}

/** Entries as the run begins with them. */
function entriesOf(graph: Graph, scope: Scope): Pick<Scope, "context" | "original"> {
  const values = Object.entries(graph.context?.values ?? {}).flatMap(([key, write]) => {
    const compiled = compileTemplate(typeof write === "string" ? write : write.value);
    const done = compiled.ok ? renderTemplate(compiled.template, scope, none) : null;
    return done?.ok ? [[key, done.stored] as const] : [];
  });
  const entries = new Map(values);
  const byKey = { at: (key: string) => entries.get(key), whole: () => Object.fromEntries(entries) as Stored };
  return { context: byKey, original: byKey };
}

/** The first item of a map, or the first time of a loop; the reason where there is none. */
function withLocals(graph: Graph, path: FieldPath, scope: Scope): Scope | string {
  const id = String(path[1]);
  const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
  const within = path[0] === "nodes" && path[2] === "body";
  const loops = node !== undefined && (kindOf(node).locals ?? []).includes("previous");
  if (loops) return { ...scope, index: 0, previous: null };
  if (node?.kind !== "map" || !within) return scope;
  const over = compileExpression(node.over);
  const list = over.ok ? evaluate(over.expression, scope, none) : null;
  const items = list?.ok && Array.isArray(list.stored) ? (list.stored as readonly Stored[]) : null;
  if (!items) return "what the map goes over could not be worked out with the last run";
  const [item] = items;
  return item === undefined ? "the list of the map was empty in the last run" : { ...scope, item, index: 0 };
}
