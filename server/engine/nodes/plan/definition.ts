import * as z from "zod";
import { callContextSchema } from "../../context/schema.ts";
import { isSlug } from "../../graph/callee.ts";
import { base, joinSchema } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";
import { agent, agentBody } from "../agent/definition.ts";
import { task, taskBody } from "../task/definition.ts";

/** Kinds that a graph in a plan may use where `graphs` does not say: none of them reaches out by itself. */
export const PLANNED_KINDS: readonly string[] = [
  "agent",
  "approval",
  "decision",
  "end",
  "fail",
  "loop",
  "map",
  "subworkflow",
  "transform",
  "wait",
];

export const DEFAULT_MAX_CHILDREN = 20;

export const planNode = z.strictObject({
  kind: z.literal("plan"),
  ...base,
  /** Who makes the plan: an agent or a task. */
  body: z.discriminatedUnion("kind", [agentBody, taskBody]),
  /** Workflows that a plan may start: slugs, or `self`. */
  workflows: z.array(z.string()).max(100).optional(),
  /** Allows graphs in a plan: of these kinds, with these tasks. Without it, a plan only starts workflows. */
  graphs: z
    .strictObject({
      kinds: z.array(z.string()).min(1).max(50).optional(),
      tasks: z.array(z.string().min(1).max(120)).max(100).optional(),
    })
    .optional(),
  /** Most children of one plan. Default 20. */
  maxChildren: z.number().int().min(1).max(5_000).optional(),
  maxConcurrent: z.number().int().min(1).max(5_000).optional(),
  /** As of a map: how its children make its result. */
  join: z.union([z.literal("allSettled"), joinSchema]).optional(),
  onBranchFail: z.enum(["cancelSiblings", "wait"]).optional(),
  /** What an exact cycle on the ancestor path does to a child. Default `fail`. */
  onCycle: z.enum(["fail", "report"]).optional(),
  /** What each child gets of its parent's context, and what comes back. */
  context: callContextSchema.optional(),
});
export type PlanNode = z.infer<typeof planNode>;

export const plan: Kind<PlanNode> = {
  attempt: ({ body }) =>
    (body.kind === "agent" ? agent.attempt?.(body) : task.attempt?.(body)) ?? { task: "" },
  body: ({ body }) => ({ body, locals: [], certain: true, once: true }),
  mayCall: ({ workflows = [] }) => workflows,
  check: ({ workflows = [], graphs }, report) => {
    if (workflows.length === 0 && !graphs)
      report("G024", [], 'name the workflows that a plan may start, such as ["self"], or allow graphs');
    for (const [i, workflow] of workflows.entries())
      if (!isSlug(workflow)) report("G020", ["workflows", i], `"${workflow}" is neither a slug nor self`);
  },
};
