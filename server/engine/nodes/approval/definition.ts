import * as z from "zod";
import { base, durationOrExpression, template } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";

/** Names or ids of people, or an expression that gives a list of them. */
const assignees = z.union([z.array(z.string().min(1).max(200)).min(1).max(100), z.string().regex(/^=/)]);

export const approvalNode = z.strictObject({
  kind: z.literal("approval"),
  ...base,
  /** What is asked, for people to read. */
  title: template,
  /** What they need to decide. */
  details: template.optional(),
  /** Who may answer; without it, everyone who may operate runs. */
  assignees: assignees.optional(),
  /** Approvals needed, of different people. One denial denies. Default 1. */
  quorum: z.number().int().min(1).max(100).optional(),
  /** How long it waits for its answers; without it, for ever. */
  dueMs: durationOrExpression.optional(),
  /** What happens then. `branch`: the edges of port `expired`. Default `deny`. */
  onTimeout: z.enum(["deny", "approve", "escalate", "branch"]).optional(),
  /** Who may answer besides once it is overdue, for how long, and what happens then. */
  escalation: z
    .strictObject({
      assignees,
      dueMs: durationOrExpression.optional(),
      onTimeout: z.enum(["deny", "approve", "branch"]).optional(),
    })
    .optional(),
});

export const approval: Kind<z.infer<typeof approvalNode>> = {
  expressions: (node, read) => {
    const { title, details, assignees: who, dueMs, escalation } = node;
    read.template(title, "title");
    read.template(details, "details");
    read.template(who, "assignees");
    if (typeof dueMs === "string") read.expression(dueMs, "dueMs");
    read.template(escalation?.assignees, "escalation", "assignees");
    if (typeof escalation?.dueMs === "string") read.expression(escalation.dueMs, "escalation", "dueMs");
  },
  ports: () => ({ names: ["approved", "denied", "expired"], required: false, complete: false }),
  check: ({ dueMs, onTimeout, escalation, quorum = 1, assignees: who }, report) => {
    if ((onTimeout === "escalate") !== (escalation !== undefined))
      report("G023", [], 'onTimeout "escalate" and an escalation belong together, this has only one of them');
    if (onTimeout !== undefined && dueMs === undefined)
      report("G023", ["onTimeout"], "without dueMs it never is overdue");
    if (Array.isArray(who) && quorum > who.length && !escalation)
      report("G023", ["quorum"], `it needs ${quorum} approvals, and ${who.length} may answer`);
  },
};
