import * as z from "zod";
import { base, expression } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";
import { bodySchema } from "../bodies.ts";

export const loopNode = z.strictObject({
  kind: z.literal("loop"),
  ...base,
  /** What it does again and again; its expressions also see `index` (from 0) and `previous` (the last output). */
  body: bodySchema,
  maxIterations: z.number().int().min(1).max(100_000),
  /** Goes on while it holds, looked at before each iteration. */
  while: expression.optional(),
  /** Ends once it holds, looked at after each iteration. */
  until: expression.optional(),
  /** What reaching `maxIterations` means when neither condition has ended it. Default `fail`. */
  onLimit: z.enum(["fail", "succeed"]).optional(),
});

export const loop: Kind<z.infer<typeof loopNode>> = {
  expressions: (node, read) => {
    read.expression(node.while, "while");
    read.expression(node.until, "until");
  },
  locals: ["index", "previous"],
  // With `while` the first iteration may never come.
  body: (node) => ({
    body: node.body,
    locals: ["index", "previous"],
    certain: node.while === undefined,
  }),
};
