import type { Choice, Rung } from "../recovery/schema.ts";
import type { Json } from "../values/json.ts";
import type { Graph, GraphNode, NodeBody } from "./graph.ts";
import type { Path } from "./problems.ts";

/** One expression or template of a recovery. */
export type RecoverySource = {
  readonly path: Path;
  readonly source: Json;
  readonly kind: "expression" | "template";
};

const VALUES = ["output", "input", "partial", "options"] as const;

/** What a node or a workflow says of recovery that is evaluated with the failure at hand. */
export function recoverySources(of: GraphNode | NodeBody | Graph, path: Path): readonly RecoverySource[] {
  return [
    ...(of.recovery ?? []).flatMap((rung, i) => sourcesIn(rung, [...path, "recovery", i])),
    ...(of.onEscalation ?? []).flatMap((choice, i) => sourcesIn(choice, [...path, "onEscalation", i])),
  ];
}

/** What is evaluated when the node has completed, over its output too. */
export function compensationSources(
  { compensate }: GraphNode | NodeBody,
  path: Path,
): readonly RecoverySource[] {
  if (compensate?.input === undefined) return [];
  return [{ path: [...path, "compensate", "input"], source: compensate.input, kind: "template" }];
}

function sourcesIn(rung: Rung | Choice, path: Path): RecoverySource[] {
  const when: RecoverySource[] =
    rung.when === undefined ? [] : [{ path: [...path, "when"], source: rung.when, kind: "expression" }];
  const values = VALUES.flatMap((field): RecoverySource[] => {
    const source = (rung as Readonly<Partial<Record<typeof field, Json>>>)[field];
    return source === undefined ? [] : [{ path: [...path, field], source, kind: "template" }];
  });
  return [...when, ...values];
}
