import type { Failure } from "../failure.ts";
import type { BoundGraph, Limits } from "../graph/graph.ts";
import type { RunNo } from "../ids.ts";
import type { RunState, TreeState } from "../run/state.ts";
import { boundGraphOf, runAt } from "../run/tree.ts";
import { fingerprintAs } from "./fingerprint.ts";

/** What the tree says to one more child: let it in, answer with an earlier run, report a cycle, or refuse. */
export type Admission =
  | { readonly verdict: "admit"; readonly depth: number }
  | { readonly verdict: "reference"; readonly target: RunNo }
  | { readonly verdict: "cycle"; readonly ancestor: RunNo }
  | { readonly verdict: "refuse"; readonly failure: Failure };

/** `ignore`: keys of the input that its fingerprint leaves out. */
type Candidate = {
  readonly graph: BoundGraph;
  readonly fingerprint: string;
  readonly ignore: readonly string[];
  readonly once?: string;
  /** Hash of the context entries that say what to do. */
  readonly task?: string;
};

/** The exact cycle comes first: an ancestor is never answered with a reference to itself. */
export function admit(tree: TreeState, parent: RunState, child: Candidate): Admission {
  const ancestor = tree.limits.cycleDetection ? findAncestor(tree, parent, child) : null;
  if (ancestor !== null) return { verdict: "cycle", ancestor };
  const seen = child.once === undefined ? undefined : tree.once[child.once];
  if (seen !== undefined) return { verdict: "reference", target: seen };
  const depth = parent.depth + 1;
  const failure = depthFailure(tree.limits, depth) ?? sizeFailure(tree.limits, tree.runs.length);
  return failure ? { verdict: "refuse", failure } : { verdict: "admit", depth };
}

/** Share of `maxRuns` that one more run uses up, when it crosses the soft threshold for the first time. */
export function crossesThreshold(tree: TreeState): boolean {
  const { maxRuns, resourceEscalationThreshold } = tree.limits;
  return !tree.announced.maxRuns && tree.runs.length + 1 >= maxRuns * resourceEscalationThreshold;
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

function depthFailure(limits: Limits, depth: number): Failure | null {
  if (depth <= limits.maxDepth) return null;
  return {
    class: "limit",
    code: "RecursionLimitExceeded",
    message: `A run at depth ${depth} would pass maxDepth ${limits.maxDepth}. Raise maxDepth, or give the recursion an earlier end.`,
    retryable: false,
    details: { limit: "maxDepth", max: limits.maxDepth, depth },
  };
}

function sizeFailure(limits: Limits, runs: number): Failure | null {
  if (runs < limits.maxRuns) return null;
  return {
    class: "limit",
    code: "ResourceEscalationExceeded",
    message: `The tree has used all ${limits.maxRuns} runs that maxRuns allows. Raise maxRuns, or start fewer children.`,
    retryable: false,
    details: { limit: "maxRuns", max: limits.maxRuns, used: runs },
  };
}
