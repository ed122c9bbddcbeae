import * as z from "zod";
import type { Schema } from "#server/engine/schema/fits";
import type { Task } from "./define-task.ts";

/** JSON Schemas of what tasks give, by name; those that declare none are left out. */
export function declaredOutputs(tasks: readonly Task[]): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    tasks.flatMap((task) => (task.output ? [[task.name, schemaOf(task.output)]] : [])),
  );
}

function schemaOf(output: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(output, { io: "output", unrepresentable: "any" });
  return schema as Schema;
}
