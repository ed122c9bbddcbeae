import { parseRunId, runIdOf } from "#server/engine/ids";
import type { EventRow } from "../shapes.ts";
import { type Branch, type Forest, plant, settle } from "./forest.ts";

/** Folds one event of the tree's journal; events that were folded before, and types that nothing shows, change nothing. */
export function foldEvent(forest: Forest, event: EventRow): void {
  if (event.seq <= forest.seq) return;
  forest.seq = event.seq;
  FOLDS[event.type]?.(forest, event);
}

type Fold = (forest: Forest, event: EventRow) => void;

const FOLDS: Readonly<Record<string, Fold>> = {
  GraphBound: (forest, event) => forest.graphs.set(text(event["hash"]), text(event["slug"])),
  RunStarted: started,
  RunSucceeded: ended("succeeded"),
  RunFailed: ended("failed"),
  RunCancelled: ended("cancelled"),
  NodeStarted: (forest, event) => onBranch(forest, event, (branch) => enter(branch, event)),
  AttemptStarted: (forest, event) =>
    onBranch(forest, event, (branch) => {
      enter(branch, event);
      if ((event.attempt ?? 1) > 1) branch.retries += 1;
    }),
  TreePaused: (forest) => {
    forest.paused = true;
  },
  TreeResumed: (forest) => {
    forest.paused = false;
  },
};

function started(forest: Forest, event: EventRow): void {
  if (event.runId === null) return;
  const slug = forest.graphs.get(text(event["graph"])) ?? "";
  plant(forest, {
    id: event.runId,
    parentId: parentOf(event),
    depth: typeof event["depth"] === "number" ? event["depth"] : 0,
    label: text(event["label"]) || slug || "run",
    startedAt: Date.parse(event.at),
  });
}

function parentOf(event: EventRow): string | null {
  const origin = event["origin"];
  const address = parseRunId(event.runId ?? "");
  if (!address || typeof origin !== "object" || origin === null || !("run" in origin)) return null;
  return typeof origin.run === "number" ? runIdOf(address.treeId, origin.run) : null;
}

function ended(status: "succeeded" | "failed" | "cancelled"): Fold {
  return (forest, event) =>
    onBranch(forest, event, (branch) => {
      settle(forest, branch, { status, at: Date.parse(event.at), failure: failureOf(event["failure"]) });
    });
}

function onBranch(forest: Forest, event: EventRow, change: (branch: Branch) => void): void {
  const branch = forest.byId.get(event.runId ?? "");
  if (branch) change(branch);
}

function enter(branch: Branch, event: EventRow): void {
  if (branch.endedAt === null) branch.activeNode = event.nodeId;
}

function failureOf(failure: unknown): string | null {
  if (typeof failure !== "object" || failure === null) return null;
  const { code, message } = failure as { code?: unknown; message?: unknown };
  return [text(code), text(message)].filter(Boolean).join(": ") || null;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
