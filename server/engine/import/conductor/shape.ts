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
  startDelay: z.number().nullish(),
  asyncComplete: z.boolean().nullish(),
  onStateChange: z.unknown().optional(),
  cacheConfig: z.unknown().optional(),
  taskDefinition: z
    .looseObject({
      retryCount: z.number().int().min(0).nullish(),
      retryLogic: z.string().nullish(),
      retryDelaySeconds: z.number().min(0).nullish(),
      backoffScaleFactor: z.number().nullish(),
      timeoutSeconds: z.number().min(0).nullish(),
      timeoutPolicy: z.string().nullish(),
      responseTimeoutSeconds: z.number().min(0).nullish(),
      inputTemplate: object.nullish(),
    })
    .nullish(),
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
  dynamicTaskNameParam: z.string().nullish(),
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
  inputTemplate: object.nullish(),
  timeoutSeconds: z.number().min(0).nullish(),
  timeoutPolicy: z.string().nullish(),
  failureWorkflow: z.string().nullish(),
  rateLimitConfig: z.unknown().optional(),
  workflowStatusListenerEnabled: z.boolean().nullish(),
});
export type Conductor = z.infer<typeof conductorShape>;

/** Input parameters of a task. */
export type Parameters = Readonly<Record<string, Json>>;

/** Tasks within a task that are nodes beside it. */
export function insideOf(task: ConductorTask): readonly (readonly ConductorTask[])[] {
  return [...(task.forkTasks ?? []), ...Object.values(task.decisionCases ?? {}), task.defaultCase ?? []];
}

/** Tasks with those that stand within them, but for the ones in loops. */
export function allOf(tasks: readonly ConductorTask[]): readonly ConductorTask[] {
  return tasks.flatMap((task) => [task, ...allOf(insideOf(task).flat())]);
}
