import type { Graph } from "#server/engine/graph/graph";
import { type Painter, type Picture, textWidth } from "../../drawing";
import { asideBoxes, drawAsides } from "./picture-asides";

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** A way out of a node, so far below its upper edge. */
export type Exit = { readonly port: string; readonly y: number };
/** A card; `head` is how high it is above its ports, where it has any. */
export type Card = Box & { readonly head?: number; readonly exits?: readonly Exit[] };
/** Where each node is drawn. */
export type Boxes = ReadonlyMap<string, Card>;

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
    if (from && to) drawEdge(painter, from, to, { port, when });
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
    drawExits(painter, box, node);
  }
}

/** The name of each port, behind what leads to it. */
function drawExits(painter: Painter, box: Card, node: Graph["nodes"][string]): void {
  const right = box.x + box.width - TEXT.left;
  for (const { port, y } of box.exits ?? []) {
    const baseline = box.y + y + 4;
    const when = node.kind === "decision" ? node.cases.find((one) => one.port === port)?.when : undefined;
    const name = { size: 10, max: box.width - 2 * TEXT.left };
    painter.text(right, baseline, port, { ...name, ink: "ink-muted", align: "right" });
    const room = name.max - textWidth(port, name) - TEXT.left / 2;
    if (when !== undefined && room > 0)
      painter.text(box.x + TEXT.left, baseline, when.replace(/^\s*=(?!=)\s*/, ""), {
        ink: "ink-faint",
        size: 10,
        mono: true,
        max: room,
      });
    painter.fill({ x: box.x + box.width - 3, y: box.y + y - 3, width: 6, height: 6 }, "ink-faint", 1, 3);
  }
}

type Said = Pick<Graph["edges"][number], "port" | "when">;

function drawEdge(painter: Painter, from: Card, to: Card, { port, when }: Said): void {
  const exit = from.exits?.find((one) => one.port === port);
  // What stands on the card already is not said again.
  const label = (exit ? when : (port ?? when)) ?? "";
  const [x1, y1] = [from.x + from.width, from.y + (exit?.y ?? (from.head ?? from.height) / 2)];
  const [x2, y2] = [to.x, to.y + (to.head ?? to.height) / 2];
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
