import * as z from "zod";
import { base, template } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";

export const endNode = z.strictObject({ kind: z.literal("end"), ...base, output: template.optional() });

export const end: Kind<z.infer<typeof endNode>> = {
  expressions: (node, read) => read.template(node.output, "output"),
  last: true,
};
