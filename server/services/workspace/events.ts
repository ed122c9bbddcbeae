import type { OpenTreeRow } from "#db/queries/open-tree-rows";
import type { SequencedEvent } from "#db/queries/workspace-events";
import type { Status } from "#server/engine/live/wire";
import type {
  WorkspaceBatch,
  WorkspaceBreakerEvent,
  WorkspaceEvent,
  WorkspaceRun,
} from "#server/engine/live/workspace-wire";

/** What the append of a journal wrote beside the columns. */
type RunFacts = Pick<
  WorkspaceRun,
  "label" | "revision" | "runs" | "failedRuns" | "deepest" | "startedAt" | "endedAt" | "failure"
>;

/** An event as clients get it. What this version does not know keeps its place and says nothing. */
export function workspaceEvent(row: SequencedEvent): WorkspaceEvent {
  const { seq, at, actorId, actorName, demo, kind, subject, slug } = row;
  const actor = actorId === null ? null : { id: actorId, name: actorName ?? actorId };
  const base = { seq, at: at.getTime(), actor, demo };
  const detail = (row.detail === null ? {} : JSON.parse(row.detail)) as Readonly<Record<string, unknown>>;
  switch (kind) {
    case "run.started":
    case "run.changed":
    case "run.ended":
    case "run.attention":
      return { ...base, kind, run: runOf(row, detail as RunFacts) };
    case "workflow.published":
    case "workflow.changed":
      return {
        ...base,
        kind,
        slug: slug ?? subject,
        name: String(detail["name"] ?? subject),
        revision: typeof detail["revision"] === "number" ? detail["revision"] : null,
        ...(detail["gone"] === true ? { gone: true } : {}),
      };
    case "breaker.changed":
      return {
        ...base,
        kind,
        breaker: subject,
        state: detail["state"] as WorkspaceBreakerEvent["state"],
        until: (detail["until"] ?? null) as number | null,
        reason: (detail["reason"] ?? null) as string | null,
      };
    case "demo.changed":
      return { ...base, kind };
    default:
      return { ...base, kind: "forgotten" };
  }
}

function runOf({ subject, slug, status, demo, version }: SequencedEvent, facts: RunFacts): WorkspaceRun {
  const { label, revision, runs, failedRuns, deepest, startedAt, endedAt, failure } = facts;
  return {
    id: subject,
    slug: slug ?? "",
    label,
    revision,
    status: status as Status,
    runs,
    failedRuns,
    deepest,
    startedAt: Math.round(startedAt),
    endedAt,
    failure: failure && { code: failure.code, message: failure.message },
    demo,
    version,
  };
}

export function openRun(tree: OpenTreeRow): WorkspaceRun {
  const { id, slug, label, revision, status, openStatus, runs, failedRuns, deepest, startedAt, demo } = tree;
  return {
    id,
    slug,
    label,
    revision,
    status: (status === "running" ? openStatus : status) as Status,
    runs,
    failedRuns,
    deepest,
    startedAt: startedAt.getTime(),
    endedAt: null,
    failure: tree.failure === null ? null : (JSON.parse(tree.failure) as WorkspaceRun["failure"]),
    demo,
    version: tree.head + tree.epoch,
  };
}

/** Consecutive events as one message. */
export function workspaceBatch(events: readonly WorkspaceEvent[]): WorkspaceBatch | null {
  const [first, last] = [events[0], events.at(-1)];
  return first && last ? { topic: "workspace", from: first.seq, to: last.seq, events } : null;
}
