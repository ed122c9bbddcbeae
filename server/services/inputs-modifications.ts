import * as z from "zod";
import type { Json } from "#server/engine/values/json";
import { slugText } from "./inputs.ts";
import { hashText } from "./inputs-drafts.ts";

const json = z.json() as unknown as z.ZodType<Json>;

/** What a request says to change a draft by. */
export const modifyDraftBody = z
  .strictObject({
    operations: z
      .array(z.unknown())
      .optional()
      .describe("In order, all or none. GET /modification-operations has their formats."),
    action: z
      .strictObject({
        name: z.string().min(1).max(120),
        params: json.optional(),
        facts: z
          .record(z.string(), json)
          .optional()
          .describe("What the caller knows of how the workflow has been running"),
      })
      .optional()
      .describe("A registered action that says which operations. GET /modification-actions lists them."),
    base: hashText
      .optional()
      .describe("The hash that was edited; nothing is done if something else stands there"),
    dryRun: z.boolean().optional().describe("Keep nothing: answer what the draft would be"),
  })
  .refine(({ operations, action }) => (operations === undefined) !== (action === undefined), {
    message: "name either operations or an action",
    path: ["operations"],
  });
export const modifyDraftInput = modifyDraftBody.safeExtend({ slug: slugText });
export type ModifyDraftInput = z.infer<typeof modifyDraftInput>;
