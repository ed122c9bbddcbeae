import { entriesOf } from "../context/entry.ts";
import { usesContext } from "../context/graph-use.ts";
import { type Begun, beginContext } from "../context/start-context.ts";
import { decideFork } from "../fork/decide-fork.ts";
import { startLimits } from "../graph/compile.ts";
import type { Limits } from "../graph/graph.ts";
import { fingerprint } from "../hash.ts";
import { fingerprintOf } from "../recursion/fingerprint.ts";
import type { Json } from "../values/json.ts";
import type { Command, Decision } from "./commands.ts";
import { type Deciding, decided, factsOf, needsFacts } from "./deciding.ts";
import { failRun } from "./settle.ts";

type Start = Extract<Command, { type: "start" }>;

export function decideStart(deciding: Deciding, command: Start): Decision {
  if (command.fork) return decideFork(deciding, command, command.fork);
  const { graph, input, label } = command;
  const depth = depthOf(command);
  const limits = startLimits(graph.graph, command.limits, depth);
  const context = contextOf(deciding, command, limits);
  if (context?.kind === "lacking") return needsFacts(context.lacking);
  const begun = context?.kind === "begun" ? context : null;
  const task = begun && taskOf(command, begun);
  const failed = context?.kind === "failure" ? failRun(deciding.tree, 0, context.failure) : [];
  return decided(
    deciding,
    [
      {
        type: "TreeStarted",
        treeId: command.treeId,
        limits,
        actor: command.actor,
        ...(command.origin ? { origin: command.origin } : {}),
      },
      { type: "GraphBound", ...graph },
      {
        type: "RunStarted",
        run: 0,
        origin: null,
        depth,
        graph: graph.hash,
        input,
        fingerprint: fingerprintOf(graph, input, []),
        ...(label === undefined ? {} : { label }),
        ...(begun ? { context: begun.handOff } : {}),
        ...(task ? { task } : {}),
      },
      ...failed,
    ],
    begun?.blobs,
  );
}

/** A tree that another one started goes on below it. */
function depthOf({ origin }: Start): number {
  return origin ? origin.depth + 1 : 0;
}

function contextOf(deciding: Deciding, command: Start, limits: Limits): Begun | null {
  const { graph, input, label, treeId, actor, context } = command;
  if (!context && !usesContext(graph.graph)) return null;
  const { recursionTimeoutMs: timeout } = limits;
  return beginContext(
    {
      at: deciding.at,
      origin: { run: 0, depth: depthOf(command) },
      graph,
      treeId,
      limits,
      deadlineAt: timeout === null ? null : deciding.at + timeout,
      actor,
      label: label ?? null,
      given: context ?? {},
      scope: {
        input,
        node: () => undefined,
        run: { depth: depthOf(command), label: label ?? null },
        tree: {},
      },
    },
    factsOf(deciding),
  );
}

function taskOf({ graph }: Start, { handOff }: Extract<Begun, { kind: "begun" }>): string | null {
  const keys = graph.graph.context?.task ?? [];
  if (keys.length === 0) return null;
  const entries = entriesOf(handOff.entries);
  return fingerprint(keys.map((key) => entries[key]?.hash ?? null) as Json);
}
