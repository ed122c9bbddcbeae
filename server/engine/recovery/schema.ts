import * as z from "zod";
import { FAILURE_CLASSES, SEVERITIES } from "../failure.ts";
import type { Json } from "../values/json.ts";

const LONGEST_MS = 31_536_000_000;
const durationMs = z.number().int().min(0).max(LONGEST_MS);
const template = z.json() as unknown as z.ZodType<Json>;
const name = z.string().min(1).max(120);
/** Holds or not, looked at with the failure as `failure`. Absent = always. */
const when = z.string().min(1).optional();

/** Which failures a rule of the classifier is about: all that it names must fit. `*` in a code stands for anything. */
const matchSchema = z.strictObject({
  code: z.string().min(1).max(120).optional(),
  /** HTTP status, or a class of them such as `5xx`. */
  status: z
    .union([z.number().int().min(100).max(599), z.string().regex(/^[1-5]xx$/, "a class such as 5xx")])
    .optional(),
  /** Code that a provider gave, such as `insufficient_quota`. */
  provider: z.string().min(1).max(120).optional(),
  /** Words that the message holds, in any case. */
  message: z.string().min(1).max(200).optional(),
});

/** One row of the classifier; the first that fits counts. What it leaves out stays as it was. */
export const classRuleSchema = z.strictObject({
  match: matchSchema,
  class: z.enum(FAILURE_CLASSES).optional(),
  severity: z.enum(SEVERITIES).optional(),
  retryable: z.boolean().optional(),
});
export type ClassRule = z.infer<typeof classRuleSchema>;

const retryRung = z.strictObject({
  do: z.literal("retry"),
  when,
  /** Tries of the same work on this rung, the one that failed first included. Default 3. */
  maxAttempts: z.number().int().min(1).max(100).optional(),
  initialMs: durationMs.optional(),
  coefficient: z.number().min(1).max(10).optional(),
  capMs: durationMs.optional(),
  jitter: z.number().min(0).max(1).optional(),
  /** No try starts later than this after the first one. */
  totalMs: durationMs.optional(),
});
const fallbackRung = z.strictObject({
  do: z.literal("fallback"),
  when,
  /** Exactly one of these says what takes the place of the work. */
  task: name.optional(),
  agent: name.optional(),
  /** Another model of the same agent's provider. */
  model: name.optional(),
  workflow: name.optional(),
  /** The output of a node that has completed. */
  node: name.optional(),
  output: template.optional(),
  /** For a task or a workflow; without one, the input that failed. */
  input: template.optional(),
});
const degradeRung = z.strictObject({
  do: z.literal("degrade"),
  when,
  /** Without one: the partial result of an escalation, what a map or a loop has done, or null. */
  output: template.optional(),
});
const escalateRung = z.strictObject({
  do: z.literal("escalate"),
  when,
  /** What there is of a result. */
  partial: template.optional(),
});
const parkRung = z.strictObject({ do: z.literal("park"), when });
const terminateRung = z.strictObject({ do: z.literal("terminate"), when });
const customRung = z.strictObject({
  do: z.literal("custom"),
  when,
  /** Name that `defineRecovery` registered. */
  strategy: name,
  options: template.optional(),
});

export const rungSchema = z.discriminatedUnion("do", [
  retryRung,
  fallbackRung,
  degradeRung,
  escalateRung,
  parkRung,
  terminateRung,
  customRung,
]);
export type Rung = z.infer<typeof rungSchema>;
export type RungOf<D extends Rung["do"]> = Extract<Rung, { do: D }>;

/** What a strategy of one's own may answer: a rung with values in place of expressions; a wait for a retry. */
export const strategyAnswerSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("next") }),
  z.strictObject({ do: z.literal("retry"), afterMs: durationMs }),
  fallbackRung.omit({ when: true }),
  degradeRung.omit({ when: true }),
  escalateRung.omit({ when: true }),
  parkRung.omit({ when: true }),
  terminateRung.omit({ when: true }),
]);

export type StrategyAnswer = z.infer<typeof strategyAnswerSchema>;

/** What the run above does about a child that escalates; in order, the first that fits and is not used up. */
export const choiceSchema = z.discriminatedUnion("choose", [
  /** `times`: how often for one place. Default 1. */
  z.strictObject({
    choose: z.literal("retryChild"),
    when,
    times: z.number().int().min(1).max(20).optional(),
  }),
  z.strictObject({ choose: z.literal("replaceChild"), when, workflow: name, input: template.optional() }),
  z.strictObject({ choose: z.literal("acceptPartial"), when, output: template.optional() }),
  z.strictObject({ choose: z.literal("askHuman"), when }),
  z.strictObject({ choose: z.literal("fail"), when }),
  /** Hands it on to the run above, whatever the ladder says. */
  z.strictObject({ choose: z.literal("escalate"), when }),
]);
export type Choice = z.infer<typeof choiceSchema>;

/** What undoes a node once it has completed: a task or a workflow, with an input worked out when the node completes. */
export const compensateSchema = z.strictObject({
  task: name.optional(),
  workflow: name.optional(),
  /** Without one: the output of the node. */
  input: template.optional(),
});

const LISTS = {
  /** Rungs, in order: what is done about a failure. */
  recovery: z.array(rungSchema).min(1).max(20).optional(),
  classify: z.array(classRuleSchema).min(1).max(100).optional(),
  /** Where a child run is started: what is done when it escalates. */
  onEscalation: z.array(choiceSchema).min(1).max(20).optional(),
};
/** Of every node, and of what a map or a loop repeats. */
export const recoveryFields = {
  ...LISTS,
  compensate: compensateSchema.optional(),
  /** `atMostOnce`: never called twice; when nobody knows how it ended, a person decides. Default `atLeastOnce`. */
  delivery: z.enum(["atLeastOnce", "atMostOnce"]).optional(),
};
/** Of a workflow: for the attempts and child runs of its nodes that say nothing themselves. */
export const workflowRecoveryFields = LISTS;
