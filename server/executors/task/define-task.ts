import { createHash } from "node:crypto";
import * as z from "zod";
import type { AttemptContext } from "#server/runtime/executor";

const TASK = Symbol.for("banyan.task");
const NAME = /^[A-Za-z][A-Za-z0-9._/-]{0,119}$/;

/** A registered function, with its types erased: the executor checks the input before it calls `run`. */
export type Task = {
  readonly [TASK]: true;
  readonly name: string;
  readonly description: string | undefined;
  readonly input: z.ZodType;
  readonly output: z.ZodType | undefined;
  /** Depends on its input only and touches nothing outside: may start before its events are durable. */
  readonly pure: boolean;
  readonly timeoutMs: number | undefined;
  /** Content hash, recorded with each attempt. */
  readonly version: string;
  /** What tells two definitions of one name apart. */
  readonly source: string;
  readonly run: (input: unknown, context: AttemptContext) => unknown;
};

type TaskSpec<Input extends z.ZodType, Result> = {
  /** What a graph calls it: a letter, then letters, digits and `. _ / -`. */
  readonly name: string;
  readonly description?: string;
  readonly input: Input;
  /** Checked after each attempt; what it parses to becomes the output. */
  readonly output?: z.ZodType<unknown, Result>;
  /** Default `false`: the task touches the world, so it starts only once its start is durable. */
  readonly pure?: boolean;
  /** Longest time of one attempt, when the node names none. */
  readonly timeoutMs?: number;
  readonly run: (input: z.output<Input>, context: AttemptContext) => Result | Promise<Result>;
};

/** Makes a function callable from a graph by name. The input reaches `run` only when it fits `input`. */
export function defineTask<Input extends z.ZodType, Result>(spec: TaskSpec<Input, Result>): Task {
  assertSpec(spec);
  const source = `${spec.name}\n${spec.run}`;
  return {
    [TASK]: true,
    name: spec.name,
    description: spec.description,
    input: spec.input,
    output: spec.output,
    pure: spec.pure ?? false,
    timeoutMs: spec.timeoutMs,
    version: contentHash(source),
    source,
    run: (input, context) => spec.run(input as z.output<Input>, context),
  };
}

export function isTask(value: unknown): value is Task {
  return typeof value === "object" && value !== null && TASK in value;
}

export function contentHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

type Unchecked = { readonly name: unknown; readonly run: unknown; readonly input: unknown };

/** Files in plain JavaScript come without a compiler: say what is wrong where the task is defined. */
function assertSpec(spec: Unchecked): void {
  if (typeof spec.name !== "string" || !NAME.test(spec.name)) {
    const rule = "a letter, then letters, digits and . _ / -, 120 at most";
    throw new TypeError(`defineTask: name ${JSON.stringify(spec.name)} is not valid: ${rule}`);
  }
  if (typeof spec.run !== "function") throw new TypeError(`defineTask "${spec.name}": run is not a function`);
  if (!(spec.input instanceof z.ZodType)) {
    throw new TypeError(`defineTask "${spec.name}": input is not a zod schema`);
  }
}
