import * as z from "zod";
import { base, template } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";

export const failNode = z.strictObject({
  kind: z.literal("fail"),
  ...base,
  code: z.string().max(80).optional(),
  message: template,
});

export const fail: Kind<z.infer<typeof failNode>> = {
  expressions: (node, read) => read.template(node.message, "message"),
  last: true,
};
