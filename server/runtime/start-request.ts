import type { TreeCreation } from "#db/queries/append-batch";
import type { AuditEntry } from "#db/queries/insert-audit";
import type { Fork } from "#server/engine/fork/fork";
import { startLimits } from "#server/engine/graph/compile";
import type { BoundGraph, Limits } from "#server/engine/graph/graph";
import type { EpochMs, TreeId } from "#server/engine/ids";
import type { Actor, TreeOrigin } from "#server/engine/run/events";
import type { Blob, Json, Stored } from "#server/engine/values/json";
import { storable } from "./headers.ts";

export type StartRequest = {
  readonly graph: BoundGraph;
  readonly input: Json;
  /** Entries of the root's context. */
  readonly context?: Readonly<Record<string, Json>>;
  /** Tightens the graph's own limits. */
  readonly limits?: Partial<Limits>;
  readonly label?: string;
  readonly actor: Actor;
  /** Its workflow is one of the demo data. */
  readonly demo?: boolean;
  /** Another tree starts it. */
  readonly origin?: TreeOrigin;
  /** It repeats part of an earlier tree; `blobs` are the values that it refers to. */
  readonly fork?: Fork;
  readonly blobs?: readonly Blob[];
  /** The same key starts one tree, whoever asks and how often. */
  readonly idempotencyKey?: string;
  /** Of the whole request, to tell a repetition from another request with the same key. */
  readonly requestHash?: string;
  /** The row of the audit log that stands for this start, written with it. */
  readonly audit?: (treeId: TreeId) => AuditEntry;
};

export type Started = {
  readonly treeId: TreeId;
  /** An earlier request with this idempotency key had started it. */
  readonly existing: boolean;
  /** That earlier request was a different one. */
  readonly conflict: boolean;
};

/** The first command of a tree. */
export function startOf(
  treeId: TreeId,
  { graph, actor, limits, label, origin, fork }: StartRequest,
  input: Stored,
  context: Readonly<Record<string, Stored>>,
) {
  return {
    type: "start",
    treeId,
    graph,
    input,
    actor,
    ...(limits ? { limits } : {}),
    ...(label === undefined ? {} : { label }),
    ...(origin ? { origin } : {}),
    ...(fork ? { fork } : {}),
    ...(Object.keys(context).length > 0 ? { context } : {}),
  } as const;
}

/** The row that a tree gets with its first events. */
export function creationOf(
  { graph, actor, limits, origin, ...request }: StartRequest,
  { workerId, startedAt }: { readonly workerId: string; readonly startedAt: EpochMs },
): TreeCreation {
  const effective = startLimits(graph.graph, limits, origin ? origin.depth + 1 : 0);
  return {
    slug: graph.slug,
    revision: graph.revision,
    maxDepth: effective.maxDepth,
    maxRuns: effective.maxRuns,
    maxAgents: effective.maxAgentsPerLevel,
    timeoutMs: effective.recursionTimeoutMs,
    idempotencyKey: request.idempotencyKey ?? null,
    requestHash: request.requestHash ?? null,
    createdBy: actor.name,
    createdById: actor.id,
    label: request.label === undefined ? null : storable(request.label),
    startedAt,
    demo: request.demo ?? false,
    workerId,
    ...(origin ? { origin } : {}),
    ...(request.fork ? { fork: { from: request.fork.from, node: request.fork.node } } : {}),
  };
}
