import type { Failure } from "#server/engine/failure";
import { type RunNo, runIdOf, type TreeId } from "#server/engine/ids";
import type { Command } from "#server/engine/run/commands";
import type { AbortCalls, CallTask } from "#server/engine/run/effects";
import { externalize } from "#server/engine/values/externalize";
import type { Blob, Json } from "#server/engine/values/json";
import { resolve } from "#server/engine/values/resolve";
import type { BlobCache } from "./blob-cache.ts";
import type { Clock } from "./clock.ts";
import { crashPoint } from "./crash-point.ts";
import type { AttemptContext, AttemptResult, Executor } from "./executor.ts";
import type { Log } from "./log.ts";

/** A command before the owner puts its instant on. */
export type Untimed<C extends Command = Command> = C extends Command ? Omit<C, "at"> : never;
type Report = Untimed<Extract<Command, { type: "attemptSucceeded" | "attemptFailed" }>>;

/** The attempts of one tree that are with the executor at present. */
export type Calls = {
  /** Hands an attempt to the executor and reports its result. Never throws. */
  readonly start: (call: CallTask) => void;
  /** Tells handlers to stop. What they still answer is reported, and refused by the core. */
  readonly abort: (target: AbortCalls) => void;
  readonly abortAll: () => void;
  readonly inFlight: () => number;
  /** Resolves when nothing is in flight. */
  readonly drained: () => Promise<void>;
};

export type CallsOptions = {
  readonly treeId: TreeId;
  readonly executor: Executor;
  readonly blobs: BlobCache;
  readonly clock: Clock;
  readonly log: Log;
  /** `blobs` must be durable before the event that the report leads to. */
  readonly report: (report: Report, blobs: readonly Blob[]) => void;
};

type Open = { readonly call: CallTask; readonly controller: AbortController };
const NO_BLOBS: readonly Blob[] = [];

export function createCalls(options: CallsOptions): Calls {
  const { executor, blobs } = options;
  const open = new Map<RunNo, Set<Open>>();
  let count = 0;
  let idle: (() => void)[] = [];

  function start(call: CallTask): void {
    const entry: Open = { call, controller: new AbortController() };
    const ofRun = open.get(call.run);
    if (ofRun) ofRun.add(entry);
    else open.set(call.run, new Set([entry]));
    count += 1;
    void attempt(entry).then((result) => {
      finish(entry);
      crashPoint("afterHandlerBeforeReport");
      report(call, result);
    });
  }

  function finish(entry: Open): void {
    const ofRun = open.get(entry.call.run);
    ofRun?.delete(entry);
    if (ofRun?.size === 0) open.delete(entry.call.run);
    count -= 1;
    if (count > 0) return;
    for (const resolve of idle) resolve();
    idle = [];
  }

  async function attempt({ call, controller }: Open): Promise<AttemptResult> {
    try {
      const input = await inputOf(call);
      return await withinTime(call, controller, (deadline) =>
        executor.run(call.task, input, contextOf(options, call, controller.signal, deadline)),
      );
    } catch (error) {
      return { ok: false, failure: taskFailed(call, error) };
    }
  }

  async function inputOf(call: CallTask): Promise<Json> {
    for (;;) {
      const resolved = resolve(call.input, blobs.lookup);
      if (resolved.ok) return resolved.value;
      await blobs.load(resolved.missing);
    }
  }

  async function withinTime(
    call: CallTask,
    controller: AbortController,
    run: (deadline: number | null) => Promise<AttemptResult>,
  ): Promise<AttemptResult> {
    const limit = call.timeoutMs ?? executor.facts(call.task)?.timeoutMs ?? null;
    if (limit === null) return run(null);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<AttemptResult>((resolveLate) => {
      timer = setTimeout(() => {
        resolveLate({ ok: false, failure: timedOut(call, limit) });
        controller.abort(new Error(`the time limit of ${limit} ms is over`));
      }, limit);
    });
    try {
      return await Promise.race([run(options.clock.now() + limit), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  function report(call: CallTask, result: AttemptResult): void {
    const place = placeOf(call);
    if (!result.ok) {
      const wait = result.retryAfterMs === undefined ? {} : { retryAfterMs: result.retryAfterMs };
      const { failure } = result;
      return options.report(
        { type: "attemptFailed", ...place, failure, ...wait, jitter: Math.random() },
        NO_BLOBS,
      );
    }
    const output = externalize(result.output);
    if (output.ok)
      return options.report({ type: "attemptSucceeded", ...place, output: output.stored }, output.blobs);
    options.report({ type: "attemptFailed", ...place, failure: output.failure, jitter: 0 }, NO_BLOBS);
  }

  function abort(target: AbortCalls): void {
    for (const entry of open.get(target.run) ?? []) {
      if (target.node === undefined || entry.call.node === target.node) entry.controller.abort();
    }
  }

  return {
    start,
    abort,
    abortAll: () => {
      for (const ofRun of open.values()) for (const entry of ofRun) entry.controller.abort();
    },
    inFlight: () => count,
    drained: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  };
}

function placeOf(call: CallTask) {
  const { run, node, attempt } = call;
  return call.item === undefined ? { run, node, attempt } : { run, node, item: call.item, attempt };
}

function contextOf(
  { treeId, log }: CallsOptions,
  call: CallTask,
  signal: AbortSignal,
  deadline: number | null,
): AttemptContext {
  const runId = runIdOf(treeId, call.run);
  return {
    signal,
    deadline,
    idempotencyKey: call.idempotencyKey,
    runId,
    nodeId: call.node,
    depth: call.depth,
    attempt: call.attempt,
    delivery: call.delivery,
    log: (message, fields) => log.info({ ...fields, runId, node: call.node, attempt: call.attempt }, message),
  };
}

function taskFailed(call: CallTask, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return {
    class: "task",
    code: "TaskFailed",
    message: `Task ${call.task} failed: ${message}`,
    retryable: true,
  };
}

function timedOut(call: CallTask, limit: number): Failure {
  return {
    class: "timeout",
    code: "TaskTimedOut",
    message: `Task ${call.task} did not answer within ${limit} ms; raise the node's timeoutMs or make the task faster`,
    retryable: true,
    details: { timeoutMs: limit },
  };
}
