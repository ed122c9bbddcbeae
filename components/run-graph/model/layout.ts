import { flextree } from "d3-flextree";
import type { Forest, Line } from "../../tree";

export const NODE = { width: 200, height: 56 } as const;
const BESIDE = 16;
const BELOW = 56;

/** A line of the tree as a card. Its place is its upper left corner. */
export type Placed = { readonly key: string; readonly line: Line; readonly x: number; readonly y: number };
export type Edge = { readonly from: string; readonly to: string };
export type GraphLayout = {
  readonly nodes: readonly Placed[];
  readonly edges: readonly Edge[];
  readonly width: number;
  readonly height: number;
};

type Item = { readonly line: Line; readonly children: Item[] };

/** Places the lines of a tree top-down, each parent over the middle of what hangs below it. */
export function layoutOf(lines: readonly Line[]): GraphLayout {
  const root = nested(lines);
  if (!root) return { nodes: [], edges: [], width: 0, height: 0 };
  const layout = flextree<Item>({
    children: ({ children }) => children,
    nodeSize: () => [NODE.width + BESIDE, NODE.height + BELOW],
    spacing: () => 0,
  });
  const tree = layout.hierarchy(root);
  layout(tree);
  const placed: { key: string; line: Line; x: number; y: number }[] = [];
  const edges: Edge[] = [];
  tree.each((node) => {
    const { line } = node.data;
    placed.push({ key: line.key, line, x: node.x - NODE.width / 2, y: node.y });
    if (node.parent) edges.push({ from: node.parent.data.line.key, to: line.key });
  });
  const left = placed.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const nodes = placed.map((node) => ({ ...node, x: node.x - left }));
  return {
    nodes,
    edges,
    width: nodes.reduce((most, { x }) => Math.max(most, x + NODE.width), 0),
    height: nodes.reduce((most, { y }) => Math.max(most, y + NODE.height), 0),
  };
}

/** Lines come in the order of the tree, so the last one of a lesser level is what a line hangs below. */
function nested(lines: readonly Line[]): Item | null {
  const open: Item[] = [];
  for (const line of lines) {
    const item: Item = { line, children: [] };
    open[line.level] = item;
    open.length = line.level + 1;
    if (line.level > 0) open[line.level - 1]?.children.push(item);
  }
  return open[0] ?? null;
}

export type BackEdge = {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly times: number;
  /** It was stopped there; otherwise only noticed. */
  readonly refused: boolean;
};

/**
 * Cycles that were found, as edges back to the run on the ancestor path that would have been repeated. Only of runs
 * that stand on screen with the run that they lead to.
 */
export function backEdges(forest: Forest, lines: readonly Line[]): BackEdge[] {
  const shown = new Set(lines.flatMap((line) => (line.kind === "run" ? [line.no] : [])));
  return [...shown].flatMap((no) => {
    const cycle = forest.rows[no]?.notes?.cycle;
    if (!cycle || !shown.has(cycle.of)) return [];
    const { of, times, refused } = cycle;
    return [{ key: `c${no}-${of}`, from: `r${no}`, to: `r${of}`, times, refused }];
  });
}
