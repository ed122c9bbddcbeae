import type { Failure } from "../failure.ts";
import type { BoundGraph } from "../graph/graph.ts";
import type { RunNo } from "../ids.ts";
import type { OuterRun } from "../run/events.ts";
import type { RunState, TreeState } from "../run/state.ts";
import { boundGraphOf, runAt } from "../run/tree.ts";
import { type Account, type AccountTerms, accountOf, leftOf } from "./account.ts";
import type { Dimension } from "./amounts.ts";
import { fingerprintAs } from "./fingerprint.ts";
import { type Asked, termsFor } from "./terms.ts";

/** What the tree says to one more child: let it in, answer with an earlier run, report a cycle, or refuse. */
export type Admission =
  | { readonly verdict: "admit"; readonly depth: number; readonly terms: AccountTerms | null }
  | { readonly verdict: "reference"; readonly target: RunNo }
  /** `outer`: it stands above the tree, whose root is `ancestor`. */
  | { readonly verdict: "cycle"; readonly ancestor: RunNo; readonly outer?: OuterRun }
  | { readonly verdict: "refuse"; readonly failure: Failure }
  /** A limit of the ledger has nothing left for it. */
  | {
      readonly verdict: "exhausted";
      readonly dimension: Dimension;
      readonly account: Account;
      readonly want: number;
    };

/** `ignore`: keys of the input that its fingerprint leaves out. */
type Candidate = {
  readonly graph: BoundGraph;
  readonly fingerprint: string;
  readonly ignore: readonly string[];
  readonly once?: string;
  /** Hash of the context entries that say what to do. */
  readonly task?: string;
  /** Limits and grant of its own. */
  readonly asked?: Asked;
  /** It will be a tree of its own, and counts there. */
  readonly detached?: boolean;
};

/** The exact cycle comes first: an ancestor is never answered with a reference to itself. */
export function admit(tree: TreeState, parent: RunState, child: Candidate): Admission {
  const ancestor = tree.limits.cycleDetection ? findAncestor(tree, parent, child) : null;
  if (ancestor !== null) return { verdict: "cycle", ancestor };
  const outer = tree.limits.cycleDetection ? findOuter(tree, child) : undefined;
  if (outer) return { verdict: "cycle", ancestor: 0, outer };
  const seen = child.once === undefined ? undefined : tree.once[child.once];
  if (seen !== undefined) return { verdict: "reference", target: seen };
  const depth = parent.depth + 1;
  const account = accountOf(tree, parent);
  const failure = depthFailure(account.deepest, depth);
  if (failure) return { verdict: "refuse", failure };
  const runs = leftOf(tree, account, "runs");
  if (runs.account && runs.amount < 1)
    return { verdict: "exhausted", dimension: "runs", account: runs.account, want: 1 };
  const terms = termsFor(tree, account, depth, { ...child.asked, own: child.graph.graph.limits });
  if (terms.kind === "terms") return { verdict: "admit", depth, terms: terms.terms };
  const { dimension, account: by, want } = terms;
  return { verdict: "exhausted", dimension, account: by, want };
}

/** Nearest run on the path to the root (the parent first) that does the same work; O(depth). */
function findAncestor(tree: TreeState, parent: RunState, child: Candidate): RunNo | null {
  for (
    let run: RunState | undefined = parent;
    run;
    run = run.origin ? runAt(tree, run.origin.run) : undefined
  ) {
    if (doesTheSame(tree, run, child)) return run.no;
  }
  return null;
}

/** Nearest run above a detached tree that does the same work. What its own caller ignored is left out there too. */
function findOuter({ origin }: TreeState, { fingerprint, task }: Candidate): OuterRun | undefined {
  return origin?.above.findLast((run) => run.fingerprint === fingerprint && run.task === task);
}

/** The ancestor's own fingerprint may leave out other keys, or none: the root's and that of another caller's child. */
function doesTheSame(
  tree: TreeState,
  run: RunState,
  { graph, fingerprint, ignore, task }: Candidate,
): boolean {
  if (run.task !== task) return false;
  if (run.fingerprint === fingerprint) return true;
  if (ignore.length === 0) return false;
  return fingerprintAs(graph, ignore, { graph: boundGraphOf(tree, run), input: run.input }) === fingerprint;
}

function depthFailure(maxDepth: number, depth: number): Failure | null {
  if (depth <= maxDepth) return null;
  return {
    class: "limit",
    code: "RecursionLimitExceeded",
    message: `A run at depth ${depth} would pass maxDepth ${maxDepth}. Raise maxDepth, or give the recursion an earlier end.`,
    retryable: false,
    details: { limit: "maxDepth", max: maxDepth, depth },
  };
}
