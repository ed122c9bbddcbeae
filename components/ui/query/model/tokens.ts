/** A stretch of a query's text between spaces that are not quoted. */
export type Token = { readonly from: number; readonly to: number };

const TOKEN = /(?:"(?:\\(?:.|$)|[^"\\])*"?|[^\s"])+/gsu;

/** Unclosed quotes reach to the end. */
export function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(TOKEN)].map(({ 0: raw, index }) => ({ from: index, to: index + raw.length }));
}

/** Places of a sign that stand outside quotes. */
export function placesOf(text: string, sign: string): readonly number[] {
  const places: number[] = [];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (quoted && text[at] === "\\") at += 1;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text.startsWith(sign, at)) places.push(at);
  }
  return places;
}

export type Unquoted = { readonly text: string; readonly closed: boolean };

/** `"two \"words\""` → `two "words"`. Quotes may also stand inside, as in a shell. */
export function unquote(raw: string): Unquoted {
  let text = "";
  let quoted = false;
  for (let at = 0; at < raw.length; at += 1) {
    const sign = raw[at] ?? "";
    if (quoted && sign === "\\" && at + 1 < raw.length) {
      at += 1;
      text += raw[at] ?? "";
    } else if (sign === '"') quoted = !quoted;
    else text += sign;
  }
  return { text, closed: !quoted };
}

/** A value as it must be written so that it is read as itself. */
export function quote(value: string): string {
  const plain = value !== "" && !/[\s",\\:]|\.\.|^[-<>]/u.test(value);
  return plain ? value : `"${value.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
}

/** Instants and the like have colons that nobody wants to quote. */
export function quoteValue(value: string): string {
  return /^[\w.+-]*(:[\w.+-]+)+$/.test(value) && !value.includes("..") && !value.startsWith("-")
    ? value
    : quote(value);
}
