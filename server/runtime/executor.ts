import type { Failure } from "#server/engine/failure";
import type { EpochMs } from "#server/engine/ids";
import type { TreeOrigin } from "#server/engine/run/beyond";
import type { TaskFacts } from "#server/engine/run/commands";
import type { Usage } from "#server/engine/run/usage";
import type { TaskLog } from "#server/engine/task-log";
import type { Json } from "#server/engine/values/json";

/** What a handler sees of its attempt. It never sees the store. */
export type AttemptContext = {
  readonly signal: AbortSignal;
  /** `null` = no time limit. */
  readonly deadline: EpochMs | null;
  /** The same on every attempt and delivery of this work: hand it to the outside so that it can deduplicate. */
  readonly idempotencyKey: string;
  readonly runId: string;
  readonly nodeId: string;
  readonly depth: number;
  readonly attempt: number;
  readonly delivery: number;
  /** What it may use at most, where a limit of its tree is near; `null` = only its node says. */
  readonly budget?: { readonly tokens: number; readonly costUsd: number } | null;
  /** Where a run would stand that what it sends leads to; absent where it sends nothing by itself. */
  readonly below?: TreeOrigin;
  /** Kept beside the journal and shown with the run: bounded, and lost where the process dies before it is written. */
  readonly log: TaskLog;
  /** The next words of what it writes, for whoever looks at its run at that moment: bounded, and never stored. */
  readonly stream: (text: string) => void;
};

export type AttemptResult =
  | { readonly ok: true; readonly output: Json; readonly usage?: Usage }
  | {
      readonly ok: false;
      readonly failure: Failure;
      readonly retryAfterMs?: number;
      readonly usage?: Usage;
      /** A breaker held it back: nothing was called. */
      readonly held?: { readonly breaker: string; readonly until: EpochMs };
    };

/** A source of task handlers. `run` never throws and never rejects: a handler's error is a result. */
export type Executor = {
  /** `undefined` = not registered. Read by the core's driver at each decision. */
  readonly facts: (task: string) => TaskFacts | undefined;
  /** Id of the agent that has all these capabilities. */
  readonly chooseAgent?: (capabilities: readonly string[]) => string | undefined;
  readonly run: (task: string, input: Json, context: AttemptContext) => Promise<AttemptResult>;
};
