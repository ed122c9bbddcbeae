import { effectiveLimits } from "../graph/compile.ts";
import { fingerprintOf } from "../recursion/fingerprint.ts";
import type { Command, Decision } from "./commands.ts";
import { type Deciding, decided } from "./deciding.ts";

type Start = Extract<Command, { type: "start" }>;

export function decideStart(deciding: Deciding, command: Start): Decision {
  const { graph, input, label } = command;
  return decided(deciding, [
    {
      type: "TreeStarted",
      treeId: command.treeId,
      limits: effectiveLimits(graph.graph, command.limits),
      actor: command.actor,
    },
    { type: "GraphBound", ...graph },
    {
      type: "RunStarted",
      run: 0,
      origin: null,
      depth: 0,
      graph: graph.hash,
      input,
      fingerprint: fingerprintOf(graph, input, []),
      ...(label === undefined ? {} : { label }),
    },
  ]);
}
