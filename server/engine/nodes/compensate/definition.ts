import * as z from "zod";
import { base, nodeId } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";

export const compensateNode = z.strictObject({
  kind: z.literal("compensate"),
  ...base,
  /** Only what these nodes of the run have done; without it everything that the run and its children have. */
  of: z.array(nodeId).min(1).max(500).optional(),
});

/** Undoes what has been done so far, and goes on. */
export const compensate: Kind<z.infer<typeof compensateNode>> = { child: true };
