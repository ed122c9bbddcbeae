import { join } from "node:path";
import type { Executor } from "#server/runtime/executor";
import { BUILT_IN_ACTIONS } from "./built-in-actions.ts";
import type { Inheritance } from "./define-inheritance.ts";
import type { Metric } from "./define-metric.ts";
import type { ModificationAction } from "./define-modification-action.ts";
import type { Recovery } from "./define-recovery.ts";
import type { Task } from "./define-task.ts";
import { type LoadedFile, loadFile, type TaskProblem } from "./load-file.ts";
import { executorOf } from "./task-executor.ts";
import { findTaskFiles, isTaskSource } from "./task-files.ts";
import { watchTaskFiles } from "./watch-files.ts";

type LoadOptions = {
  /** Folder that holds `banyan.config.ts` and `tasks/`: the working directory. */
  readonly root: string;
  /** Watch the files and take changes over while running. */
  readonly dev?: boolean;
  /** Tasks that the product brings; a file may not define one of the same name. */
  readonly builtIn?: readonly Task[];
  /** Called after each reload. */
  readonly onReload?: (tasks: TaskSource) => void;
};

/** A person's own tasks. A file that is broken is a problem here and keeps none of the others from loading. */
export type TaskSource = {
  readonly executor: Executor;
  readonly tasks: () => readonly { readonly task: Task; readonly file: string }[];
  readonly inheritances: () => readonly Inheritance[];
  readonly recoveries: () => readonly Recovery[];
  readonly modificationActions: () => readonly ModificationAction[];
  readonly metrics: () => readonly Metric[];
  readonly problems: () => readonly TaskProblem[];
  readonly reload: () => Promise<void>;
  readonly close: () => void;
};

type Entry = { readonly task: Task; readonly file: string };
type Registry = {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly problems: readonly TaskProblem[];
  readonly inheritances: ReadonlyMap<string, Inheritance>;
  readonly recoveries: ReadonlyMap<string, Recovery>;
  readonly modificationActions: ReadonlyMap<string, ModificationAction>;
  readonly metrics: ReadonlyMap<string, Metric>;
};

export async function loadTasks(options: LoadOptions): Promise<TaskSource> {
  const builtIn = new Set(options.builtIn?.map((task) => task.name));
  let files: readonly LoadedFile[] = [];
  let registry: Registry = {
    entries: new Map(),
    problems: [],
    inheritances: new Map(),
    recoveries: new Map(),
    modificationActions: new Map(),
    metrics: new Map(),
  };
  let loading = Promise.resolve();
  let close: () => void = () => undefined;

  const loadAll = async () => {
    const found = await findTaskFiles(options.root);
    files = await Promise.all(found.map(async (file) => await loadFile(join(options.root, file), file)));
    registry = register(files, builtIn);
  };
  const source: TaskSource = {
    executor: executorOf((name) => registry.entries.get(name)?.task),
    tasks: () => [...registry.entries.values()],
    inheritances: () => [...registry.inheritances.values()],
    recoveries: () => [...registry.recoveries.values()],
    modificationActions: () => [...registry.modificationActions.values()],
    metrics: () => [...registry.metrics.values()],
    problems: () => registry.problems,
    reload: () => {
      loading = loading.then(loadAll, loadAll);
      return loading;
    },
    close: () => close(),
  };
  await source.reload();
  if (options.dev) {
    close = watchTaskFiles(options.root, () => {
      void source.reload().then(
        () => options.onReload?.(source),
        () => undefined,
      );
    });
  }
  return source;
}

function register(files: readonly LoadedFile[], builtIn: ReadonlySet<string>): Registry {
  const problems: TaskProblem[] = files.flatMap((file) => file.problems);
  const entries = new Map<string, Entry>();
  for (const { file, tasks } of files) {
    for (const task of tasks) {
      const clash = clashOf(task, entries.get(task.name), builtIn);
      if (clash) problems.push({ file, line: null, message: clash });
      else if (!entries.has(task.name)) entries.set(task.name, { task, file });
    }
  }
  const named = files.flatMap(({ file, inheritances }) => inheritances.map((made) => ({ file, made })));
  const ways = files.flatMap(({ file, recoveries }) => recoveries.map((made) => ({ file, made })));
  const changes = files.flatMap(({ file, modificationActions }) =>
    modificationActions.filter((made) => isFree(made, file, problems)).map((made) => ({ file, made })),
  );
  const measures = files.flatMap(({ file, metrics }) => metrics.map((made) => ({ file, made })));
  return {
    entries,
    problems,
    inheritances: byName(named, "inheritance", ({ inherit }) => inherit, problems),
    recoveries: byName(ways, "recovery", ({ decide }) => decide, problems),
    modificationActions: byName(changes, "modification action", ({ source }) => source, problems),
    metrics: byName(measures, "metric", ({ value }) => value, problems),
  };
}

type Made<T> = { readonly file: string; readonly made: T };

/** The config may list what its own file exports as well: that is no clash. */
function byName<T extends { readonly name: string }>(
  all: readonly Made<T>[],
  what: string,
  code: (made: T) => unknown,
  problems: TaskProblem[],
): Map<string, T> {
  const found = new Map<string, T>();
  for (const { file, made } of all) {
    const known = found.get(made.name);
    if (!known) found.set(made.name, made);
    else if (`${code(known)}` !== `${code(made)}`)
      problems.push({
        file,
        line: null,
        message: `${what} "${made.name}" is defined twice; rename one of them`,
      });
  }
  return found;
}

function isFree({ name }: ModificationAction, file: string, problems: TaskProblem[]): boolean {
  if (!BUILT_IN_ACTIONS.some((action) => action.name === name)) return true;
  const message = `modification action "${name}" has the name of a built-in action; rename it`;
  problems.push({ file, line: null, message });
  return false;
}

function clashOf(task: Task, earlier: Entry | undefined, builtIn: ReadonlySet<string>): string | null {
  if (builtIn.has(task.name)) return `task "${task.name}" has the name of a built-in task; rename it`;
  if (!earlier || isListedAgain(task, earlier)) return null;
  return `task "${task.name}" is already defined in ${earlier.file}; rename one of them (${earlier.file} is used)`;
}

/** The config may list a task that its own file in `tasks/` exports as well. */
function isListedAgain(task: Task, earlier: Entry): boolean {
  return isTaskSource(earlier.file) && earlier.task.source === task.source;
}
