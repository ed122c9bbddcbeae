import type { Graph } from "#server/engine/graph/graph";
import { applyOperations } from "#server/engine/modification/apply";
import { sameJson } from "#server/engine/modification/compare";
import { diffGraphs } from "#server/engine/modification/diff";
import type { Operation } from "#server/engine/modification/schemas";
import type { Json } from "#server/engine/values/json";
import { type Aside, asideAt, asidesOf, takenBy } from "./asides";
import { freePlace, placesOf } from "./geometry";
import { freshName } from "./names";
import { placeMissing } from "./tidy";

/** Mine with other names, and those by what they were: nodes as `a`, frames and notes as `frame a` and `note a`. */
export type Apart = { readonly graph: Graph; readonly names: ReadonlyMap<string, string> };
type Named = { readonly was: string; readonly name: string; readonly operations: readonly Operation[] };

/**
 * What both have added by the same name is two things that were named by the same rule: mine gets a name that is free, with all
 * that refers to it, and stands beside theirs.
 */
export function setApart(base: Graph, mine: Graph, theirs: Graph): Apart {
  const names = new Map<string, string>();
  let graph = mine;
  const take = (named: Named) => {
    const applied = applyOperations(graph, named.operations);
    if (!applied.ok) return;
    graph = applied.graph;
    names.set(named.was, named.name);
  };
  for (const id of bothAdded(base, mine, theirs)) take(nodeApart(id, graph, theirs));
  for (const aside of asidesOf(mine)) {
    const other = asideAt(theirs, aside.key);
    if (other && !asideAt(base, aside.key) && !same(aside.value, other.value))
      take(asideApart(aside, graph, theirs));
  }
  return { graph, names };
}

/** Names of nodes that are new on both sides and not the same; one that both have given to a node there was is none. */
function bothAdded(base: Graph, mine: Graph, theirs: Graph): readonly string[] {
  const shared = Object.keys(mine.nodes).filter(
    (id) =>
      !Object.hasOwn(base.nodes, id) &&
      Object.hasOwn(theirs.nodes, id) &&
      !same(mine.nodes[id], theirs.nodes[id]),
  );
  if (shared.length === 0) return [];
  const [own, other] = [renamedTo(base, mine), renamedTo(base, theirs)];
  return shared.filter((id) => !own.has(id) || !other.has(id));
}

function renamedTo(base: Graph, side: Graph): ReadonlySet<string> {
  return new Set(diffGraphs(base, side).flatMap((one) => (one.op === "renameNode" ? [one.to] : [])));
}

function nodeApart(id: string, mine: Graph, theirs: Graph): Named {
  const name = freshName(id, new Set([mine, theirs].flatMap(({ nodes }) => Object.keys(nodes))));
  const rename = { op: "renameNode", id, to: name } as const;
  const at = mine.nodes[id]?.position;
  if (!at) return { was: id, name, operations: [rename] };
  const { [id]: _, ...others } = mine.nodes;
  const taken = [{ ...mine, nodes: others }, theirs].flatMap((graph) =>
    takenBy(graph, placesOf(graph, placeMissing(graph))),
  );
  const move = { op: "setPosition", id: name, position: freePlace(taken, at) } as const;
  return { was: id, name, operations: [rename, move] };
}

function asideApart({ what, key, id, value }: Aside, mine: Graph, theirs: Graph): Named {
  const taken = [mine, theirs].flatMap(asidesOf).filter((aside) => aside.what === what);
  const name = freshName(id, new Set(taken.map((aside) => aside.id)));
  const changes = [
    { path: `/layout/${what}s/${id}` },
    { path: `/layout/${what}s/${name}`, value: value as Json },
  ];
  return { was: key.replace(":", " "), name, operations: [{ op: "setWorkflow", changes }] };
}

function same(a: unknown, b: unknown): boolean {
  return sameJson(a as Json | undefined, b as Json | undefined);
}
