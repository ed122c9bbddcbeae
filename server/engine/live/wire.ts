import * as z from "zod";
import type { WorkspaceBatch, WorkspaceProgress } from "./workspace-wire.ts";

/** Contract of the live stream, shared by server and browser. One protocol for every topic (see `docs/architecture.md`). */

/** `tree:<treeId>`, `run:<runId>` (what its tasks stream, and no events) or `workspace`. */
export type Topic = TreeTopic | RunTopic | WorkspaceTopic;
export type TreeTopic = `tree:${string}`;
export type RunTopic = `run:${string}`;
export type WorkspaceTopic = "workspace";

/**
 * Of a run that has not ended: `needs_attention` as long as one of its places is parked; else `running` where one works,
 * `queued` where one stands in line, `waiting` where one waits, and `running` where only children work or nothing has begun.
 */
export const STATUSES = [
  "queued",
  "running",
  "waiting",
  "paused",
  "succeeded",
  "failed",
  "cancelled",
  "needs_attention",
] as const;
export type Status = (typeof STATUSES)[number];

/** One run of a tree as the tree view shows it: no payloads. Durations are `endedAt − startedAt`. */
export type RunRow = {
  readonly no: number;
  readonly parent: number | null;
  /** Node of the parent that started it, and the item under a map. */
  readonly node: string | null;
  readonly item: number | null;
  readonly depth: number;
  readonly slug: string;
  readonly label: string | null;
  readonly status: Status;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** A node that has an attempt open at present or, where none has, that stands in line for a place at its level. */
  readonly activeNode: string | null;
  readonly retries: number;
  /** Places of it that wait for a person: as long as there is one, it needs attention. */
  readonly parked: number;
  /** What its own attempts said they used. */
  readonly tokens: number;
  readonly costUsd: number;
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Absent = nothing more to say; `null` in a delta takes them away. */
  readonly notes?: RowNotes | null;
};

/** One place of a run that waits; `until` = when it goes on by itself at the latest. */
export type RowWait = {
  readonly kind: "timer" | "signal" | "approval" | "budget" | "breaker" | "retry";
  readonly node: string;
  readonly item: number | null;
  readonly until?: number;
  /** Since when; of approvals only. */
  readonly since?: number;
  /** Of the signal or the breaker. */
  readonly name?: string;
  /** Who may approve, some of them; absent = anyone who may. */
  readonly by?: readonly string[];
  /** Run whose budget is short. */
  readonly of?: number;
};
/** The latest call of a run that would have repeated run `of`; `outer` = a run above the tree. */
export type RowCycle = {
  readonly of: number;
  readonly node: string;
  readonly item: number | null;
  readonly times: number;
  readonly refused: boolean;
  readonly outer?: string;
};
/** What a row says of its run beyond its state: no payloads. */
export type RowNotes = {
  /** Some of what it waits for, the oldest first. */
  readonly waits?: readonly RowWait[];
  readonly cycle?: RowCycle;
  /** It has an account of its own, or the last that was decided about its budget. */
  readonly budget?: "own" | "granted" | "toppedUp" | "degraded" | "refused";
  /** Where the failure began that ended it: here, in run `of` below, or above. */
  readonly cause?: { readonly by: "itself" | "above" } | { readonly by: "child"; readonly of: number };
  /** Nodes of it that repeat: runs that they started are iterations. */
  readonly loops?: readonly string[];
  /** Of a fork: nodes whose child run's result was taken from the original; `audit[]` where that is some of their items. */
  readonly reused?: readonly string[];
  /** Nodes and items, such as `audit` or `audit[2]`, whose result a person gave in place of a run. */
  readonly given?: readonly string[];
  /** It was started again: which time this is. */
  readonly again?: number;
};

/** Changed fields of a row; none where something happened that a row does not show. A `no` not seen before carries all. */
export type RunRowDelta = { readonly no: number } & Partial<Omit<RunRow, "no">>;

export type TreeSummary = {
  readonly treeId: string;
  readonly slug: string;
  readonly name: string;
  readonly revision: number | null;
  readonly status: Status;
  readonly paused: boolean;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly maxDepth: number;
  readonly maxRuns: number;
  /** Why it is held back, while its status is `needs_attention`. */
  readonly attention?: string;
};

/** State and seq, read in one transaction. */
export type TreeSnapshot = {
  readonly incarnation: string;
  readonly seq: number;
  readonly tree: TreeSummary;
  readonly rows: readonly RunRow[];
};

/** What events `from`..`to` (inclusive, gap-free) changed. A client applies it only when `from` is its last + 1. */
export type TreeBatch = {
  readonly topic: TreeTopic;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly RunRowDelta[];
  readonly tree?: Partial<TreeSummary>;
};

/** Text that an attempt writes while it works. `from` = how many characters of it were there before. */
export type StreamPiece = {
  readonly node: string;
  readonly item: number | null;
  readonly attempt: number;
  /** When it wrote its first word: tells attempts of one number apart. */
  readonly at: number;
  readonly from: number;
  readonly text: string;
  readonly ended: boolean;
  /** What was written after it is not kept. */
  readonly cut?: true;
};
export type RunStream = { readonly topic: RunTopic; readonly pieces: readonly StreamPiece[] };

export type LiveBatch = TreeBatch | WorkspaceBatch;

/** Client → server, acknowledged with `SubscribeReply`. */
export const subscribeSchema = z.strictObject({
  topic: z.string().max(80),
  /** Last seq that the client has applied. */
  after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  incarnation: z.string().max(64),
  /** Whether the client takes the tree to be held back (`needs_attention`): no event tells. If wrong, the answer is RESYNC. */
  held: z.boolean().optional(),
});
export type Subscribe = z.infer<typeof subscribeSchema>;
export type SubscribeReply =
  | { readonly ok: true; readonly head: number }
  | { readonly ok: false; readonly code: "FORBIDDEN" | "NOT_FOUND" | "BAD_REQUEST" | "RESYNC" };

/** Server → client. `heartbeat` carries the head, so that a silent gap shows within 5 s. `resync` = take a new snapshot. */
export type ServerToClient = {
  batch: (batch: LiveBatch) => void;
  /** Counts of trees that go on. Lossy: absolute values, at most once a second, left out for a slow client. */
  progress: (progress: WorkspaceProgress) => void;
  /** Of a run that is followed. Comes later for a slow client, in larger pieces; kept nowhere. */
  stream: (stream: RunStream) => void;
  heartbeat: (beat: { readonly topic: Topic; readonly head: number }) => void;
  resync: (notice: { readonly topic: Topic }) => void;
  /** Who the connection belongs to changed: another role, or nobody any more. */
  session: (change: { readonly ended: boolean }) => void;
};
export type ClientToServer = {
  subscribe: (request: Subscribe, reply: (answer: SubscribeReply) => void) => void;
  unsubscribe: (request: { readonly topic: string }) => void;
};
