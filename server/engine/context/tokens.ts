/** Characters that a token takes on average in prose, and in code, JSON and other scripts. */
const PROSE = 4;
const DENSE = 2.5;

/** Tokens of a text, roughly, where no tokenizer is at hand. Looks at 2,000 characters whatever the length. */
export function estimateTokens(text: string): number {
  if (text === "") return 0;
  const sample = text.slice(0, 2_000);
  let plain = 0;
  for (let i = 0; i < sample.length; i++) if (isPlain(sample.charCodeAt(i))) plain += 1;
  const share = plain / sample.length;
  return Math.max(1, Math.ceil(text.length / (DENSE + (PROSE - DENSE) * share)));
}

/** A Latin letter or a space. */
function isPlain(code: number): boolean {
  return code === 32 || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
