import type { Answer as Answered, Question } from "../context/questions.ts";
import type { Failure } from "../failure.ts";
import type { BoundGraph } from "../graph/graph.ts";
import type { EpochMs } from "../ids.ts";
import { EMIT } from "../nodes/emit/definition.ts";
import { DETACH } from "../nodes/subworkflow/definition.ts";
import type { TaskFacts } from "../run/commands.ts";
import type { CallTask } from "../run/effects.ts";
import type { Event } from "../run/events.ts";
import type { Usage } from "../run/usage.ts";
import type { BlobLookup, Json } from "../values/json.ts";
import type { Visit } from "./people.ts";
import type { Random } from "./random.ts";

/** How a scripted task behaves. Everything is drawn from the scenario's own random source. */
export type TaskScript = {
  readonly pure?: boolean;
  /** Virtual milliseconds that one attempt takes: drawn from a range, or worked out from its input. */
  readonly durationMs: readonly [low: number, high: number] | ((input: Json) => number);
  /** Share of attempts that fail, and whether another attempt may succeed. */
  readonly failureRate?: number;
  readonly retryable?: boolean;
  readonly message?: string;
  /** What this very call fails with; nothing = it does not. */
  readonly fails?: (input: Json, call: CallTask) => Failure | undefined;
  readonly output?: (input: Json, call: CallTask) => Json;
  /** It uses tokens, at this price at most. */
  readonly usdPerToken?: number;
  /** What one attempt uses, whether it fails or not. */
  readonly usage?: (input: Json, call: CallTask, random: Random) => Usage;
};

/** A world that a tree can run in without any real one: tasks by name, workflows by slug or `slug@revision`. */
export type World = {
  readonly tasks: Readonly<Record<string, TaskScript>>;
  readonly workflows?: Readonly<Record<string, BoundGraph>>;
  /** Answers what the core asks about values; without it the core works them out itself. */
  readonly answer?: (question: Question, blob: BlobLookup) => Answered;
  /** Until when a breaker holds a call that is about to go out at an instant; `null` = it goes out. */
  readonly breaker?: (
    call: CallTask,
    at: EpochMs,
  ) => { readonly breaker: string; readonly until: EpochMs } | null;
  /** Somebody answers approvals, sends signals, and looks after what is parked: as a script has it, or by the dice. */
  readonly people?: true | ((event: Event) => readonly Visit[]);
  /** Answers a call in place of the scripts; `facts` then says which tasks there are. */
  readonly reply?: (call: CallTask, input: Json) => Answer;
  readonly facts?: (task: string) => TaskFacts | undefined;
  /** Id of the agent that has all these capabilities. */
  readonly chooseAgent?: (capabilities: readonly string[]) => string | undefined;
};

export type Answer = {
  readonly afterMs: number;
  readonly result: { readonly output: Json } | { readonly failure: Failure };
  readonly usage?: Usage;
  /** Of the wait before the next attempt, where it fails. Absent = drawn from the scenario's own source. */
  readonly jitter?: number;
};

/** What every world does by itself for the kinds of node whose executor is part of the product. */
const BUILT_IN: World["tasks"] = {
  [DETACH]: {
    durationMs: [1, 5],
    output: (input, call) => ({
      runId: call.idempotencyKey,
      workflow: (input as { workflow: string }).workflow,
    }),
  },
  [EMIT]: {
    durationMs: [1, 5],
    output: (input) => ({ event: (input as { event: string }).event, channels: ["inApp"] }),
  },
};

function scriptOf({ tasks }: World, task: string): TaskScript | undefined {
  if (Object.hasOwn(tasks, task)) return tasks[task];
  return Object.hasOwn(BUILT_IN, task) ? BUILT_IN[task] : undefined;
}

export function factsOf(world: World, task: string): TaskFacts | undefined {
  if (world.facts) return world.facts(task);
  const script = scriptOf(world, task);
  if (!script) return undefined;
  const { pure = false, usdPerToken } = script;
  return { pure, ...(usdPerToken === undefined ? {} : { meter: { usdPerToken } }) };
}

function durationOf({ durationMs }: TaskScript, input: Json, random: Random): number {
  return typeof durationMs === "function" ? durationMs(input) : random.between(...durationMs);
}

/** What the scripted task says to one call, and when. */
export function answerOf(world: World, call: CallTask, input: Json, random: Random): Answer {
  if (world.reply) return world.reply(call, input);
  const script = scriptOf(world, call.task);
  if (!script) throw new Error(`the core called task ${call.task}, which this world does not have`);
  const afterMs = script.pure ? 0 : durationOf(script, input, random);
  const used = script.usage ? { usage: script.usage(input, call, random) } : {};
  const stated = script.fails?.(input, call);
  if (stated) return { afterMs, result: { failure: stated }, ...used };
  if (random.next() >= (script.failureRate ?? 0))
    return { afterMs, result: { output: script.output?.(input, call) ?? input }, ...used };
  const failure: Failure = {
    class: "task",
    code: "TaskFailed",
    message: script.message ?? "scripted failure",
    retryable: script.retryable ?? true,
  };
  return { afterMs, result: { failure }, ...used };
}
