import type { WorkspaceEvent } from "#server/engine/live/workspace-wire";
import type { SavedList } from "./inputs.ts";

/** Something that happened and is worth this person's attention. */
export type Notification = {
  readonly seq: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** `ended`: a run that this person started came to its end. `published`: by somebody else. */
  readonly reason: "attention" | "failed" | "ended" | "published";
  readonly unread: boolean;
  readonly event: WorkspaceEvent;
};
export type NotificationPage = {
  readonly data: readonly Notification[];
  readonly nextCursor: string | null;
  /** Last seq that this person has seen in the inbox. */
  readonly seen: number;
};

/** Counted up to 100; demo data left out. */
export type UnreadMarks = {
  /** Last seq of the topic: what `notifications.markRead` takes to mark everything. */
  readonly head: number;
  readonly inbox: number;
  readonly runs: number;
  readonly workflows: number;
};

/** A named filter of a list. */
export type SavedView = {
  readonly id: string;
  readonly list: SavedList;
  readonly name: string;
  readonly shared: boolean;
  /** Name of who saved it. */
  readonly owner: string;
  /** Whether it is the caller's. */
  readonly own: boolean;
  /** Input of the list, as it was saved. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly updatedAt: string;
};
