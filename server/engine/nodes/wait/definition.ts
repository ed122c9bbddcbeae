import * as z from "zod";
import { base, durationOrExpression } from "../../graph/fields.ts";
import { parseInstant } from "../../graph/instant.ts";
import type { Kind } from "../../graph/kind.ts";

export const waitNode = z.strictObject({
  kind: z.literal("wait"),
  ...base,
  durationMs: durationOrExpression.optional(),
  /** ISO 8601 instant with zone, or an expression that gives one. */
  until: z.string().optional(),
});

export const wait: Kind<z.infer<typeof waitNode>> = {
  expressions: (node, read) => {
    if (typeof node.durationMs === "string") read.expression(node.durationMs, "durationMs");
    read.template(node.until, "until");
  },
  check: ({ durationMs, until }, report) => {
    if ((durationMs === undefined) === (until === undefined)) {
      const has = until === undefined ? "neither" : "both";
      report("G017", [], `a wait needs exactly one of durationMs and until, this has ${has}`);
    }
    if (until !== undefined && !until.startsWith("=") && parseInstant(until) === null)
      report("G018", ["until"], `"${until}" is not an instant with a zone, such as 2026-05-01T09:00:00Z`);
  },
};
