import * as z from "zod";
import { base, expression, joinSchema } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";
import { bodySchema } from "../bodies.ts";

export const mapNode = z.strictObject({
  kind: z.literal("map"),
  ...base,
  over: expression,
  /** What it does for each item; its expressions also see `item` and `index`. */
  body: bodySchema,
  maxConcurrent: z.number().int().min(1).max(5_000).optional(),
  /** `all` (default), `any`, `{n}`: output is the list of outputs (null where not done). `allSettled`: a list of `{status, output | failure}`. */
  join: z.union([z.literal("allSettled"), joinSchema]).optional(),
  onBranchFail: z.enum(["cancelSiblings", "wait"]).optional(),
});

export const map: Kind<z.infer<typeof mapNode>> = {
  expressions: (node, read) => read.expression(node.over, "over"),
  body: ({ body }) => ({ body, locals: ["item", "index"], certain: false }),
};
