import { countWords, type Part } from "./parts.ts";
import { type Sentence, sentencesIn, sentencesOf } from "./sentences.ts";
import { isRepetition, textRank } from "./text-rank.ts";

/** A sentence of the digest: `text` stands at `start` (inclusive) to `end` (exclusive), counted in UTF-16 units. */
export type Pointed = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly headings: readonly string[];
  /** How central it is, from 0 to 1. */
  readonly score: number;
};

export type Digest = {
  /** In reading order. */
  readonly digest: readonly Pointed[];
  /** Words and sentences that were read. */
  readonly words: number;
  readonly sentences: number;
  /** Runs that read the text itself. */
  readonly parts: number;
};

type Candidate = Sentence & { readonly headings: readonly string[]; readonly prior: number };

const SHORTEST = 5;
const LONGEST = 80;
const LONGEST_CHARACTERS = 1_000;

/** The most central sentences of a part that is small enough to be read at once. */
export function digestPart(text: string, part: Part, most: number): Digest {
  const all = sentencesIn(text, part);
  const candidates = worthReading(all).map((sentence) => ({
    ...sentence,
    headings: part.headings,
    prior: 1,
  }));
  const share = Math.max(1, Math.ceil(candidates.length / 3));
  return {
    digest: select(text, candidates, Math.min(most, share)),
    words: countWords(text.slice(part.start, part.end)),
    sentences: all.length,
    parts: 1,
  };
}

/** Sentences of a small part in reading order: what may be chosen. */
export function numberedSentences(text: string, part: Part): readonly { readonly text: string }[] {
  return worthReading(sentencesIn(text, part)).map(({ start, end }) => ({ text: text.slice(start, end) }));
}

/**
 * The digest of a part whose sentences somebody else chose: 1-based places among `numberedSentences`, the most
 * important first. Places that there are not, and repetitions, are left out.
 */
export function takenDigest(text: string, part: Part, places: readonly number[]): Digest {
  const all = sentencesIn(text, part);
  const fair = worthReading(all);
  const chosen = [...new Set(places)].flatMap((place) => fair[place - 1] ?? []);
  return {
    digest: chosen
      .map(({ start, end }, rank) => ({
        text: text.slice(start, end),
        start,
        end,
        headings: part.headings,
        score: (chosen.length - rank) / chosen.length,
      }))
      .sort((a, b) => a.start - b.start),
    words: countWords(text.slice(part.start, part.end)),
    sentences: all.length,
    parts: 1,
  };
}

/** Ranks what the parts chose against each other. A sentence must be central in its part and in the whole. */
export function mergeDigests(text: string, digests: readonly Digest[], most: number): Digest {
  const sum = (of: (digest: Digest) => number) => digests.reduce((total, digest) => total + of(digest), 0);
  const candidates = digests.flatMap(({ digest }) => digest).map((pointed) => candidateOf(text, pointed));
  return {
    digest: select(text, candidates, most),
    words: sum(({ words }) => words),
    sentences: sum(({ sentences }) => sentences),
    parts: sum(({ parts }) => parts),
  };
}

/** Its words are read again: carrying them up the tree would cost more. */
function candidateOf(text: string, { start, end, headings, score }: Pointed): Candidate {
  const read = sentencesOf(text, { start, end });
  const stems = [...new Set(read.flatMap((sentence) => sentence.stems))];
  const words = read.reduce((total, sentence) => total + sentence.words, 0);
  return { start, end, words, stems, headings, prior: score };
}

function select(text: string, candidates: readonly Candidate[], most: number): Pointed[] {
  const ranks = textRank(candidates);
  const ranked = candidates
    .map((candidate, place) => ({ candidate, score: (ranks[place] ?? 0) * candidate.prior }))
    .sort((a, b) => b.score - a.score || a.candidate.start - b.candidate.start);
  const chosen: typeof ranked = [];
  for (const next of ranked) {
    if (chosen.length === most) break;
    if (!chosen.some(({ candidate }) => isRepetition(candidate, next.candidate))) chosen.push(next);
  }
  const best = chosen[0]?.score || 1;
  return chosen
    .sort((a, b) => a.candidate.start - b.candidate.start)
    .map(({ candidate: { start, end, headings }, score }) => ({
      text: text.slice(start, end),
      start,
      end,
      headings,
      score: Math.round((score / best) * 1e6) / 1e6,
    }));
}

function worthReading(sentences: readonly Sentence[]): readonly Sentence[] {
  const fair = sentences.filter(isFair);
  return fair.length > 0 ? fair : sentences.filter(isShortEnough);
}

function isFair(sentence: Sentence): boolean {
  return sentence.words >= SHORTEST && sentence.words <= LONGEST && isShortEnough(sentence);
}

function isShortEnough({ start, end }: Sentence): boolean {
  return end - start <= LONGEST_CHARACTERS;
}
