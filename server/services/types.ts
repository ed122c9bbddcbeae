import type { Failure } from "#server/engine/failure";
import type { GraphChanges } from "#server/engine/graph/diff";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { EndReason } from "#server/engine/insight/why-ended";
import type { WaitReason } from "#server/engine/insight/why-waiting";
import type { Status } from "#server/engine/live/wire";
import type { CallCycle } from "#server/engine/recursion/call-cycles";
import type { NamedCall } from "#server/engine/recursion/call-graph";
import type { Actor } from "#server/engine/run/events";
import type { Usage } from "#server/engine/run/usage";
import type { Schema } from "#server/engine/schema/fits";
import type { Json } from "#server/engine/values/json";

/** Shapes that services answer with; REST and tRPC hand them on as they are. Instants are ISO 8601 in UTC. */

export type Role = "viewer" | "operator" | "editor" | "admin" | "owner";

/** Who calls a service. Made by `server/auth` from a session or a token, never from what a request declares. */
export type Caller = {
  readonly actor: Actor;
  readonly role: Role;
  /** The person who acts, or who made the token that does; absent for tokens that the server made for itself. */
  readonly personId?: string;
  /** The session that was used, if one was. */
  readonly sessionId?: string;
};

/** A registered task, which nodes may call. */
export type ListedTask = {
  readonly name: string;
  /** JSON Schema of what it gives; `null` = it declares nothing. */
  readonly output: Schema | null;
};

export type WorkflowSummary = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** What new runs take; 0 = nothing is published, there is only a draft. */
  readonly revision: number;
  /** A graph that waits to be published; `null` = there is none. */
  readonly draft: DraftHead | null;
  readonly nodes: number;
  /** Whether a run can start another of the same workflow: directly, or through other workflows. */
  readonly recursion: "none" | "self" | "mutual";
  readonly updatedAt: string;
  /** Who published the present revision, or saved the draft where there is none. */
  readonly updatedBy: string;
  /** Of the demo data. */
  readonly demo: boolean;
  /** Root runs that started within the last `days`. Shares and durations are of those that have ended. */
  readonly recent: WorkflowWindow;
  /** Newest first, 20 at most. */
  readonly lastRuns: readonly { readonly id: string; readonly status: Status }[];
};

/** Which published workflows start runs of which, and the ways on which one comes back to itself. */
export type CallGraph = {
  readonly workflows: readonly {
    readonly slug: string;
    readonly name: string;
    readonly revision: number;
    readonly calls: readonly NamedCall[];
  }[];
  /** Revisions that calls pin, on all ways from what is published: each a graph of its own, by `slug@revision` in cycles. */
  readonly pinned: readonly {
    readonly slug: string;
    readonly revision: number;
    readonly calls: readonly NamedCall[];
  }[];
  /** Names of what is called and is not there: slugs, or `slug@revision`. */
  readonly missing: readonly string[];
  readonly cycles: readonly (CallCycle & {
    /** What each of its workflows says of limits. */
    readonly limits: Readonly<Record<string, NonNullable<Graph["limits"]>>>;
  })[];
};

export type WorkflowWindow = {
  readonly days: number;
  readonly runs: number;
  readonly succeeded: number;
  /** Succeeded, failed and cancelled: the n of the figures below. */
  readonly ended: number;
  /** 0 to 1; `null` = nothing ended. */
  readonly successShare: number | null;
  /** Of runs that succeeded, interpolated; `null` = none did. */
  readonly p95DurationMs: number | null;
};

/** Of what is published. Where nothing is, `hash` and `graph` are `null`. */
export type WorkflowDetail = WorkflowSummary & {
  readonly hash: string | null;
  readonly graph: Graph | null;
  readonly inputSchema: Readonly<Record<string, unknown>> | null;
  /** What its publisher said of the present revision. */
  readonly note: string | null;
  readonly problems: readonly Problem[];
};

