import type { AuditEntry } from "#db/queries/insert-audit";
import type { Blob } from "#server/engine/values/json";
import type { CommandOutcome } from "./batch.ts";
import type { Untimed } from "./calls.ts";

/** What becomes durable in one transaction with what a command leads to, or not at all. */
export type Carried = {
  /** What the command refers to and no store has yet. */
  readonly blobs?: readonly Blob[];
  readonly audit?: AuditEntry;
};

/** One command in the mailbox of an owner. */
export type Mail = {
  readonly command: Untimed;
  readonly blobs: readonly Blob[];
  readonly audit?: AuditEntry | undefined;
  readonly settle: ((outcome: CommandOutcome) => void) | null;
};

export const NO_BLOBS: readonly Blob[] = [];
export const ADVANCE: Mail = { command: { type: "advance" }, blobs: NO_BLOBS, settle: null };
export const TICK: Mail = { command: { type: "tick" }, blobs: NO_BLOBS, settle: null };
