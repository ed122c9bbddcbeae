import * as z from "zod";
import type { Json } from "../../values/json.ts";

const json = z.json() as unknown as z.ZodType<Json>;

/** One child that a plan asks for. All of it is data: nothing in it is read as an expression, but for a graph's own. */
const childSchema = z.strictObject({
  workflow: z.string().optional(),
  graph: z.record(z.string(), json).optional(),
  input: json.optional(),
  label: z.string().optional(),
  /** As of a subworkflow: the first visit in the tree with this key runs it. */
  once: z.string().min(1).optional(),
});
export type PlannedChild = z.infer<typeof childSchema>;

export type Plan = { readonly children: readonly PlannedChild[]; readonly single: boolean };
export type ReadPlan =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly flaws: string[] };

/** `[{workflow, input, label}]`, `{"children": [...]}`, or one graph: `{"graph": {...}}` or the graph itself. */
export function readPlan(answer: Json): ReadPlan {
  const { children, single } = childrenIn(answer);
  const parsed = z.array(childSchema).safeParse(children);
  if (parsed.success) return { ok: true, plan: { children: parsed.data, single } };
  const flaws = parsed.error.issues.map(
    ({ path, message }) => `/children${path.map((part) => `/${String(part)}`).join("")}: ${message}`,
  );
  return { ok: false, flaws: children === null ? [FORMS] : flaws };
}

const FORMS =
  'a plan is {"children": [{"workflow": …, "input": …}]}, such a list itself, or a graph with "nodes"';

function childrenIn(answer: Json): { readonly children: unknown; readonly single: boolean } {
  if (Array.isArray(answer)) return { children: answer, single: false };
  if (typeof answer !== "object" || answer === null) return { children: null, single: false };
  const { children, graph, nodes, input } = answer as Readonly<Record<string, Json>>;
  if (children !== undefined) return { children, single: false };
  const own = nodes === undefined ? graph : answer;
  if (own === undefined) return { children: null, single: false };
  const given = nodes === undefined && input !== undefined ? { input } : {};
  return { children: [{ graph: own, ...given }], single: true };
}

/** What an agent is asked for, where its node does not say. */
export function planSchema(workflows: readonly string[], graphs: boolean, maxChildren: number): Json {
  const properties = {
    ...(workflows.length > 0 ? { workflow: { enum: workflows } } : {}),
    ...(graphs ? { graph: { type: "object", required: ["nodes"] } } : {}),
    input: {},
    label: { type: "string" },
  };
  const required = graphs || workflows.length === 0 ? [] : ["workflow"];
  const children = { type: "array", maxItems: maxChildren, items: { type: "object", required, properties } };
  return { type: "object", required: ["children"], properties: { children } };
}
