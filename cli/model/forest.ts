/** The tree of runs as a terminal shows it. Pure: folds the journal's outward events, or rows of a finished tree. */

export type Status =
  | "queued"
  | "running"
  | "waiting"
  | "paused"
  | "succeeded"
  | "failed"
  | "cancelled"
  | "needs_attention";

/** Runs of a subtree by outcome, the run itself included. */
export type Tally = { total: number; open: number; succeeded: number; failed: number; cancelled: number };

export type Branch = {
  readonly id: string;
  readonly parent: Branch | null;
  readonly depth: number;
  readonly label: string;
  readonly children: Branch[];
  readonly tally: Tally;
  readonly startedAt: number;
  status: Status;
  endedAt: number | null;
  activeNode: string | null;
  retries: number;
  failure: string | null;
};

export type Forest = {
  root: Branch | null;
  readonly byId: Map<string, Branch>;
  /** Oldest first, as sets keep their order. */
  readonly open: Set<Branch>;
  readonly failed: Branch[];
  /** Ended most recently, newest last, a few of them. */
  readonly recent: Branch[];
  readonly graphs: Map<string, string>;
  deepest: number;
  paused: boolean;
  seq: number;
};

export type NewBranch = {
  readonly id: string;
  readonly parentId: string | null;
  readonly depth: number;
  readonly label: string;
  readonly startedAt: number;
};

const RECENT = 64;

export function newForest(): Forest {
  return {
    root: null,
    byId: new Map(),
    open: new Set(),
    failed: [],
    recent: [],
    graphs: new Map(),
    deepest: 0,
    paused: false,
    seq: 0,
  };
}

/** Adds an open run below its parent; a run whose parent is unknown becomes the root if there is none, else is left out. */
export function plant(forest: Forest, { id, parentId, ...rest }: NewBranch): Branch | null {
  const parent = parentId === null ? null : (forest.byId.get(parentId) ?? null);
  if (parent === null && forest.root !== null) return null;
  const tally = { total: 0, open: 0, succeeded: 0, failed: 0, cancelled: 0 };
  const state = { status: "running" as const, endedAt: null, activeNode: null, retries: 0, failure: null };
  const branch: Branch = { id, parent, children: [], tally, ...rest, ...state };
  forest.root ??= branch;
  parent?.children.push(branch);
  forest.byId.set(id, branch);
  forest.open.add(branch);
  forest.deepest = Math.max(forest.deepest, branch.depth);
  climb(branch, (each) => {
    each.total += 1;
    each.open += 1;
  });
  return branch;
}

export type Ending = {
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly at: number;
  readonly failure?: string | null;
};

/** Ends a run; a run that has ended stays as it is. */
export function settle(forest: Forest, branch: Branch, { status, at, failure = null }: Ending): void {
  if (!forest.open.delete(branch)) return;
  Object.assign(branch, { status, endedAt: at, activeNode: null, failure });
  if (status === "failed") forest.failed.push(branch);
  forest.recent.push(branch);
  if (forest.recent.length > RECENT) forest.recent.shift();
  climb(branch, (each) => {
    each.open -= 1;
    each[status] += 1;
  });
}

function climb(from: Branch, change: (tally: Tally) => void): void {
  for (let each: Branch | null = from; each !== null; each = each.parent) change(each.tally);
}
