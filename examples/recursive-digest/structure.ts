type Range = { readonly start: number; readonly end: number };
export type Heading = {
  readonly level: number;
  readonly title: string;
  readonly start: number;
  /** Where the line after it begins. */
  readonly contentStart: number;
};
/** A run of lines between blank ones; `code` = a fenced block. */
export type Paragraph = Range & { readonly code: boolean };
export type Line = Range & { readonly text: string; readonly code: boolean };

const TITLE_LENGTH = 120;

/**
 * Lines with their offsets, without line ends. Inside a fence, and on its own lines, `code` is true. A range may begin
 * inside a line: the first `text` then still has what stands before, for a `#` in the middle of a line is no heading.
 */
export function* linesIn(text: string, { start, end }: Range): Generator<Line> {
  let fence: string | null = null;
  for (let at = start; at < end; ) {
    const next = lineEnd(text, at, end);
    const line = text.slice(at, next).replace(/\r?\n$/, "");
    const full = at === start ? `${lineBefore(text, start)}${line}` : line;
    const mark = fenceMark(full);
    yield { start: at, end: at + line.length, text: full, code: fence !== null || mark !== null };
    fence = fenceAfter(fence, mark);
    at = next;
  }
}

function lineEnd(text: string, at: number, end: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 || found >= end ? end : found + 1;
}

/** An open fence is closed by a mark that begins with it; no open fence is opened by any. */
function fenceAfter(fence: string | null, mark: string | null): string | null {
  if (fence === null) return mark;
  return mark?.startsWith(fence) ? null : fence;
}

/** More of a long line than this does not change what it is. */
const LINE_HEAD = 500;

function lineBefore(text: string, at: number): string {
  const begin = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  return text.slice(begin, Math.min(at, begin + LINE_HEAD));
}

function fenceMark(line: string): string | null {
  return /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
}

/** Markdown headings (`#` to `######`) and the plain ones of books: `Chapter 3`, `PART II`. */
export function headingsIn(text: string, range: Range): Heading[] {
  const headings: Heading[] = [];
  let open: { level: number; title: string; start: number } | null = null;
  for (const line of linesIn(text, range)) {
    if (open) headings.push({ ...open, contentStart: line.start });
    open = line.code ? null : headingOf(line);
  }
  if (open) headings.push({ ...open, contentStart: range.end });
  return headings;
}

export function isHeading(line: Line): boolean {
  return !line.code && headingOf(line) !== null;
}

function headingOf({ text, start }: Line): { level: number; title: string; start: number } | null {
  const marked = /^ {0,3}(#{1,6})[ \t]+(.+)$/.exec(text.slice(0, LINE_HEAD));
  if (marked?.[1] && marked[2]) {
    const title = marked[2].replace(/[ \t]+#+[ \t]*$/, "").trim();
    return title === "" ? null : { level: marked[1].length, title: title.slice(0, TITLE_LENGTH), start };
  }
  const book = /^(part|book|chapter)[ \t]+([0-9]{1,3}|[ivxlc]{1,7})\b[^a-z]{0,3}.{0,80}$/i.exec(text.trim());
  return book?.[1]
    ? { level: /chapter/i.test(book[1]) ? 2 : 1, title: text.trim().slice(0, TITLE_LENGTH), start }
    : null;
}

export function paragraphsIn(text: string, range: Range): Paragraph[] {
  const found: Paragraph[] = [];
  let apart = true;
  for (const { start, end, code, text: line } of linesIn(text, range)) {
    const last = found.at(-1);
    if (!code && line.trim() === "") apart = true;
    else {
      if (last && !apart && last.code === code) found[found.length - 1] = { ...last, end };
      else found.push({ start, end, code });
      apart = false;
    }
  }
  return found;
}
