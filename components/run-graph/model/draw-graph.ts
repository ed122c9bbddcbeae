import type { Painter } from "../../drawing";
import { drawMark, type Line, nameOf, standsAs, type TreeStore } from "../../tree";
import { formatCount, formatDuration } from "../../ui/format";
import { type Tone, toneIn } from "../../ui/tone";
import { type Edge, type GraphLayout, NODE, type Placed } from "./layout";

type Tree = Pick<TreeStore, "forest" | "tree">;

/** The whole graph, with the words of its cards. */
export function drawGraph(
  painter: Painter,
  tree: Tree,
  { nodes, edges }: GraphLayout,
  cycles: readonly Edge[],
): void {
  const at = new Map(nodes.map((node) => [node.key, node]));
  for (const { from, to } of edges) drawEdge(painter, at.get(from), at.get(to));
  for (const node of nodes) drawCard(painter, tree, node);
  for (const { from, to } of cycles) drawBack(painter, at.get(from), at.get(to));
}

function drawEdge(painter: Painter, from: Placed | undefined, to: Placed | undefined): void {
  if (!from || !to) return;
  const [x1, y1] = [from.x + NODE.width / 2, from.y + NODE.height];
  const [x2, y2] = [to.x + NODE.width / 2, to.y];
  const middle = (y1 + y2) / 2;
  painter.curve([x1, y1, x1, middle, x2, middle, x2, y2], { ink: "line-strong" });
}

function drawBack(painter: Painter, from: Placed | undefined, to: Placed | undefined): void {
  if (!from || !to) return;
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x + NODE.width, to.y + NODE.height / 2];
  const out = Math.max(x1, x2) + 40;
  painter.curve([x1, y1, out, y1, out, y2, x2, y2], { ink: "failed", width: 1.5, dash: 4 });
}

type Words = { readonly name: string; readonly note: string; readonly tone: Tone | null };

function wordsOf({ forest, tree }: Tree, line: Line): Words {
  if (line.kind === "more") return { name: `${formatCount(line.hidden)} more`, note: "", tone: null };
  if (line.kind === "bundle")
    return {
      name: `${formatCount(line.siblings.members.length)} × ${line.siblings.node || "run"}`,
      note: "",
      tone: null,
    };
  const row = forest.rows[line.no];
  if (!row) return { name: "", note: "", tone: null };
  const paused = tree?.paused ?? false;
  const lasted = row.endedAt === null ? "" : ` · ${formatDuration(row.endedAt - row.startedAt)}`;
  return {
    name: nameOf(row),
    note: `${standsAs(forest, row, paused)} · depth ${row.depth}${lasted}`,
    tone: toneIn(paused, row.status),
  };
}

function drawCard(painter: Painter, tree: Tree, { line, x, y }: Placed): void {
  const { name, note, tone } = wordsOf(tree, line);
  const box = { x, y, ...NODE };
  painter.fill(box, "raised", 1, 6);
  painter.outline(box, { ink: "line-strong" }, 6);
  painter.fill({ x, y: y + 4, width: 3, height: NODE.height - 8 }, tone ?? "line-strong");
  const row = line.kind === "run" ? tree.forest.rows[line.no] : undefined;
  const mark = row ? 14 : 0;
  if (row)
    drawMark(painter, row, {
      forest: tree.forest,
      paused: tree.tree?.paused ?? false,
      x: x + 18,
      y: y + 20,
    });
  const max = NODE.width - 24;
  painter.text(x + 14 + mark, y + 24, name, { ink: "ink", size: 12, bold: true, max: max - mark });
  painter.text(x + 14, y + 42, note, { ink: "ink-muted", size: 11, max });
}
