import type * as z from "zod";
import type { Failure } from "#server/engine/failure";
import type { AttemptContext, AttemptResult } from "#server/runtime/executor";
import { PermanentError, TransientError } from "./task-errors.ts";

const MESSAGE_LENGTH = 500;

/** What a handler threw, as a result: permanent and transient errors as they say, all else is worth another attempt. */
export function failureOfThrown(thrown: unknown): AttemptResult {
  if (thrown instanceof PermanentError) {
    const failure = taskFailure(oneLine(String(thrown.code)), thrown.message, false);
    const details = thrown.details && plainDetails(thrown.details);
    return { ok: false, failure: details ? { ...failure, details } : failure };
  }
  const failure = taskFailure("TaskFailed", messageOf(thrown), true);
  return thrown instanceof TransientError && thrown.retryAfterMs !== undefined
    ? { ok: false, failure, retryAfterMs: thrown.retryAfterMs }
    : { ok: false, failure };
}

/** The result of an attempt that was told to stop. Past its deadline it is a timeout; otherwise nobody waits for it. */
export function failureOfAbort(context: AttemptContext, now: number): AttemptResult {
  const overdue = context.deadline !== null && now >= context.deadline;
  const failure: Failure = overdue
    ? {
        class: "timeout",
        code: "TaskTimedOut",
        message: "the attempt ran past its time limit",
        retryable: true,
      }
    : taskFailure("TaskFailed", "stopped before it was done", true);
  return { ok: false, failure };
}

export function taskFailure(code: string, message: string, retryable: boolean): Failure {
  return { class: "task", code, message: oneLine(message), retryable };
}

/** The first findings of a schema, each with the path of its field: `input.name: expected string`. */
export function describeIssues(error: z.ZodError, root: string): string {
  const shown = error.issues.slice(0, 3).map((issue) => `${pathOf(root, issue.path)}: ${issue.message}`);
  const more = error.issues.length - shown.length;
  return shown.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

function pathOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}.${String(part)}`),
    root,
  );
}

export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === "string") return thrown;
  try {
    return `thrown: ${JSON.stringify(thrown)}`;
  } catch {
    return `thrown: a ${typeof thrown} that cannot be shown`;
  }
}

/** Details go into the journal as they are: plain JavaScript may put in what JSON cannot carry. */
function plainDetails(details: object): NonNullable<Failure["details"]> {
  const plain = (value: unknown) => {
    if (value === null || typeof value === "boolean" || Number.isFinite(value))
      return value as number | boolean | null;
    return oneLine(typeof value === "string" ? value : String(value));
  };
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, plain(value)]));
}

function oneLine(message: string): string {
  const line = message.replace(/\s*\n\s*/g, " ").trim();
  return line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH - 1)}…` : line;
}
