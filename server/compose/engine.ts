import { join } from "node:path";
import type { Database } from "#db/client";
import { exampleTasks } from "#examples/index";
import type { Schema } from "#server/engine/schema/fits";
import type { Json } from "#server/engine/values/json";
import type { AgentBook } from "../executors/agent/agent.ts";
import { createAgentExecutor } from "../executors/agent/agent-executor.ts";
import type { Outside } from "../executors/agent/models.ts";
import { type Load, Places } from "../executors/agent/places.ts";
import { logCalls } from "../executors/call-log.ts";
import { createDetachExecutor, type StartDetached } from "../executors/detach/detach-executor.ts";
import { createEmitExecutor } from "../executors/emit/emit-executor.ts";
import { createHttpExecutor } from "../executors/http/http-executor.ts";
import { redactResults } from "../executors/redact-results.ts";
import { callables } from "../executors/task/callables.ts";
import { composeExecutors } from "../executors/task/compose-executors.ts";
import { declaredOutputs } from "../executors/task/declared-outputs.ts";
import type { Metric } from "../executors/task/define-metric.ts";
import type { Task } from "../executors/task/define-task.ts";
import { loadTasks, type TaskSource } from "../executors/task/load-tasks.ts";
import { createActionBook } from "../executors/task/modification-actions.ts";
import { createTaskExecutor } from "../executors/task/task-executor.ts";
import type { Logger } from "../logger.ts";
import type { Inherit, Recover } from "../runtime/answers.ts";
import { createBreakerStore } from "../runtime/breakers/store.ts";
import type { Executor } from "../runtime/executor.ts";
import { createHost, type Host } from "../runtime/host.ts";
import { StreamRelay } from "../runtime/stream-relay.ts";
import { TaskLogBook } from "../runtime/task-log-book.ts";
import { TaskStreams } from "../runtime/task-streams.ts";
import { told } from "../runtime/told.ts";
import type { Redactor } from "../secrets/redactor.ts";
import type { ActionBook } from "../services/modification/action-book.ts";
import { startDetachedAt } from "./detached.ts";
import type { Stopper } from "./stop.ts";

/** Calls in flight may end; what does not is handed out again at the next start. */
const LAST_CALLS_MS = 5_000;

export type Engine = {
  readonly host: Host;
  /** What attempts write while they work. */
  readonly streams: Pick<TaskStreams, "follow">;
  readonly facts: Executor["facts"];
  readonly taskNames: () => readonly string[];
  readonly taskOutputs: () => Readonly<Record<string, Schema>>;
  readonly agentLoad: (id: string) => Load;
  readonly inheritance: (name: string) => Inherit | undefined;
  readonly actions: ActionBook;
  readonly recovery: (name: string) => Recover | undefined;
  /** Metrics of people's own, as they are at the moment. */
  readonly metrics: () => readonly Metric[];
};

type Options = {
  readonly db: Database;
  readonly dev: boolean;
  /** Nobody else can reach this database. */
  readonly alone: boolean;
  readonly callLog?: string;
  readonly redactor: Redactor;
  readonly agents: AgentBook;
} & Outside;

/** The registered tasks and the host that runs trees with them. From here on, trees that an earlier process left go on. */
export async function openEngine(options: Options, log: Logger, stopper: Stopper): Promise<Engine> {
  const root = process.cwd();
  const own = await ownTasks({ root, dev: options.dev, builtIn: exampleTasks }, log);
  stopper.onStop("task files", own.close);
  // A tree that goes on may start another one before the host has said that it is open.
  let open: (host: Host) => void = () => undefined;
  const opened = new Promise<Host>((resolve) => {
    open = resolve;
  });
  const start = startDetachedAt(options.db, () => opened);
  const streams = new TaskStreams();
  const logs = new TaskLogBook({ db: options.db, log });
  stopper.onStop("logs of tasks", () => logs.flush());
  const places = new Places();
  const all = allExecutors({ ...options, places }, own, start);
  const executor = loggedIfAsked(told(all, logs, streams), options, stopper);
  const host = await createHost({
    db: options.db,
    executor,
    log,
    alone: options.alone,
    inheritance: inheritanceIn(own),
    recovery: recoveryIn(own),
    breakers: { store: createBreakerStore(options.db) },
  });
  open(host);
  const relay = options.alone ? null : await openRelay(options.db, streams, host, log);
  if (relay) stopper.onStop("streams of other processes", () => relay.close());
  stopper.onStop("host", () => host.stop({ timeoutMs: LAST_CALLS_MS }));
  const registered = () => [...exampleTasks, ...own.tasks().map(({ task }) => task)];
  return {
    host,
    streams: relay ?? streams,
    facts: executor.facts,
    inheritance: inheritanceIn(own),
    actions: createActionBook(own.modificationActions),
    recovery: recoveryIn(own),
    metrics: own.metrics,
    agentLoad: (id) => places.load(id),
    taskNames: () =>
      registered()
        .map(({ name }) => name)
        .toSorted(),
    taskOutputs: () => declaredOutputs(registered()),
  };
}

/** Another process over the same database may run what somebody looks at here. */
async function openRelay(db: Database, own: TaskStreams, host: Host, log: Logger): Promise<StreamRelay> {
  const relay = new StreamRelay({ db, own, log, isOwn: (treeId) => host.owner(treeId) !== undefined });
  await relay.open();
  return relay;
}

/** What the outside answers has no known secret in it any more when the journal sees it. */
function allExecutors(
  options: Options & { readonly places: Places },
  own: TaskSource,
  start: StartDetached,
): Executor {
  const { redactor } = options;
  const tasks = composeExecutors(createTaskExecutor(exampleTasks), own.executor);
  const find = callables(tasks, (name) =>
    [...exampleTasks, ...own.tasks().map(({ task }) => task)].find((task) => task.name === name),
  );
  const redact = redactor.text;
  return redactResults(
    composeExecutors(
      createDetachExecutor(start),
      createEmitExecutor(),
      createHttpExecutor({ ...options, redact }),
      createAgentExecutor({ ...options, find, redact }),
      tasks,
    ),
    redactor,
  );
}

/** Functions as they are at the moment: a file may be saved while trees run. */
function inheritanceIn(own: TaskSource): (name: string) => Inherit | undefined {
  return (name) => {
    const found = own.inheritances().find((inheritance) => inheritance.name === name);
    return found && (async (question) => (await found.inherit(question)) as Json);
  };
}

function recoveryIn(own: TaskSource): (name: string) => Recover | undefined {
  return (name) => {
    const found = own.recoveries().find((recovery) => recovery.name === name);
    return found && (async (question) => (await found.decide(question)) as Json);
  };
}

function ownTasks(
  options: { readonly root: string; readonly dev: boolean; readonly builtIn: readonly Task[] },
  log: Logger,
): Promise<TaskSource> {
  const report = (source: TaskSource) => {
    for (const { file, line, message } of source.problems()) {
      log.warn({}, `${join(options.root, file)}${line === null ? "" : `:${line}`} is left out: ${message}`);
    }
  };
  return loadTasks({ ...options, onReload: report }).then((source) => {
    report(source);
    return source;
  });
}

function loggedIfAsked(executor: Executor, { callLog }: Options, stopper: Stopper): Executor {
  if (callLog === undefined) return executor;
  const logged = logCalls(executor, callLog);
  stopper.onStop("call log", logged.close);
  return logged;
}
