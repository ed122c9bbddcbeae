import type { AppendEntry, RunChange, RunHeader } from "./append-batch.ts";

/** Columns for `unnest`: one array per column, so that a batch of any size is one statement with a fixed text. */
export function entryColumns(entries: readonly AppendEntry[]) {
  const column = <T>(pick: (entry: AppendEntry) => T) => entries.map(pick);
  return {
    treeId: column((e) => e.treeId),
    epoch: column((e) => e.epoch),
    expectedHead: column((e) => e.expectedHead),
    firstSeq: column((e) => e.firstSeq),
    lastSeq: column((e) => e.lastSeq),
    events: column((e) => e.events),
    status: column((e) => e.header.status),
    nextWakeAt: column((e) => e.header.nextWakeAt),
    runs: column((e) => e.header.runs),
    failedRuns: column((e) => e.header.failedRuns),
    deepest: column((e) => e.header.deepest),
    failure: column((e) => e.header.failure),
    endedAt: column((e) => e.header.endedAt),
    recovery: column((e) => (e.recovery === true ? 1 : 0)),
    isNew: column((e) => (e.create ? 1 : 0)),
    slug: column((e) => e.create?.slug ?? null),
    revision: column((e) => e.create?.revision ?? null),
    maxDepth: column((e) => e.create?.maxDepth ?? null),
    maxRuns: column((e) => e.create?.maxRuns ?? null),
    idempotencyKey: column((e) => e.create?.idempotencyKey ?? null),
    requestHash: column((e) => e.create?.requestHash ?? null),
    createdBy: column((e) => e.create?.createdBy ?? null),
    workerId: column((e) => e.create?.workerId ?? null),
    createdById: column((e) => e.create?.createdById ?? null),
    label: column((e) => e.create?.label ?? null),
    startedAt: column((e) => e.create?.startedAt ?? null),
    maxAgents: column((e) => e.create?.maxAgents ?? null),
    timeoutMs: column((e) => e.create?.timeoutMs ?? null),
    demo: column((e) => (e.create?.demo === true ? 1 : 0)),
    backdated: column((e) => (e.create?.backdated === true ? 1 : 0)),
    originTree: column((e) => e.create?.origin?.treeId ?? null),
    originRun: column((e) => e.create?.origin?.run ?? null),
    originNode: column((e) => e.create?.origin?.node ?? null),
    closePolicy: column((e) => e.create?.origin?.closePolicy ?? null),
    forkedFrom: column((e) => e.create?.fork?.from ?? null),
    forkedNode: column((e) => e.create?.fork?.node ?? null),
    quiet: column((e) => (e.quiet === true ? 1 : 0)),
    tokens: column((e) => e.header.tokens),
    costUsd: column((e) => e.header.costUsd),
  };
}

export function runColumns(entries: readonly AppendEntry[]) {
  const rows = entries.flatMap(({ treeId, newRuns }) => newRuns.map((run) => ({ treeId, run })));
  const column = <T>(pick: (run: RunHeader) => T) => rows.map(({ run }) => pick(run));
  return {
    treeId: rows.map((row) => row.treeId),
    no: column((r) => r.no),
    parentNo: column((r) => r.parentNo),
    nodeId: column((r) => r.nodeId),
    item: column((r) => r.item),
    depth: column((r) => r.depth),
    path: column((r) => r.path),
    label: column((r) => r.label),
    slug: column((r) => r.slug),
    revision: column((r) => r.revision),
    status: column((r) => r.status),
    activeNode: column((r) => r.activeNode),
    retries: column((r) => r.retries),
    failure: column((r) => r.failure),
    startedSeq: column((r) => r.startedSeq),
    endedSeq: column((r) => r.endedSeq),
    startedAt: column((r) => r.startedAt),
    endedAt: column((r) => r.endedAt),
    tokens: column((r) => r.tokens),
    costUsd: column((r) => r.costUsd),
  };
}

export function runChangeColumns(entries: readonly AppendEntry[]) {
  const rows = entries.flatMap(({ treeId, changedRuns }) => changedRuns.map((run) => ({ treeId, run })));
  const column = <T>(pick: (run: RunChange) => T) => rows.map(({ run }) => pick(run));
  return {
    treeId: rows.map((row) => row.treeId),
    no: column((r) => r.no),
    status: column((r) => r.status),
    activeNode: column((r) => r.activeNode),
    retries: column((r) => r.retries),
    failure: column((r) => r.failure),
    endedSeq: column((r) => r.endedSeq),
    endedAt: column((r) => r.endedAt),
    tokens: column((r) => r.tokens),
    costUsd: column((r) => r.costUsd),
  };
}

/** Each value once, in hash order, so that two writers of the same values never wait for each other. */
export function blobColumns(entries: readonly AppendEntry[]) {
  const distinct = new Map(entries.flatMap((entry) => entry.blobs).map((blob) => [blob.hash, blob]));
  const blobs = [...distinct.values()].toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  return {
    hash: blobs.map((blob) => blob.hash),
    bytes: blobs.map((blob) => blob.bytes),
    text: blobs.map((blob) => blob.text),
  };
}

/** Which tree puts which value, each pair once; what is put outside a context too counts as that. */
export function blobRefColumns(entries: readonly AppendEntry[]) {
  const refs = entries.flatMap(({ treeId, blobs }) => {
    const contexts = new Map<string, boolean>();
    for (const { hash, context } of blobs)
      contexts.set(hash, context === true && (contexts.get(hash) ?? true));
    return [...contexts].map(([hash, context]) => ({ treeId, hash, context }));
  });
  return {
    treeId: refs.map((ref) => ref.treeId),
    hash: refs.map((ref) => ref.hash),
    context: refs.map((ref) => (ref.context ? 1 : 0)),
  };
}

/** In the order in which the commands were decided. */
export function auditColumns(entries: readonly AppendEntry[]) {
  const rows = entries.flatMap(({ treeId, audits = [] }) => audits.map((entry) => ({ treeId, entry })));
  return {
    treeId: rows.map((row) => row.treeId),
    actorKind: rows.map(({ entry }) => entry.actor.kind),
    actorId: rows.map(({ entry }) => entry.actor.id),
    actorName: rows.map(({ entry }) => entry.actor.name),
    action: rows.map(({ entry }) => entry.action),
    object: rows.map(({ entry }) => entry.object),
    detail: rows.map(({ entry }) => entry.detail ?? null),
  };
}
