import type { Graph } from "#server/engine/graph/graph";
import type { AsideColour } from "#server/engine/graph/layout";
import type { Ink, Painter } from "../../drawing";
import { noteLines } from "./note-lines";

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const INKS: Readonly<Record<AsideColour, Ink>> = {
  grey: "queued",
  blue: "running",
  violet: "waiting",
  green: "succeeded",
  amber: "degraded",
  red: "failed",
};
const LINE = 16;
const PAD = 12;
/** Estimated from the mean width of a letter at this size. */
const LETTER = 6.2;

/** Frames and notes with the place that each takes; a picture shows what a collapsed frame holds. */
export function asideBoxes({ layout }: Graph): readonly Box[] {
  return [...Object.values(layout?.frames ?? {}), ...Object.values(layout?.notes ?? {})];
}

/** Drawn first, so that nodes and edges lie upon them. */
export function drawAsides(painter: Painter, { layout }: Graph): void {
  for (const [id, frame] of Object.entries(layout?.frames ?? {})) {
    drawBox(painter, frame, frame.colour);
    painter.text(frame.x + PAD, frame.y + 18, frame.title || id, {
      ink: "ink",
      size: 12,
      bold: true,
      max: frame.width - 2 * PAD,
    });
  }
  for (const note of Object.values(layout?.notes ?? {})) {
    drawBox(painter, note, note.colour);
    const most = Math.floor((note.height - PAD) / LINE);
    noteLines(note.text)
      .flatMap(({ text, bold }) =>
        wrapped(text, Math.floor((note.width - 2 * PAD) / LETTER)).map((line) => ({ line, bold })),
      )
      .slice(0, most)
      .forEach(({ line, bold }, at) => {
        painter.text(note.x + PAD, note.y + PAD + 8 + at * LINE, line, { ink: "ink", size: 11, bold });
      });
  }
}

function drawBox(painter: Painter, box: Box, colour: AsideColour = "grey"): void {
  painter.fill(box, INKS[colour], 0.1, 8);
  painter.outline(box, colour === "grey" ? { ink: "line-strong" } : { ink: INKS[colour], alpha: 0.5 }, 8);
}

/** Lines of at most so many letters, broken between words. */
function wrapped(text: string, most: number): readonly string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
