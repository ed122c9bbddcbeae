import type { Status } from "./wire.ts";

/** Contract of the `workspace` topic: what happens to root runs, workflows and, as they come, alerts and the like. */

/** Names that are kept for what is to come. A client ignores a kind that it does not know, and still counts its seq. */
type ReservedEventKind = `${"alert" | "modification" | "approval"}.${string}`;

type EventBase = {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly actor: { readonly id: string; readonly name: string } | null;
  readonly demo: boolean;
};

/** A root run as lists of live things show it. */
export type WorkspaceRun = {
  readonly id: string;
  readonly slug: string;
  readonly label: string | null;
  readonly revision: number | null;
  readonly status: Status;
  readonly runs: number;
  readonly failedRuns: number;
  readonly deepest: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly demo: boolean;
  /** Raised by each change: what is older than what a client knows is dropped. */
  readonly version: number;
};

export type WorkspaceRunEvent = EventBase & {
  readonly kind: "run.started" | "run.changed" | "run.ended" | "run.attention";
  /** `actor` is who started it. */
  readonly run: WorkspaceRun;
};
export type WorkspaceWorkflowEvent = EventBase & {
  /** `changed`: anything but a new revision, such as its name or that it went. */
  readonly kind: "workflow.published" | "workflow.changed";
  readonly slug: string;
  readonly name: string;
  readonly revision: number | null;
  /** The whole workflow went. */
  readonly gone?: true;
};
/** Demo data was loaded or removed: everything is read again. */
type WorkspaceDemoEvent = EventBase & { readonly kind: "demo.changed" };
/** A breaker opened, closed, or was held by a person; `reason` is theirs, or the last failure. */
export type WorkspaceBreakerEvent = EventBase & {
  readonly kind: "breaker.changed";
  readonly breaker: string;
  readonly state: "closed" | "open" | "halfOpen";
  readonly until: number | null;
  readonly reason: string | null;
};
/** Written by a later version, or of something that was removed since: only its seq counts. */
type WorkspaceOtherEvent = EventBase & { readonly kind: ReservedEventKind | "forgotten" };

export type WorkspaceEvent =
  | WorkspaceRunEvent
  | WorkspaceWorkflowEvent
  | WorkspaceDemoEvent
  | WorkspaceBreakerEvent
  | WorkspaceOtherEvent;

/** Events `from`..`to`, inclusive and gap-free. A client applies it only when `from` is its last + 1. */
export type WorkspaceBatch = {
  readonly topic: "workspace";
  readonly from: number;
  readonly to: number;
  readonly events: readonly WorkspaceEvent[];
};

/** State and seq of one transaction: where a subscription goes on from. */
export type WorkspaceSnapshot = {
  readonly incarnation: string;
  readonly seq: number;
  /** Root runs that have not ended, newest first, 200 at most. */
  readonly open: readonly WorkspaceRun[];
  readonly openTotal: number;
};

export type RunProgress = Pick<WorkspaceRun, "id" | "status" | "runs" | "failedRuns" | "deepest"> & {
  /** How many of its runs, at any depth, wait for a person. */
  readonly asks: number;
};
export type WorkspaceProgress = {
  readonly topic: "workspace";
  /** Only runs whose counts changed since the message before. */
  readonly runs: readonly RunProgress[];
};
