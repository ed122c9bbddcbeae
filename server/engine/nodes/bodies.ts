import * as z from "zod";
import { recoveryFields } from "../recovery/schema.ts";
import { agentBody } from "./agent/definition.ts";
import { codeBody } from "./code/definition.ts";
import { emitBody } from "./emit/definition.ts";
import { httpBody } from "./http/definition.ts";
import { subworkflowBody } from "./subworkflow/definition.ts";
import { taskBody } from "./task/definition.ts";
import { transformBody } from "./transform/definition.ts";

/** Kinds that a map or a loop can repeat. Anything else stands in the inline graph of a subworkflow. */
export const bodySchema = z.discriminatedUnion("kind", [
  taskBody.extend(recoveryFields),
  transformBody.extend(recoveryFields),
  subworkflowBody.extend(recoveryFields),
  httpBody.extend(recoveryFields),
  agentBody.extend(recoveryFields),
  codeBody.extend(recoveryFields),
  emitBody.extend(recoveryFields),
]);
export type NodeBody = z.infer<typeof bodySchema>;
