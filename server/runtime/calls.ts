import type { Failure } from "#server/engine/failure";
import { type RunNo, runIdOf, type TreeId } from "#server/engine/ids";
import { stretched } from "#server/engine/recursion/allowance";
import type { Command } from "#server/engine/run/commands";
import type { AbortCalls, CallTask } from "#server/engine/run/effects";
import type { Usage } from "#server/engine/run/usage";
import { taskLog } from "#server/engine/task-log";
import { externalize } from "#server/engine/values/externalize";
import type { Blob, Json } from "#server/engine/values/json";
import { resolve } from "#server/engine/values/resolve";
import type { BlobCache } from "./blob-cache.ts";
import type { Clock } from "./clock.ts";
import { crashPoint } from "./crash-point.ts";
import type { AttemptContext, AttemptResult, Executor } from "./executor.ts";
import type { Log } from "./log.ts";
import { createWakeUp } from "./wake-up.ts";

/** A command before the owner puts its instant on. */
export type Untimed<C extends Command = Command> = C extends Command ? Omit<C, "at"> : never;
type Report = Untimed<Extract<Command, { type: "attemptSucceeded" | "attemptFailed" | "attemptHeld" }>>;

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

/** The attempts of one tree that are with the executor at present. */
export class Calls {
  readonly #options: CallsOptions;
  readonly #open = new Map<RunNo, Open[]>();
  #count = 0;
  #onDrained: (() => void)[] = [];

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#count;
  }

  /** Hands an attempt to the executor and reports its result. Never throws. */
  start(call: CallTask): void {
    const entry: Open = { call, controller: new AbortController() };
    const ofRun = this.#open.get(call.run);
    if (ofRun) ofRun.push(entry);
    else this.#open.set(call.run, [entry]);
    this.#count += 1;
    this.#attempt(entry).then(
      (result) => this.#answered(entry, result),
      (error: unknown) => this.#answered(entry, { ok: false, failure: taskFailed(call, error) }),
    );
  }

  /** Tells handlers to stop. What they still answer is reported, and refused by the core. */
  abort({ run, node, item }: AbortCalls): void {
    for (const { call, controller } of this.#open.get(run) ?? []) {
      const meant = (node === undefined || call.node === node) && (item === undefined || call.item === item);
      if (meant) controller.abort();
    }
  }

  abortAll(): void {
    for (const ofRun of this.#open.values()) for (const { controller } of ofRun) controller.abort();
  }

  /** Resolves when nothing is in flight. */
  async drained(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  #answered(entry: Open, result: AttemptResult): void {
    this.#finish(entry);
    crashPoint("afterHandlerBeforeReport");
    this.#report(entry.call, result);
  }

  #finish(entry: Open): void {
    const ofRun = this.#open.get(entry.call.run) ?? [];
    if (ofRun.length === 1) this.#open.delete(entry.call.run);
    else ofRun.splice(ofRun.indexOf(entry), 1);
    this.#count -= 1;
    if (this.#count === 0) for (const resume of this.#onDrained.splice(0)) resume();
  }

  /** Most inputs are at hand and most calls have no limit: then the promise is the executor's own. */
  #attempt(entry: Open): Promise<AttemptResult> {
    try {
      const known = resolve(entry.call.input, this.#options.blobs.lookup);
      if (known.ok) return this.#run(entry, known.value);
      return this.#inputOf(entry.call).then((input) => this.#run(entry, input));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #run({ call, controller }: Open, input: Json): Promise<AttemptResult> {
    const { executor } = this.#options;
    const written = call.timeoutMs ?? executor.facts(call.task)?.timeoutMs ?? null;
    if (written !== null) return this.#withinTime(call, input, controller, stretched(written, call.stretch));
    return executor.run(call.task, input, contextOf(this.#options, call, controller, null));
  }

  async #inputOf({ input }: CallTask): Promise<Json> {
    const { blobs } = this.#options;
    const releases: (() => void)[] = [];
    try {
      for (;;) {
        const resolved = resolve(input, blobs.lookup);
        if (resolved.ok) return resolved.value;
        releases.push(await blobs.load(resolved.missing));
      }
    } finally {
      for (const release of releases) release();
    }
  }

  async #withinTime(
    call: CallTask,
    input: Json,
    controller: AbortController,
    limit: number,
  ): Promise<AttemptResult> {
    const { executor, clock } = this.#options;
    const deadline = clock.now() + limit;
    let expire: () => void = () => undefined;
    const late = new Promise<AttemptResult>((answer) => {
      expire = () => {
        answer({ ok: false, failure: timedOut(call, limit) });
        controller.abort(new Error(`the time limit of ${limit} ms is over`));
      };
    });
    // A timer of Node alone would fire at once for more than 24 days.
    const alarm = createWakeUp(clock, expire);
    alarm.set(deadline);
    try {
      const context = contextOf(this.#options, call, controller, deadline);
      return await Promise.race([executor.run(call.task, input, context), late]);
    } finally {
      alarm.clear();
    }
  }

  #report(call: CallTask, result: AttemptResult): void {
    const { report } = this.#options;
    if (!result.ok && result.held) {
      report({ type: "attemptHeld", ...placeOf(call), ...result.held }, NO_BLOBS);
      return;
    }
    const place: Placed = placeOf(call);
    if (result.usage) place.usage = result.usage;
    const output = result.ok ? externalize(result.output) : result;
    if (output.ok) {
      report({ type: "attemptSucceeded", ...place, output: output.stored }, output.blobs);
      return;
    }
    const after = result.ok ? undefined : result.retryAfterMs;
    const wait = after === undefined ? {} : { retryAfterMs: after };
    report(
      { type: "attemptFailed", ...place, failure: output.failure, ...wait, jitter: Math.random() },
      NO_BLOBS,
    );
  }
}

type Placed = ReturnType<typeof placeOf> & { usage?: Usage };

export function placeOf(call: CallTask) {
  const { run, node, attempt } = call;
  return call.item === undefined ? { run, node, attempt } : { run, node, item: call.item, attempt };
}

function contextOf(
  { treeId, log }: CallsOptions,
  call: CallTask,
  controller: AbortController,
  deadline: number | null,
): AttemptContext {
  const runId = runIdOf(treeId, call.run);
  return {
    // Made when a handler asks for it: most do not, and it is as dear as the rest of the call.
    get signal() {
      return controller.signal;
    },
    deadline,
    idempotencyKey: call.idempotencyKey,
    runId,
    nodeId: call.node,
    depth: call.depth,
    attempt: call.attempt,
    delivery: call.delivery,
    budget: call.budget,
    ...(call.below ? { below: call.below } : {}),
    log: taskLog(({ level, message, fields }) =>
      log[level === "debug" ? "info" : level](
        { ...fields, runId, node: call.node, attempt: call.attempt },
        message,
      ),
    ),
    stream: unheard,
  };
}

/** Who shows what is streamed puts its own in its place. */
function unheard(): void {}

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
