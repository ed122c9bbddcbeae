const STOP = new Set(
  "a about after all an and any are as at be because been before but by can could did do does for from had has have how if in into is it its may more most must no not of on one only or other our out over own should so some such than that the their them then there these they this those to under up was we were what when where which while who why will with would you your".split(
    " ",
  ),
);

/** Words that carry meaning, by their stem. */
export function stemsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z][a-z'-]+/g) ?? [];
  return new Set(words.filter((word) => !STOP.has(word)).map(stem));
}

export function sentencesOf(text: string): readonly string[] {
  return text
    .replace(/\s+/g, " ")
    .split(/(?<=[.!?])\s+(?=[A-Z"“(])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 0);
}

/** How much of a question a sentence speaks of; a long sentence has to say more. */
export function closeness(sentence: string, wanted: ReadonlySet<string>): number {
  const stems = stemsOf(sentence);
  const shared = [...stems].filter((one) => wanted.has(one)).length;
  return shared / Math.sqrt(stems.size + 4);
}

/** The sentences that speak of the question most, in the order in which they stand. The first one wins a tie. */
export function closest(text: string, wanted: ReadonlySet<string>, count: number): readonly string[] {
  const sentences = sentencesOf(text);
  const ranked = sentences
    .map((sentence, index) => ({ index, score: closeness(sentence, wanted) }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, count);
  return ranked.toSorted((a, b) => a.index - b.index).flatMap(({ index }) => sentences[index] ?? []);
}

function stem(word: string): string {
  const bare = word.replace(/'s?$/, "");
  return bare.length > 4 ? bare.replace(/(ing|edly|ed|es|s|ly)$/, "") : bare;
}
