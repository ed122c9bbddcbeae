import { cutPoints } from "./cut-points.ts";
import { type Heading, headingsIn, type Paragraph, paragraphsIn } from "./structure.ts";

/** A stretch of the text by its offsets, and the headings that it stands under. */
export type Part = {
  readonly start: number;
  readonly end: number;
  readonly headings: readonly string[];
};
/** A part to be digested by a run of its own, and what to call it. */
export type LabelledPart = Part & { readonly label: string };

/** Children of one part; more sections than that are grouped, and the groups split again. */
const MOST_PARTS = 32;
const USUAL_PARTS = 4;
const WORD_LENGTH = 12;

/**
 * Splits a part by its structure: sections, else paragraphs, else sentences. Every part is shorter than the whole and
 * together they hold all of its text but headings. Empty = small enough, or nothing that can be split.
 */
export function splitPart(text: string, part: Part, maxWords: number): readonly LabelledPart[] {
  if (isSmall(text, part, maxWords)) return [];
  const headings = headingsIn(text, part);
  const parts = headings.length > 0 ? sections(part, headings) : stretches(text, part);
  return parts.map((one) => ({ ...one, ...trimmed(text, one) })).filter((one) => one.start < one.end);
}

/** Bounded by characters too: a text without spaces has one word. */
function isSmall(text: string, { start, end }: Part, maxWords: number): boolean {
  if (end - start > maxWords * WORD_LENGTH) return false;
  return countWords(text.slice(start, end)) <= maxWords;
}

export function countWords(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(/\S+/g)) words += 1;
  return words;
}

/** Cuts at the highest level of heading that occurs. */
function sections(part: Part, headings: readonly Heading[]): LabelledPart[] {
  const top = Math.min(...headings.map(({ level }) => level));
  const marks = headings.filter(({ level }) => level === top);
  const before = {
    start: part.start,
    end: marks[0]?.start ?? part.end,
    headings: part.headings,
    label: "opening",
  };
  const found = marks.map((mark, place) => ({
    from: mark.start,
    start: mark.contentStart,
    end: marks[place + 1]?.start ?? part.end,
    headings: [...part.headings, mark.title],
    label: mark.title,
  }));
  if (found.length < MOST_PARTS) return [before, ...found.map(({ from: _, ...section }) => section)];
  return [before, ...grouped(found, part)];
}

/** Neighbouring sections as one part, which begins with the heading of its first. */
function grouped(found: readonly (LabelledPart & { from: number })[], part: Part): LabelledPart[] {
  const size = Math.ceil(found.length / USUAL_PARTS);
  const groups: LabelledPart[] = [];
  for (let at = 0; at < found.length; at += size) {
    const [first, last] = [found[at], found[Math.min(at + size, found.length) - 1]];
    if (!first || !last) break;
    const label = `${first.label} … ${last.label}`;
    groups.push({ start: first.from, end: last.end, headings: part.headings, label });
  }
  return groups;
}

function stretches(text: string, part: Part): LabelledPart[] {
  const paragraphs = paragraphsIn(text, part);
  const [only] = paragraphs;
  if (!only || (paragraphs.length === 1 && only.code)) return [];
  const cuts = paragraphs.length > 1 ? paragraphCuts(paragraphs, part) : cutPoints(text, only, USUAL_PARTS);
  const bounds = [part.start, ...cuts, part.end];
  return bounds.slice(1).map((end, place) => ({
    start: bounds[place] ?? part.start,
    end,
    headings: part.headings,
    label: `part ${place + 1} of ${bounds.length - 1}`,
  }));
}

/** The beginnings of paragraphs that come nearest to equal parts. */
function paragraphCuts(paragraphs: readonly Paragraph[], part: Part): number[] {
  const cuts = new Set<number>();
  const step = (part.end - part.start) / USUAL_PARTS;
  for (let place = 1; place < USUAL_PARTS; place++) {
    const target = part.start + step * place;
    const starts = paragraphs.slice(1).map(({ start }) => start);
    cuts.add(
      starts.reduce((best, start) => (Math.abs(start - target) < Math.abs(best - target) ? start : best)),
    );
  }
  return [...cuts].sort((a, b) => a - b);
}

function trimmed(text: string, { start, end }: Part): { start: number; end: number } {
  const slice = text.slice(start, end);
  const from = start + (slice.length - slice.trimStart().length);
  return { start: from, end: Math.max(from, start + slice.trimEnd().length) };
}
