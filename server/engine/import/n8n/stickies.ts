import type { Graph } from "../../graph/graph.ts";
import { type AsideColour, LONGEST, MOST_ASIDES, type Note } from "../../graph/layout.ts";
import { ForeignNames, shownText } from "../foreign-names.ts";
import type { GraphMaker } from "../graph-maker.ts";
import { recordOf } from "./reader.ts";
import type { N8nNode } from "./shape.ts";

/** The colours of n8n by their numbers, as far as there is one like it. */
const COLOURS: Readonly<Record<string, AsideColour>> = {
  1: "amber",
  2: "amber",
  3: "red",
  4: "green",
  5: "blue",
  6: "violet",
  7: "grey",
};
const SIZE = { width: 240, height: 160 } as const;

export function isSticky(type: string): boolean {
  return type.endsWith(".stickyNote");
}

/** Notes on the canvas, which no run reads. */
export function stickiesOf(maker: GraphMaker, nodes: readonly N8nNode[]): Pick<Graph, "layout"> {
  const names = new ForeignNames();
  const stickies = nodes.filter(({ type }) => isSticky(type));
  const notes: Record<string, Note> = {};
  for (const [nth, node] of stickies.entries()) {
    const thing = { place: `/nodes/${node.at}`, what: node.name };
    if (nth >= MOST_ASIDES) maker.note("dropped", thing, `A canvas has ${MOST_ASIDES} notes at most.`);
    else {
      notes[names.fresh(node.name)] = noteOf(node);
      maker.note("mapped", thing, "A note on the canvas.");
    }
  }
  return stickies.length > 0 ? { layout: { notes } } : {};
}

function noteOf({ parameters, position }: N8nNode): Note {
  const { content, width, height, color } = recordOf(parameters ?? {});
  const [x, y] = position ?? [0, 0];
  const colour = Object.hasOwn(COLOURS, String(color)) ? COLOURS[String(color)] : undefined;
  const length = (given: unknown, usual: number) =>
    typeof given === "number" ? Math.min(LONGEST, Math.max(16, given)) : usual;
  return {
    text: shownText(typeof content === "string" ? content : "", 4_000),
    x,
    y,
    width: length(width, SIZE.width),
    height: length(height, SIZE.height),
    ...(colour ? { colour } : {}),
  };
}
