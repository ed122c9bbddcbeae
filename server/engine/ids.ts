/** Milliseconds since the Unix epoch, UTC. The core never reads a clock: instants enter in commands. */
export type EpochMs = number;

/** UUIDv7 of a tree. */
export type TreeId = string;

/** Position of a run in its tree, in order of start; the root is 0. Dense, never reused. */
export type RunNo = number;

/** Name of a node in its graph. */
export type NodeId = string;

/** Hex SHA-256 of a canonical JSON text. */
export type Hash = string;

/** Public address of a run: the tree's id for the root, `<tree>.<no>` below it. */
export type RunId = string;

export function runIdOf(treeId: TreeId, no: RunNo): RunId {
  return no === 0 ? treeId : `${treeId}.${no}`;
}

/** Inverse of `runIdOf`; `null` when the text is not a run id. */
export function parseRunId(id: string): { treeId: TreeId; no: RunNo } | null {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.([1-9]\d{0,8}))?$/.exec(id);
  return match?.[1] ? { treeId: match[1], no: match[2] ? Number(match[2]) : 0 } : null;
}
