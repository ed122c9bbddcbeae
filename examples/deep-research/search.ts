import type { Section } from "./library.ts";

const STOP = new Set(
  "a an and are as at be because been but by can could do does for from had has have how if in into is it its may more must no not of on one only or other should so some such than that the their them then there these they this to under was were what when where which while who why will with would".split(
    " ",
  ),
);
const K1 = 1.4;
const B = 0.6;
/** A title says what a section is about, so its words count as if they stood there so often. */
const TITLE_WEIGHT = 3;

export type Found = { readonly section: Section; readonly score: number };

/** Sections by how much they speak of a question (BM25), best first; those that share no word with it are left out. */
export function search(sections: readonly Section[], question: string): readonly Found[] {
  const documents = sections.map(wordsOf);
  const average = documents.reduce((sum, words) => sum + words.length, 0) / Math.max(1, documents.length);
  const wanted = new Set(stems(question));
  const scored = sections.map((section, index) => ({
    section,
    score: scoreOf(documents[index] ?? [], wanted, documents, average),
  }));
  return scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

function wordsOf({ title, text }: Section): readonly string[] {
  return [...Array.from({ length: TITLE_WEIGHT }, () => stems(title)).flat(), ...stems(text)];
}

function scoreOf(
  words: readonly string[],
  wanted: ReadonlySet<string>,
  all: readonly (readonly string[])[],
  average: number,
): number {
  let score = 0;
  for (const word of wanted) {
    const count = words.filter((one) => one === word).length;
    if (count === 0) continue;
    const holders = all.filter((other) => other.includes(word)).length;
    const rarity = Math.log(1 + (all.length - holders + 0.5) / (holders + 0.5));
    score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * words.length) / average));
  }
  return Math.round(score * 1e6) / 1e6;
}

/** Words that carry meaning, cut to what their forms have in common. */
export function stems(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.filter((word) => !STOP.has(word) && word.length > 1).map(stem);
}

function stem(word: string): string {
  return word.length > 4 ? word.replace(/(ation|ing|ed|es|s|ly|e)$/, "") : word;
}
