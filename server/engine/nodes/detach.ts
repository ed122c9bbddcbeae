import type { BoundGraph, Graph } from "../graph/graph.ts";
import type { Decision } from "../run/commands.ts";
import { decided } from "../run/deciding.ts";
import type { ClosePolicy, TreeOrigin } from "../run/events.ts";
import { originBelow } from "../run/origin-below.ts";
import { placeAttempt } from "../run/place.ts";
import type { Blob, Json, Stored } from "../values/json.ts";
import type { Planning } from "./planner.ts";
import { DETACH } from "./subworkflow/definition.ts";

/** What the executor of detached starts is given. The key of its attempt makes a repeated start the same tree. */
export type DetachedStart = {
  readonly workflow: string;
  /** What the slug resolved to; `null` for an inline graph, which comes along. */
  readonly revision: number | null;
  readonly graph?: Graph;
  readonly input: Json;
  readonly label?: string;
  readonly maxDepth: number;
  readonly origin: TreeOrigin;
};

type Detached = {
  readonly graph: BoundGraph;
  readonly input: Stored;
  readonly label?: string | undefined;
  readonly blobs: readonly Blob[];
};

/** Orders the start of a tree of its own. Where it stands below this one goes along: its depth, and all that is above it. */
export function detach(planning: Planning, child: Detached, closePolicy: ClosePolicy = "abandon"): Decision {
  const { deciding, ref } = planning;
  const { tree } = deciding;
  const { graph, input, label } = child;
  const origin = originBelow(tree, ref, closePolicy);
  const start = {
    workflow: graph.slug,
    // A draft is found nowhere under its number, so it goes along as what stands in a graph does.
    revision: graph.trial ? null : graph.revision,
    ...(graph.revision === null || graph.trial ? { graph: graph.graph } : {}),
    input,
    ...(label === undefined ? {} : { label }),
    maxDepth: tree.limits.maxDepth,
    origin,
  };
  return decided(deciding, placeAttempt(deciding, ref, DETACH, 1, start as unknown as Stored), child.blobs);
}
