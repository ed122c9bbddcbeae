import * as z from "zod";
import { callContextSchema } from "../../context/schema.ts";
import { isSlug, MOST_REVISIONS } from "../../graph/callee.ts";
import { attemptFields, base, contractFields, expression, template } from "../../graph/fields.ts";
import type { Kind, Report } from "../../graph/kind.ts";
import { amountsSchema, callLimitsSchema } from "../../recursion/amounts.ts";

/** Name under which the executor that starts detached trees is registered. */
export const DETACH = "banyan:start";

const fields = {
  /** `self` = the caller's own revision; otherwise a slug, resolved when the child starts. */
  workflow: z.string().optional(),
  /** Which revision of `workflow`, whatever is published later. Without it the latest one when the child starts. */
  revision: z.number().int().min(1).max(MOST_REVISIONS).optional(),
  /** An inline graph instead of `workflow`. */
  graph: z.unknown().optional(),
  input: template.optional(),
  /** Human label of the child run, such as `= item.name`. */
  label: template.optional(),
  /** First visit in the tree with this key runs; later visits get a reference to it at once. */
  once: expression.optional(),
  /** What an exact cycle on the ancestor path does. Default `fail`. */
  onCycle: z.enum(["fail", "report"]).optional(),
  /** Input keys that the cycle fingerprint leaves out. */
  cycleIgnore: z.array(z.string()).optional(),
  /** A number that falls on the way down, such as `= size(input.items)`; one that does not means that the recursion stalls. */
  measure: expression.optional(),
  /** Limits of the child with all below it, over those that hold anyway. */
  limits: callLimitsSchema.optional(),
  /** Carved out of what the parent has, kept for the child, and given back when it ends; more is asked for when it runs short. */
  grant: amountsSchema.optional(),
  /** What the child gets of its parent's context, and what comes back. */
  context: callContextSchema.optional(),
  /** The child is a tree of its own. The node is done once that has started; its output says where. */
  detached: z.boolean().optional(),
  /** What happens to a detached child when the run that started it ends. Default `abandon`: it goes on. */
  closePolicy: z.enum(["terminate", "requestCancel", "abandon"]).optional(),
  /** How often and how long a detached start is tried. */
  retry: attemptFields.retry,
};
export const subworkflowNode = z.strictObject({ kind: z.literal("subworkflow"), ...base, ...fields });
export const subworkflowBody = z.strictObject({
  kind: z.literal("subworkflow"),
  ...contractFields,
  ...fields,
});

export const subworkflow: Kind<z.infer<typeof subworkflowBody>> = {
  input: (node) => node.input,
  expressions: (node, read) => {
    read.template(node.input, "input");
    read.template(node.label, "label");
    read.expression(node.once, "once");
    read.expression(node.measure, "measure");
  },
  check: (node, report) => {
    const { workflow, graph } = node;
    checkDetached(node, report);
    if ((workflow === undefined) === (graph === undefined)) {
      const has = workflow === undefined ? "neither" : "both";
      report("G019", [], `a subworkflow needs exactly one of workflow and graph, this has ${has}`);
    } else if (workflow !== undefined && !isSlug(workflow)) {
      report("G020", ["workflow"], `"${workflow}" is neither a slug nor self`);
    }
    checkPin(node, report);
  },
  attempt: ({ detached, retry }) => (detached ? { task: DETACH, retry } : null),
  child: true,
  call: ({ workflow, revision, once }) =>
    workflow === undefined ? null : { workflow, revision, certain: once === undefined },
  inline: (node) =>
    node.graph === undefined
      ? null
      : {
          graph: node.graph,
          replace: (graph) => {
            node.graph = graph;
          },
        },
};

function checkPin({ workflow, graph, revision }: z.infer<typeof subworkflowBody>, report: Report): void {
  if (revision === undefined || (graph === undefined && workflow !== "self")) return;
  const what = graph === undefined ? "self is the revision that calls" : "an inline graph has no revisions";
  report("G026", ["revision"], `${what}; name the workflow by its slug to pin one, or leave it out`);
}

function checkDetached(
  { detached = false, closePolicy, context, once, retry }: z.infer<typeof subworkflowBody>,
  report: Report,
): void {
  const own = { closePolicy, retry };
  for (const [field, value] of Object.entries(own))
    if (!detached && value !== undefined)
      report("G025", [field], `${field} is about a detached child; an attached one ends with its parent`);
  for (const [field, value] of Object.entries({ context, once }))
    if (detached && value !== undefined)
      report("G025", [field], `a detached child is a tree of its own and has no ${field} of this one`);
}
