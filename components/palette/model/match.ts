/** Between two words of a line. */
const APART = /[\s./@:_-]+/;

/**
 * How well a line answers what was typed, from 0 (not at all) to 1: each word that was typed has to stand in the line or
 * its keywords, and counts more where it begins a word.
 */
export function matchLine(line: string, typed: string, keywords: readonly string[] = []): number {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  const text = [line, ...keywords].join(" ").toLowerCase();
  const words = text.split(APART);
  const scores = wanted.map((word) => scoreOf(word, text, words));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function scoreOf(wanted: string, text: string, words: readonly string[]): number {
  if (words.includes(wanted)) return 1;
  if (words.some((word) => word.startsWith(wanted))) return 0.8;
  return text.includes(wanted) ? 0.4 : 0;
}
