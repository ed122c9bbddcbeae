export type NoteLine = { readonly text: string; readonly bold: boolean };

/** A note as lines to draw: what Markdown marks is shown by its looks on the canvas, and its signs are not read. */
export function noteLines(markdown: string): readonly NoteLine[] {
  return markdown
    .split("\n")
    .filter((line) => !FENCE.test(line))
    .map((line) => {
      const heading = HEADING.exec(line)?.[1];
      const text = (heading ?? line).replace(BULLET, "$1• ").replace(QUOTE, "");
      return { text: plain(text), bold: heading !== undefined };
    });
}

const FENCE = /^\s*(?:```|~~~)/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/;
const BULLET = /^(\s*)[-*+]\s+/;
const QUOTE = /^\s*>\s?/;

/** Code, and signs behind a backslash: they are no marks. */
const MEANT = /(`[^`]+`|\\[\\`*_{}[\]()#+\-.!>])/;

function plain(text: string): string {
  return text
    .split(MEANT)
    .map((part, at) => (at % 2 === 0 ? unmarked(part) : part.replace(/^`(.*)`$|^\\(.)$/, "$1$2")))
    .join("");
}

function unmarked(text: string): string {
  return text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replaceAll(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])/g, "$1")
    .replaceAll(/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g, "$1");
}
