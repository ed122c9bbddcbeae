import { uuidv7 } from "uuidv7";
import type { AppendEntry, RunHeader, TreeHeader } from "../queries/append-batch.ts";

export const RUNNING: TreeHeader = {
  status: "running",
  nextWakeAt: null,
  runs: 1,
  failedRuns: 0,
  tokens: 0,
  costUsd: 0,
  deepest: 0,
  failure: null,
  endedAt: null,
};

export function runHeader(no: number, changes: Partial<RunHeader> = {}): RunHeader {
  return {
    no,
    parentNo: no === 0 ? null : 0,
    nodeId: no === 0 ? null : "child",
    item: null,
    depth: no === 0 ? 0 : 1,
    path: no === 0 ? "root" : `root/child[${no}]`,
    label: null,
    slug: "audit",
    revision: 1,
    status: "running",
    activeNode: null,
    retries: 0,
    parked: 0,
    tokens: 0,
    costUsd: 0,
    failure: null,
    notes: null,
    startedSeq: no + 1,
    endedSeq: null,
    startedAt: 1_700_000_000_000 + no,
    endedAt: null,
    ...changes,
  };
}

type NewTree = Partial<Omit<AppendEntry, "create">> & {
  readonly create?: Partial<NonNullable<AppendEntry["create"]>>;
};

/** First append of a tree: one event, and its root run. */
export function newTree({ create, ...changes }: NewTree = {}): AppendEntry {
  return {
    treeId: uuidv7(),
    epoch: 1,
    expectedHead: 0,
    firstSeq: 1,
    lastSeq: 1,
    events: '[{"type":"TreeStarted"}]',
    header: RUNNING,
    newRuns: [runHeader(0)],
    changedRuns: [],
    blobs: [],
    ...changes,
    create: {
      slug: "audit",
      revision: 1,
      maxDepth: 10,
      maxRuns: 100,
      idempotencyKey: null,
      requestHash: null,
      createdBy: "test",
      createdById: "test-id",
      label: null,
      startedAt: 1_700_000_000_000,
      maxAgents: 50,
      timeoutMs: null,
      demo: false,
      workerId: null,
      ...create,
    },
  };
}

/** A later append of one event. */
export function nextEvent(
  treeId: string,
  expectedHead: number,
  changes: Partial<AppendEntry> = {},
): AppendEntry {
  return {
    treeId,
    epoch: 1,
    expectedHead,
    firstSeq: expectedHead + 1,
    lastSeq: expectedHead + 1,
    events: `[{"type":"NodeStarted","n":${expectedHead + 1}}]`,
    header: RUNNING,
    newRuns: [],
    changedRuns: [],
    blobs: [],
    ...changes,
  };
}
