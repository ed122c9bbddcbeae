import { startLimits } from "../graph/compile.ts";
import type { Command, Decision } from "../run/commands.ts";
import { type Deciding, decided, type Unstamped } from "../run/deciding.ts";
import type { Event } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import { settleByHand } from "../run/operations/settle-node.ts";
import { newTree } from "../run/tree.ts";
import type { Blob } from "../values/json.ts";
import type { Fork } from "./fork.ts";

type Start = Extract<Command, { type: "start" }>;

/**
 * The first events of a forked tree: all that stands already, then the results that nodes are given. Edges after those are
 * decided on a copy, so that nothing is planned before all of it stands.
 */
export function decideFork(
  deciding: Deciding,
  command: Start,
  { history, given, from, node, item }: Fork,
): Decision {
  const { treeId, actor, origin, graph } = command;
  const started: Unstamped<Event> = {
    type: "TreeStarted",
    treeId,
    limits: startLimits(graph.graph, command.limits, origin ? origin.depth + 1 : 0),
    actor,
    ...(origin ? { origin } : {}),
    fork: item === undefined ? { from, node } : { from, node, item },
  };
  const events: Event[] = [];
  const blobs: Blob[] = [];
  const copy = newTree();
  const take = (decision: Extract<Decision, { kind: "events" }>) => {
    for (const event of decision.events) evolve(copy, event);
    events.push(...decision.events);
    blobs.push(...decision.blobs);
  };
  const first = decided(deciding, [started, ...history]);
  if (first.kind === "events") take(first);
  for (const { run, ...result } of given) {
    const settle = { type: "settleNode", at: deciding.at, actor, run, how: "replace", ...result } as const;
    const decision = settleByHand({ ...deciding, tree: copy }, settle);
    if (decision.kind !== "events") return decision;
    take(decision);
  }
  return { kind: "events", events, blobs };
}
