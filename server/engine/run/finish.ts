import type { NodeId, RunNo } from "../ids.ts";
import { misfit } from "../nodes/contract.ts";
import { orDecision } from "../nodes/evaluate.ts";
import { compact } from "../values/index.ts";
import type { Stored } from "../values/json.ts";
import type { Decision } from "./commands.ts";
import { type Deciding, decided, needsBlobs } from "./deciding.ts";
import { failRun } from "./settle.ts";
import type { RunState, TreeState } from "./state.ts";
import { boundGraphOf, compiledOf, runAt } from "./tree.ts";

/** All nodes are final and none failed: the run succeeds with the outputs of its `end` nodes, or of its last nodes. */
export function planFinish(deciding: Deciding, no: RunNo): Decision {
  const { tree, env } = deciding;
  const run = runAt(tree, no);
  const output = compact(outputOf(tree, run), env.blob);
  if (!output.ok)
    return "missing" in output
      ? needsBlobs(output.missing)
      : decided(deciding, failRun(tree, no, output.failure));
  const { outputSchema: schema } = boundGraphOf(tree, run).graph;
  const where = `the output of ${boundGraphOf(tree, run).slug}`;
  const amiss =
    schema && misfit(deciding, { schema, where, code: "OutputInvalid" }, output.stored, output.blobs);
  if (amiss) return orDecision(amiss, (cause) => decided(deciding, failRun(tree, no, cause)));
  const marks = run.degraded ? { degraded: true as const } : {};
  return decided(
    deciding,
    [{ type: "RunSucceeded", run: no, output: output.stored, ...marks }],
    output.blobs,
  );
}

/** One output stands as it is; several stand under their nodes' names; none is null. */
function outputOf(tree: TreeState, run: RunState): Stored {
  const { ends, leaves } = compiledOf(tree, run);
  const reached = completed(run, ends);
  const sources = ends.length > 0 ? reached : completed(run, leaves);
  const [only] = sources;
  if (only === undefined) return null;
  if (sources.length === 1) return outputAt(run, only);
  return Object.fromEntries(sources.map((id) => [id, outputAt(run, id)]));
}

function completed(run: RunState, ids: readonly NodeId[]): readonly NodeId[] {
  return ids.filter((id) => run.nodes?.[id]?.status === "completed");
}

function outputAt(run: RunState, id: NodeId): Stored {
  return run.nodes?.[id]?.output ?? null;
}
