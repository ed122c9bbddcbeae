import type { EdgeName, GraphChanges } from "#server/engine/graph/diff";

/** What kind of thing changed in which way, and the names of it. */
export type ChangeLine = {
  readonly how: "added" | "removed" | "changed" | "moved";
  readonly what: string;
  readonly names: readonly string[];
};
export type NodeMark = "added" | "changed";

const HOWS = ["added", "removed", "changed", "moved"] as const;

/** How a draft differs from what is published, a line for each kind of change; none when it does not. */
export function changeLines({ nodes, edges, fields }: GraphChanges): readonly ChangeLine[] {
  const named = {
    added: edges.added.map(edgeText),
    removed: edges.removed.map(edgeText),
    changed: edges.changed.map(edgeText),
    moved: [],
  };
  const lines = [
    ...HOWS.map((how) => ({ how, what: plural("node", nodes[how].length), names: nodes[how] })),
    ...HOWS.map((how) => ({ how, what: plural("edge", named[how].length), names: named[how] })),
    { how: "changed" as const, what: plural("field", fields.length), names: fields },
  ];
  return lines.filter(({ names }) => names.length > 0);
}

/** Nodes of the draft that a reader should look at. */
export function marksOf({ nodes }: GraphChanges): ReadonlyMap<string, NodeMark> {
  return new Map([
    ...nodes.added.map((id) => [id, "added"] as const),
    ...nodes.changed.map((id) => [id, "changed"] as const),
  ]);
}

function edgeText({ source, target, port }: EdgeName): string {
  return `${source}${port === null ? "" : ` (${port})`} → ${target}`;
}

function plural(noun: string, count: number): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
