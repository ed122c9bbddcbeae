import * as z from "zod";
import type { OperationView } from "#server/engine/modification/operations";
import type { ActionView } from "../../services/modification/action-book.ts";
import type { ModifiedDraft } from "../../services/types-modifications.ts";
import { check, draftHead, graphChanges, problem } from "./shapes.ts";

const operation = z.looseObject({ op: z.string() });

export const modifiedDraft = check<ModifiedDraft>()(
  z.object({
    slug: z.string(),
    draft: draftHead
      .nullable()
      .describe("null = nothing was kept: a dry run, or nothing to change where there is no draft"),
    hash: z.string(),
    operations: z.array(operation).readonly().describe("What was done; of an action, what it proposed"),
    inverse: z.array(operation).readonly().describe("What leads back to the graph that was there"),
    graph: z.unknown(),
    valid: z.boolean(),
    problems: z.array(problem).readonly(),
    changes: graphChanges.describe("From the graph that was there to this one"),
  }),
);

const jsonSchema = z.record(z.string(), z.unknown()).readonly();

export const modificationActions = z.object({
  data: z.array(
    check<ActionView>()(
      z.object({
        name: z.string(),
        description: z.string(),
        params: jsonSchema.describe("JSON Schema of what it takes"),
        builtIn: z.boolean(),
      }),
    ),
  ),
  nextCursor: z.null(),
});

export const modificationOperations = z.object({
  data: z.array(
    check<OperationView>()(
      z.object({
        op: z.string(),
        summary: z.string(),
        schema: jsonSchema.describe("JSON Schema of its format"),
      }),
    ),
  ),
  nextCursor: z.null(),
});
