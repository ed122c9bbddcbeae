import { drawRuler, type Picture } from "../../drawing";
import { ROW } from "./draw-run";
import { drawTimeline, rulerOf } from "./draw-timeline";
import { type AskSpans, readSpans } from "./read-spans";
import type { Scene } from "./scene";
import { MAX_ASKED, type SpanBook } from "./span-book";
import { runsOf } from "./visible-rows";

const WIDTH = 1_400;
const NAMES = 240;
const RULER = 32;

/** A timeline as a picture: all of its rows with their names and own times, of which it reads those off screen too. */
export function timelinePicture(seen: Scene, name: string, ask: AskSpans): Picture {
  const rows = runsOf(seen.forest, seen.lines);
  let book: SpanBook | null = null;
  const scene = {
    ...seen,
    names: NAMES,
    active: null,
    hover: null,
    spansOf: (no: number) => book?.get(no),
  };
  const height = scene.lines.length * ROW;
  return {
    name: `Timeline of ${name}`,
    view: "timeline",
    rows: scene.lines.length,
    width: WIDTH,
    height: height + RULER,
    prepare: async (onWait) => {
      if (rows.length > MAX_ASKED) onWait(rows.length);
      book = await readSpans(rows, ask);
    },
    draw: (painter) => {
      drawRuler(painter, rulerOf(scene, { width: WIDTH, height: RULER }));
      painter.shifted(0, RULER, () => drawTimeline(painter, scene, { width: WIDTH, height }, 0));
    },
  };
}
