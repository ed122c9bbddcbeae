import type { Graph } from "#server/engine/graph/graph";
import type { Painter, Picture } from "../../drawing";
import { asideBoxes, drawAsides } from "./picture-asides";

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** Where each node is drawn. */
export type Boxes = ReadonlyMap<string, Box>;

const MARGIN = 32;
const TEXT = { title: 22, line: 38, left: 12 } as const;

/** The canvas as it can be drawn into a file. */
export function pictureOf(graph: Graph, boxes: Boxes): Picture {
  const all = [...boxes.values(), ...asideBoxes(graph)];
  const start = {
    x: all.length === 0 ? 0 : Math.min(...all.map(({ x }) => x)),
    y: all.length === 0 ? 0 : Math.min(...all.map(({ y }) => y)),
  };
  const end = {
    x: Math.max(start.x + 1, ...all.map(({ x, width }) => x + width)),
    y: Math.max(start.y + 1, ...all.map(({ y, height }) => y + height)),
  };
  return {
    name: graph.name,
    view: "canvas",
    rows: boxes.size,
    width: end.x - start.x + 2 * MARGIN,
    height: end.y - start.y + 2 * MARGIN,
    draw: (painter) =>
      painter.shifted(MARGIN - start.x, MARGIN - start.y, () => drawGraph(painter, graph, boxes)),
  };
}

function drawGraph(painter: Painter, graph: Graph, boxes: Boxes): void {
  drawAsides(painter, graph);
  for (const { source, target, port, when } of graph.edges) {
    const [from, to] = [boxes.get(source), boxes.get(target)];
    if (from && to) drawEdge(painter, from, to, port ?? when ?? "");
  }
  for (const [id, node] of Object.entries(graph.nodes)) {
    const box = boxes.get(id);
    if (!box) continue;
    painter.fill(box, "raised", 1, 4);
    painter.outline(box, { ink: "line-strong" }, 4);
    const max = box.width - 2 * TEXT.left;
    painter.text(box.x + TEXT.left, box.y + TEXT.title, node.name ?? id, {
      ink: "ink",
      size: 12,
      bold: true,
      max,
    });
    painter.text(box.x + TEXT.left, box.y + TEXT.line, node.kind, { ink: "ink-muted", size: 10, max });
  }
}

function drawEdge(painter: Painter, from: Box, to: Box, label: string): void {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  painter.curve([x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2], { ink: "line-strong", width: 1.5 });
  painter.line(x2 - 6, y2 - 4, x2, y2, { ink: "line-strong", width: 1.5 });
  painter.line(x2 - 6, y2 + 4, x2, y2, { ink: "line-strong", width: 1.5 });
  if (label !== "")
    painter.text((x1 + x2) / 2, (y1 + y2) / 2 - 4, label, {
      ink: "ink-muted",
      size: 10,
      align: "center",
      max: 120,
    });
}
