import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { type Inheritance, isInheritance } from "./define-inheritance.ts";
import { isMetric, type Metric } from "./define-metric.ts";
import { isModificationAction, type ModificationAction } from "./define-modification-action.ts";
import { isRecovery, type Recovery } from "./define-recovery.ts";
import { contentHash, isTask, type Task } from "./define-task.ts";
import { messageOf } from "./task-failure.ts";

/** A task file, or a task in it, that cannot be used. */
export type TaskProblem = { readonly file: string; readonly line: number | null; readonly message: string };

export type LoadedFile = {
  /** Path as people know it: relative to the working directory. */
  readonly file: string;
  readonly hash: string;
  readonly tasks: readonly Task[];
  readonly inheritances: readonly Inheritance[];
  readonly recoveries: readonly Recovery[];
  readonly modificationActions: readonly ModificationAction[];
  readonly metrics: readonly Metric[];
  readonly problems: readonly TaskProblem[];
};

/** Makes each import a new one: the runtime keeps modules, and their errors, by address for as long as it lives. */
let imports = 0;

/** `tasks/a.ts:3: reason`, on one line. */
export function problemLine(problem: TaskProblem): string {
  return `${problem.file}${problem.line === null ? "" : `:${problem.line}`}: ${problem.message}`;
}

/**
 * Imports one file and collects its tasks: every export made by `defineTask`, or the tasks of a default `defineConfig`.
 */
export async function loadFile(path: string, file: string): Promise<LoadedFile> {
  let text = "";
  let hash = "";
  try {
    text = await readFile(path, "utf8");
    hash = contentHash(text);
    const module: unknown = await import(/* @vite-ignore */ `${pathToFileURL(path).href}?v=${++imports}`);
    const tasks = tasksOf(module).map((task) => ({ ...task, version: hash }));
    const inheritances = madeIn(module, "inheritances").filter(isInheritance);
    const recoveries = madeIn(module, "recoveries").filter(isRecovery);
    const modificationActions = madeIn(module, "modificationActions").filter(isModificationAction);
    const metrics = madeIn(module, "metrics").filter(isMetric);
    const all = [...tasks, ...inheritances, ...recoveries, ...modificationActions, ...metrics];
    const empty = all.length === 0 && !isConfig(module);
    return {
      file,
      hash,
      tasks,
      inheritances,
      recoveries,
      modificationActions,
      metrics,
      problems: [...strangersIn(module, file), ...(empty ? [nothingIn(file)] : [])],
    };
  } catch (error) {
    const none = { tasks: [], inheritances: [], recoveries: [], modificationActions: [], metrics: [] };
    return { file, hash, ...none, problems: [problemOf(error, path, file, text)] };
  }
}

function tasksOf(module: unknown): Task[] {
  if (typeof module !== "object" || module === null) return [];
  const exported = Object.values(module);
  return [...new Set([...exported, ...exported.flatMap(configTasks)].filter(isTask))];
}

/** What a module exports, and what the config that it exports lists. */
function madeIn(module: unknown, field: ListField): readonly unknown[] {
  if (typeof module !== "object" || module === null) return [];
  const exported = Object.values(module);
  return [...new Set([...exported, ...exported.flatMap((value) => listIn(value, field))])];
}

function configTasks(value: unknown): readonly unknown[] {
  return listIn(value, "tasks");
}

type ListField = "tasks" | "inheritances" | "recoveries" | "modificationActions" | "metrics";

function listIn(value: unknown, field: ListField): readonly unknown[] {
  if (typeof value !== "object" || value === null || isMade(value)) return [];
  const list = (value as Readonly<Partial<Record<ListField, unknown>>>)[field];
  return Array.isArray(list) ? list : [];
}

function isMade(value: unknown): boolean {
  return (
    isTask(value) ||
    isInheritance(value) ||
    isRecovery(value) ||
    isModificationAction(value) ||
    isMetric(value)
  );
}

/** A config without `defineConfig` is not checked where it stands. */
function strangersIn(module: unknown, file: string): TaskProblem[] {
  const listed =
    typeof module === "object" && module !== null && "default" in module ? configTasks(module.default) : [];
  return listed.flatMap((task, index) =>
    isTask(task) ? [] : [{ file, line: null, message: `tasks[${index}] was not made by defineTask` }],
  );
}

function isConfig(module: unknown): boolean {
  if (typeof module !== "object" || module === null || !("default" in module)) return false;
  return typeof module.default === "object" && module.default !== null && !isMade(module.default);
}

function nothingIn(file: string): TaskProblem {
  return {
    file,
    line: null,
    message:
      "exports no task; export what defineTask, defineInheritance, defineRecovery, defineModificationAction or defineMetric returns",
  };
}

function problemOf(error: unknown, path: string, file: string, text: string): TaskProblem {
  const message = messageOf(error).split(" imported from ")[0] ?? "";
  return { file, line: lineOf(error, path, text), message: message.replace(/\s*\n\s*/g, " ").slice(0, 300) };
}

/** Where in the file: from the stack, or for an import that leads nowhere from the line that names it. */
function lineOf(error: unknown, path: string, text: string): number | null {
  if (!(error instanceof Error)) return null;
  const name = basename(path).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const inStack = new RegExp(`/${name}(?:\\?v=\\d+)?:(\\d+)`).exec(`${error.stack ?? ""}`);
  if (inStack?.[1]) return Number(inStack[1]);
  const wanted = /'([^']+)'/.exec(error.message)?.[1];
  const at = wanted ? text.split("\n").findIndex((line) => line.includes(lastPart(wanted))) : -1;
  return at < 0 ? null : at + 1;
}

function lastPart(specifier: string): string {
  return specifier.startsWith("/") || specifier.startsWith("file:") ? basename(specifier) : specifier;
}
