const NAMED: Readonly<Record<string, string>> = {
  quot: '"',
  amp: "&",
  lt: "<",
  gt: ">",
  apos: "'",
  nbsp: " ",
  num: "#",
  semi: ";",
};

/** Text of a label as it is read: without entities, breaks and marks of Markdown. */
export function plainLabel(text: string): string {
  const trimmed = text.trim();
  const markdown = /^`([\s\S]*)`$/.exec(trimmed)?.[1];
  return (markdown === undefined ? trimmed : withoutMarks(markdown))
    .replace(/<br\s*\/?>|\\n|\n/gi, " ")
    .replace(/[#&](?:#?(\d{1,7})|([a-z]+));/gi, (all, code: string | undefined, name: string | undefined) =>
      code === undefined ? named(name ?? "", all) : characterOf(Number(code)),
    )
    .replace(/ {2,}/g, " ")
    .trim();
}

function named(name: string, otherwise: string): string {
  return Object.hasOwn(NAMED, name.toLowerCase()) ? (NAMED[name.toLowerCase()] ?? otherwise) : otherwise;
}

/** Half of a pair is no character. */
function characterOf(code: number): string {
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "" : String.fromCodePoint(code);
}

function withoutMarks(markdown: string): string {
  return markdown.replace(/\*\*([^*]+)\*\*/g, "$1").replace(/(?<!\w)[*_]([^*_]+)[*_](?!\w)/g, "$1");
}