/** Which draft it is, and who saved it when. */
export type DraftHead = { readonly hash: string; readonly at: string; readonly by: string };
export type SavedDraft = {
  readonly slug: string;
  readonly draft: DraftHead;
  /** What is wrong with it. Errors keep it from being published, not from being saved. */
  readonly problems: readonly Problem[];
};
export type DraftDetail = SavedDraft & {
  /** What is published; 0 = nothing is. */
  readonly revision: number;
  /** What was published when the draft was begun; `null` = not known. Less than `revision`: its changes may be lost. */
  readonly begunFrom: number | null;
  /** Its graph is the published one, so publishing it would change nothing. */
  readonly same: boolean;
  /** As it was saved. It is a `Graph` when `changes` is not `null`. */
  readonly graph: Json;
  readonly valid: boolean;
  /** From the published revision to the draft; `null` = the draft does not have the shape of a graph. */
  readonly changes: GraphChanges | null;
};
/** A numbered graph of a workflow, which never changes. */
export type RevisionSummary = {
  readonly revision: number;
  readonly hash: string;
  readonly nodes: number;
  readonly createdAt: string;
  readonly createdBy: string;
  /** What its publisher said of it. */
  readonly note: string | null;
  /** New runs take it. */
  readonly published: boolean;
};
export type RevisionDetail = RevisionSummary & { readonly slug: string; readonly graph: Graph };
/** A result that a node of the draft gives without being done. */
export type PinnedResult = { readonly output: Json; readonly port?: string };
export type DraftPins = { readonly slug: string; readonly pins: Readonly<Record<string, PinnedResult>> };
/** What the newest run of a workflow that has ended worked with and gave. */
export type LastRun = {
  readonly runId: string;
  readonly revision: number | null;
  readonly input: Json;
  /** Of the root's nodes, by their names. */
  readonly nodes: Readonly<Record<string, PinnedResult>>;
  /** There was more than is told. */
  readonly truncated: boolean;
};
/** What the calls of that run gave, at every depth. */
export type LastCalls = {
  readonly runId: string;
  /** By place: `root/child[3]:node[1]`. */
  readonly places: Readonly<Record<string, Json>>;
  /** There was more than is told. */
  readonly truncated: boolean;
};
export type StartedDraft = StartedRun & {
  /** Nodes of the root that are not done: their results are pinned, or those of the run that is named. */
  readonly pinned: readonly string[];
  readonly reused: readonly string[];
  readonly reusedFrom: string | null;
};
export type DiscardedDraft = {
  readonly slug: string;
  /** Nothing of the workflow was ever published, so it went with its draft. */
  readonly workflowDeleted: boolean;
};

export type RunSummary = {
  readonly id: string;
  readonly treeId: string;
  readonly parentId: string | null;
  readonly workflow: string;
  readonly revision: number | null;
  readonly label: string | null;
  readonly depth: number;
  readonly path: string;
  readonly status: Status;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
};

/** A run in a list, with the size of its tree. */
export type RootSummary = RunSummary & {
  readonly runs: number;
  readonly failedRuns: number;
  readonly deepest: number;
  readonly maxDepth: number | null;
  readonly maxRuns: number | null;
  /** What it has used: of a root run, what its whole tree has. */
  readonly tokens: number;
  readonly costUsd: number;
  /** Name of who started the tree. */
  readonly createdBy: string;
  /** Of the demo data. */
  readonly demo: boolean;
};

/** How many root runs a filter matches; each facet leaves its own field out of the filter. */
export type RunsFacets = {
  /** Counted up to 10,000; `more` = there are more than that. */
  readonly total: { readonly count: number; readonly more: boolean };
  readonly statuses: readonly { readonly status: Status; readonly count: number }[];
  readonly workflows: readonly { readonly slug: string; readonly name: string; readonly count: number }[];
  readonly actors: readonly { readonly id: string; readonly name: string; readonly count: number }[];
};

/** Why a run waits, with what an approval shows cut where it is long. */
export type ShownWait =
  | Exclude<WaitReason, { kind: "approval" }>
  | (Extract<WaitReason, { kind: "approval" }> & { readonly details: Json });

