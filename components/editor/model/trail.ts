import { calledNames } from "#server/engine/graph/called-names";
import { calleeName, readCallee } from "#server/engine/graph/callee";
import type { Graph, GraphNode } from "#server/engine/graph/graph";
import { inlineGraphOf } from "#server/engine/graph/inline-graph";
import type { NodeBody } from "#server/engine/nodes/bodies";
import { kindOf } from "#server/engine/nodes/definitions";

/** What a node starts runs of: a workflow by its slug, where it is pinned with a revision, or a graph that stands in it. */
export type Callee = {
  readonly slug: string;
  readonly revision?: number | undefined;
  readonly inline: Graph | null;
};

/** `audit`, or `audit@2`. */
export function nameOf({ slug, revision }: Pick<Callee, "slug" | "revision">): string {
  return calleeName({ workflow: slug, revision });
}

/** A graph that was opened from a node of the one above it. */
export type Level = Callee & {
  /** Tells it from others: its name, or for an inline graph the way to it. */
  readonly key: string;
  readonly via: string;
  /** It stands above already: a run comes back to it. */
  readonly again: boolean;
  /** Node that is looked at. */
  readonly chosen: string | null;
};
export type Trail = readonly Level[];

/** Where a trail begins. */
export type Root = { readonly slug: string };

/** What a node of a graph starts runs of, also each time it repeats something; `self` is the graph itself. */
export function calleesOf(node: GraphNode | NodeBody, self: Callee): readonly Callee[] {
  const kind = kindOf(node);
  const inline = inlineGraphOf(node);
  const body = kind.body?.(node)?.body;
  return [
    ...(inline ? [{ slug: inline.slug, inline }] : []),
    ...calledNames(node).map((name) => {
      const { workflow: slug, revision } = readCallee(name);
      return name === "self" || (name === nameOf(self) && !self.inline)
        ? self
        : { slug, revision, inline: null };
    }),
    ...(body ? calleesOf(body, self) : []),
  ];
}

/** The graph at the end of a trail. */
export function calleeAt(trail: Trail, root: Root): Callee {
  const last = trail.at(-1);
  if (!last) return { slug: root.slug, inline: null };
  return { slug: last.slug, revision: last.revision, inline: last.inline };
}

/** Whether the end of a trail is what it began with. */
export function isRoot(trail: Trail, root: Root): boolean {
  const last = trail.at(-1);
  return !last || last.key === root.slug;
}

/** One level deeper; `null` = that would only repeat what stands there already. */
export function enter(trail: Trail, root: Root, via: string, callee: Callee): Trail | null {
  const here = calleeAt(trail, root);
  const above = trail.at(-1)?.key ?? root.slug;
  const itself = callee.inline !== null && callee.inline === here.inline;
  const key = itself ? above : callee.inline ? `${above}/${via}` : nameOf(callee);
  const again = key === root.slug || trail.some((level) => level.key === key);
  if (again && trail.at(-1)?.again) return null;
  return [...trail, { ...callee, key, via, again, chosen: null }];
}

/** The same trail with another node looked at on its last level. */
export function choosing(trail: Trail, chosen: string | null): Trail {
  return trail.map((level, at) => (at === trail.length - 1 ? { ...level, chosen } : level));
}
