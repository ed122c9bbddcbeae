import * as z from "zod";
import { base, expression, nodeId } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";

export const decisionNode = z.strictObject({
  kind: z.literal("decision"),
  ...base,
  /** Checked in order; the first that holds names the port that is taken. */
  cases: z.array(z.strictObject({ port: nodeId, when: expression })).min(1),
  /** Port taken when no case holds; without it the node fails. */
  default: nodeId.optional(),
});

export const decision: Kind<z.infer<typeof decisionNode>> = {
  expressions: (node, read) => {
    for (const [i, { when }] of node.cases.entries()) read.expression(when, "cases", i, "when");
  },
  ports: (node) => {
    const ports = node.cases.map(({ port }) => port);
    return {
      names: [...new Set(node.default === undefined ? ports : [...ports, node.default])],
      required: true,
      complete: node.default !== undefined,
    };
  },
  check: (node, report, { id, outgoing }) => {
    const used = new Set(outgoing.map(({ port }) => port));
    const unused = (port: string) => `no edge leaves ${id} from port "${port}"`;
    for (const [i, { port }] of node.cases.entries()) {
      if (!used.has(port)) report("G013", ["cases", i, "port"], unused(port));
    }
    if (node.default !== undefined && !used.has(node.default))
      report("G013", ["default"], unused(node.default));
  },
};
