import type { Json } from "#server/engine/values/json";
import type { AttemptContext, AttemptResult, Executor } from "../executor.ts";

/** A task under test: what it answers, given how often it was called before with the same idempotency key. */
export type ScriptedTask = {
  readonly pure?: boolean;
  readonly timeoutMs?: number;
  readonly run: (input: Json, context: AttemptContext, before: number) => Json | Promise<Json>;
};

/** One call as the outside saw it. */
export type OracleCall = {
  readonly task: string;
  readonly key: string;
  readonly runId: string;
  readonly nodeId: string;
  readonly attempt: number;
  readonly delivery: number;
  /** Committed head of the tree when the call began, as another connection saw it; absent where nobody looked. */
  readonly headAtStart?: number;
};

export type ScriptedExecutor = Executor & {
  /** Calls of effectful tasks, in order. */
  readonly calls: OracleCall[];
  /** Calls of pure tasks. */
  readonly pureCalls: () => number;
};

export type ScriptOptions = {
  /** Asked before each effectful call. */
  readonly headOf?: (treeId: string) => Promise<number>;
  /** Told about each effectful call as it begins. */
  readonly onCall?: (call: OracleCall) => void;
};

/** A real executor over a script; it keeps the log that the journal is checked against. */
export function createScriptedExecutor(
  tasks: Readonly<Record<string, ScriptedTask>>,
  { headOf, onCall }: ScriptOptions = {},
): ScriptedExecutor {
  const calls: OracleCall[] = [];
  let pureCalls = 0;

  async function run(name: string, input: Json, context: AttemptContext): Promise<AttemptResult> {
    const task = tasks[name];
    if (!task) throw new Error(`the script has no task ${name}`);
    const before = calls.filter((call) => call.key === context.idempotencyKey).length;
    if (task.pure) pureCalls += 1;
    else await record(name, context);
    try {
      return { ok: true, output: await task.run(input, context, before) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, failure: { class: "task", code: "Scripted", message, retryable: true } };
    }
  }

  async function record(task: string, context: AttemptContext): Promise<void> {
    const { idempotencyKey: key, runId, nodeId, attempt, delivery } = context;
    const facts = { task, key, runId, nodeId, attempt, delivery };
    const call = headOf ? { ...facts, headAtStart: await headOf(runId.split(".")[0] ?? runId) } : facts;
    calls.push(call);
    onCall?.(call);
  }

  return {
    calls,
    pureCalls: () => pureCalls,
    run,
    facts: (name) => {
      const task = tasks[name];
      if (!task) return undefined;
      return {
        pure: task.pure ?? false,
        ...(task.timeoutMs === undefined ? {} : { timeoutMs: task.timeoutMs }),
      };
    },
  };
}
