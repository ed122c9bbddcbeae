import { wordsOf } from "./terms.ts";
import { estimateTokens } from "./tokens.ts";

/** Longer texts are summarised from their first and last part: the cost has a bound. */
const READ_CHARACTERS = 200_000;

/**
 * The sentences that say most about a text, in their order, within about `maxTokens`. Sentences are taken as they
 * stand, none is made up. A text that fits comes back as it is.
 */
export function summarise(text: string, maxTokens: number): string {
  if (estimateTokens(text) <= maxTokens) return text;
  const sentences = sentencesOf(bothEnds(text));
  const scores = scoresOf(sentences);
  const order = sentences.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const kept = new Set<number>();
  let left = maxTokens;
  for (const index of order) {
    const cost = estimateTokens(sentences[index] ?? "");
    if (cost > left) continue;
    kept.add(index);
    left -= cost;
  }
  if (kept.size === 0) return cutTo(sentences[order[0] ?? 0] ?? "", maxTokens);
  return sentences.filter((_, i) => kept.has(i)).join(" ");
}

/** What a summary is made of: all of a text, or its first and last part. */
export function bothEnds(text: string): string {
  if (text.length <= READ_CHARACTERS) return text;
  const half = READ_CHARACTERS / 2;
  return `${text.slice(0, half)}\n${text.slice(-half)}`;
}

function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?…。！？])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** Mean frequency of a sentence's words, a little more for what stands first. */
function scoresOf(sentences: readonly string[]): readonly number[] {
  const words = sentences.map(wordsOf);
  const counts = new Map<string, number>();
  for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return words.map((own, i) => {
    const sum = own.reduce((total, word) => total + (counts.get(word) ?? 0), 0);
    return own.length === 0 ? 0 : (sum / (own.length + 3)) * (i === 0 ? 1.5 : 1);
  });
}

function cutTo(sentence: string, maxTokens: number): string {
  const characters = Math.max(1, maxTokens * 3 - 1);
  return sentence.length <= characters ? sentence : `${sentence.slice(0, characters).trimEnd()}…`;
}