export type RunDetail = RunSummary & {
  readonly input: Json;
  readonly output: Json | null;
  readonly failureDetail: Failure | null;
  /** What its own attempts used, and what its whole tree has used. */
  readonly usage: {
    readonly tokens: number;
    readonly costUsd: number;
    readonly tree: { readonly tokens: number; readonly costUsd: number };
  };
  /** The run of another tree that started its tree, detached or over HTTP; `null` = nobody's run did, or it is not the root. */
  readonly calledFrom: { readonly runId: string; readonly node: string; readonly depth: number } | null;
  /** The run that its tree was forked from, and the node from which on it is done anew; `null` = it is no fork, or not the root. */
  readonly forkedFrom: { readonly runId: string; readonly node: string } | null;
  /** What it waits for at present, 50 reasons at most; empty once it has ended. */
  readonly waiting: readonly ShownWait[];
  /** The rule that ended it, with its numbers. */
  readonly ended: EndReason | null;
};

/** One try at a node, from the journal. */
export type AttemptRow = {
  readonly nodeId: string;
  readonly item: number | null;
  readonly attempt: number;
  readonly deliveries: number;
  readonly task: string;
  readonly pure: boolean;
  readonly status: "queued" | "running" | "retrying" | "succeeded" | "failed" | "cancelled";
  readonly queuedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly retryAt: string | null;
  /** Tokens and cost, of attempts that used any. */
  readonly usage: Usage | null;
  readonly failure: Failure | null;
};

export type NodeRow = {
  readonly nodeId: string;
  readonly kind: string;
  readonly status: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly items: number | null;
  readonly failure: Failure | null;
  /** Its result is less than was asked for. */
  readonly degraded: boolean;
  /** Where its result came from; `null` = it has none. */
  readonly source: NodeSource | null;
  /** The edges by which its run went on; `null` = it has not. */
  readonly leads: readonly Lead[] | null;
};
export type Lead = { readonly target: string; readonly port?: string };
/** `pinned`: to the draft that was run. `reused`: it is that of an earlier run. `byHand`: a person gave it. */
export type NodeSource = "executed" | "pinned" | "reused" | "byHand";

export type Page<T> = { readonly data: readonly T[]; readonly nextCursor: string | null };

/** A journal event on its way out; `type` decides the further fields. */
export type EventRow = {
  readonly seq: number;
  readonly type: string;
  readonly runId: string | null;
  readonly nodeId: string | null;
  readonly iteration: number | null;
  readonly attempt: number | null;
  readonly at: string;
  readonly [field: string]: Json;
};

export type ValidationReport = { readonly valid: boolean; readonly problems: readonly Problem[] };
/** `revision` is what new runs take from now on. */
export type Published = {
  readonly slug: string;
  readonly revision: number;
  readonly hash: string;
  readonly problems: readonly Problem[];
};
export type StartedRun = { readonly id: string; readonly treeId: string; readonly status: Status };
export type RunNodes = { readonly nodes: readonly NodeRow[]; readonly attempts: readonly AttemptRow[] };
/** What a cancel would stop: runs that are not settled and attempts that work or wait; and results that can be undone. */
export type CancelPreview = {
  readonly runs: number;
  /** Runs of which something works. */
  readonly attempts: number;
  /** Runs of which nothing works and something waits for a place. */
  readonly queued: number;
  readonly undoable: number;
  /** Trees that runs among them started detached and that still go on, and what happens to each. */
  readonly detached: readonly DetachedReach[];
};
export type DetachedReach = {
  readonly id: string;
  readonly slug: string;
  readonly label: string | null;
  readonly closePolicy: "terminate" | "requestCancel" | "abandon";
};
/** Runs of a tree in order of start; `seq` is what the page reflects, `total` how many runs there are. */
export type RunTreePage = Page<RunSummary> & { readonly total: number; readonly seq: number };
/** `done` of `total` root runs are stored, or gone; `trees` and `workflows` are there now. */
export type DemoStatus = {
  readonly phase: "absent" | "loading" | "loaded" | "removing";
  readonly done: number;
  readonly total: number;
  readonly trees: number;
  readonly workflows: number;
};
