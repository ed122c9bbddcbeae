import * as z from "zod";
import { base, contractFields, template } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";

export const transformNode = z.strictObject({ kind: z.literal("transform"), ...base, output: template });
export const transformBody = z.strictObject({
  kind: z.literal("transform"),
  ...contractFields,
  output: template,
});

export const transform: Kind<z.infer<typeof transformBody>> = {
  expressions: (node, read) => read.template(node.output, "output"),
};
