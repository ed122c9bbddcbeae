import * as z from "zod";
import type { Json } from "../../values/json.ts";
import { anyJson } from "../shapes.ts";

const object = z.record(z.string(), anyJson);

/** One task of a definition: what all types have, and what the built-in ones need. */
const fields = {
  name: z.string().min(1),
  taskReferenceName: z.string().min(1),
  type: z.string().optional(),
  description: z.string().nullish(),
  inputParameters: object.nullish(),
  optional: z.boolean().nullish(),
  retryCount: z.number().int().min(0).nullish(),
  subWorkflowParam: z
    .looseObject({
      name: z.string().optional(),
      version: z.unknown().optional(),
      workflowDefinition: z.unknown().optional(),
    })
    .nullish(),
  joinOn: z.array(z.string()).nullish(),
  evaluatorType: z.string().nullish(),
  expression: z.string().nullish(),
  caseValueParam: z.string().nullish(),
  caseExpression: z.string().nullish(),
  loopCondition: z.string().nullish(),
  dynamicForkTasksParam: z.string().nullish(),
  dynamicForkTasksInputParamName: z.string().nullish(),
  sink: z.string().nullish(),
};

export type ConductorTask = z.infer<z.ZodObject<typeof fields>> & {
  readonly forkTasks?: readonly (readonly ConductorTask[])[] | null | undefined;
  readonly decisionCases?: Readonly<Record<string, readonly ConductorTask[]>> | null | undefined;
  readonly defaultCase?: readonly ConductorTask[] | null | undefined;
  readonly loopOver?: readonly ConductorTask[] | null | undefined;
};

const task: z.ZodType<ConductorTask> = z.lazy(() =>
  z.looseObject({
    ...fields,
    forkTasks: z.array(z.array(task)).nullish(),
    decisionCases: z.record(z.string(), z.array(task)).nullish(),
    defaultCase: z.array(task).nullish(),
    loopOver: z.array(task).nullish(),
  }),
) as z.ZodType<ConductorTask>;

/** A workflow definition, schema version 2. */
export const conductorShape = z.looseObject({
  name: z.string().min(1),
  version: z.number().nullish(),
  description: z.string().nullish(),
  tasks: z.array(task).min(1),
  inputParameters: z.array(z.string()).nullish(),
  outputParameters: object.nullish(),
  timeoutSeconds: z.number().min(0).nullish(),
  failureWorkflow: z.string().nullish(),
});
export type Conductor = z.infer<typeof conductorShape>;

/** Input parameters of a task. */
export type Parameters = Readonly<Record<string, Json>>;
