import model from "wink-eng-lite-web-model";
import winkNlp, { type ItemSentence, type ItemToken } from "wink-nlp";
import { isHeading, type Line, linesIn } from "./structure.ts";

type Range = { readonly start: number; readonly end: number };

/** A sentence by its place: `text.slice(start, end)` is what was read. */
export type Sentence = Range & {
  /** Number of words. */
  readonly words: number;
  /** Stems of its words that carry meaning, each once. */
  readonly stems: readonly string[];
};

const nlp = winkNlp(model, ["sbd"]);
const { its } = nlp;
/** Declared with other parameters than `out` calls it with. */
const stemOf = its.stem as unknown as typeof its.normal;

/** The sentences of a stretch of text; headings, code and tables are not prose. */
export function sentencesIn(text: string, range: Range): Sentence[] {
  return blocksIn(text, range).flatMap((block) => sentencesOf(text, block));
}

/** Paragraphs and list entries: no sentence reaches over their end. */
function blocksIn(text: string, range: Range): Range[] {
  const blocks: Range[] = [];
  let open: Range | null = null;
  const close = () => {
    if (open) blocks.push(open);
    open = null;
  };
  for (const line of linesIn(text, range)) {
    if (!isProse(line)) {
      close();
      continue;
    }
    const entry = /^\s*(?:[-*+]|\d{1,3}[.)])\s+/.exec(line.text);
    if (entry) close();
    const start = line.start + (entry?.[0].length ?? 0);
    open = { start: (open as Range | null)?.start ?? start, end: line.end };
  }
  close();
  return blocks;
}

function isProse(line: Line): boolean {
  const text = line.text.trim();
  return !line.code && text !== "" && !text.startsWith("|") && !isHeading(line);
}

type Token = {
  readonly value: string;
  readonly stem: string;
  readonly word: boolean;
  readonly stop: boolean;
};

/** The sentences of one paragraph, whatever its lines look like. */
export function sentencesOf(text: string, block: Range): Sentence[] {
  const found: Sentence[] = [];
  let at = block.start;
  nlp
    .readDoc(text.slice(block.start, block.end))
    .sentences()
    .each((sentence: ItemSentence) => {
      let start = -1;
      const tokens: Token[] = [];
      sentence.tokens().each((token: ItemToken) => {
        const value = token.out();
        at += token.out(its.precedingSpaces).length;
        if (start < 0) start = at;
        at += value.length;
        tokens.push(describe(token, value));
      });
      if (start >= 0) found.push({ ...trimmed(text, start, at), ...wordsOf(tokens) });
    });
  return isExact(text, block, at) ? found.filter(({ start, end }) => end > start) : [wholeBlock(text, block)];
}

function describe(token: ItemToken, value: string): Token {
  const word = token.out(its.type) === "word";
  const stem = token.out(stemOf);
  return { value, word, stem, stop: Boolean(token.out(its.stopWordFlag)) };
}

function wordsOf(tokens: readonly Token[]): { words: number; stems: string[] } {
  const words = tokens.filter(({ word }) => word);
  const stems = new Set(words.filter(({ stop, value }) => !stop && value.length > 1).map(({ stem }) => stem));
  return { words: words.length, stems: [...stems] };
}

/** A token may begin with blanks of other kinds than spaces. */
function trimmed(text: string, start: number, end: number): Range {
  const source = text.slice(start, end);
  const from = start + source.length - source.trimStart().length;
  return { start: from, end: Math.max(from, start + source.trimEnd().length) };
}

/** The tokens must add up to the text, else their places mean nothing (it can happen after 65,535 spaces). */
function isExact(text: string, block: Range, end: number): boolean {
  return text.slice(end, block.end).trim() === "" && end <= block.end;
}

function wholeBlock(text: string, block: Range): Sentence {
  const words =
    text
      .slice(block.start, block.end)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return { ...trimmed(text, block.start, block.end), words: words.length, stems: [...new Set(words)] };
}
