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
  /** Name of the signal that it waits for, or an expression that gives one, such as `= 'paid-' + input.order`. */
  signal: z.string().min(1).max(4_096).optional(),
  /** How long it waits for the signal; without it, for ever. */
  timeoutMs: durationOrExpression.optional(),
  /** What no signal in time means. `continue`: the output says `timedOut`. Default `fail`. */
  onTimeout: z.enum(["fail", "continue"]).optional(),
});

export const wait: Kind<z.infer<typeof waitNode>> = {
  expressions: (node, read) => {
    if (typeof node.durationMs === "string") read.expression(node.durationMs, "durationMs");
    if (typeof node.timeoutMs === "string") read.expression(node.timeoutMs, "timeoutMs");
    read.template(node.until, "until");
    read.template(node.signal, "signal");
  },
  check: ({ durationMs, until, signal, timeoutMs, onTimeout }, report) => {
    const given = [durationMs, until, signal].filter((field) => field !== undefined).length;
    if (given !== 1) {
      const has = given === 0 ? "none" : given === 2 ? "two" : "all";
      report("G017", [], `a wait needs exactly one of durationMs, until and signal, this has ${has}`);
    }
    if (signal === undefined && (timeoutMs !== undefined || onTimeout !== undefined))
      report("G017", [], "timeoutMs and onTimeout are about a signal, and this wait has none");
    if (until !== undefined && !until.startsWith("=") && parseInstant(until) === null)
      report("G018", ["until"], `"${until}" is not an instant with a zone, such as 2026-05-01T09:00:00Z`);
  },
};
