type Range = { readonly start: number; readonly end: number };

/** How far from the even place a better one is looked for. */
const REACH = 400;

/** Offsets that cut a range into about equal pieces: at the end of a sentence, else between words, else anywhere. */
export function cutPoints(text: string, { start, end }: Range, pieces: number): number[] {
  const cuts = new Set<number>();
  for (let place = 1; place < pieces; place++) {
    const target = start + Math.floor(((end - start) * place) / pieces);
    const cut = nearestCut(text, target, Math.max(start, target - REACH), Math.min(end, target + REACH));
    if (cut > start && cut < end) cuts.add(cut);
  }
  return [...cuts].sort((a, b) => a - b);
}

function nearestCut(text: string, target: number, from: number, to: number): number {
  const window = text.slice(from, to);
  for (const boundary of [/[.!?…。][)"'”’\]]*\s+/g, /\s+/g]) {
    const ends = [...window.matchAll(boundary)].map((match) => from + match.index + match[0].length);
    const inside = ends.filter((at) => at < to);
    if (inside.length > 0)
      return inside.reduce((best, at) => (distance(at, target) < distance(best, target) ? at : best));
  }
  return betweenCharacters(text, target);
}

function distance(a: number, b: number): number {
  return Math.abs(a - b);
}

/** Not inside a surrogate pair. */
function betweenCharacters(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
