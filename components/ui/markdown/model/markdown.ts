/** A part of a line. */
export type Span =
  | { readonly is: "text" | "code"; readonly text: string }
  | { readonly is: "strong" | "em" | "gone"; readonly of: readonly Span[] }
  | { readonly is: "link"; readonly of: readonly Span[]; readonly href: string };

/** A part of a text. Lines of a paragraph stay lines. */
export type Block =
  | { readonly is: "heading"; readonly level: 1 | 2 | 3; readonly of: readonly Span[] }
  | { readonly is: "paragraph" | "quote"; readonly of: readonly Span[] }
  | { readonly is: "list"; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] }
  | { readonly is: "code"; readonly text: string };

const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const FENCE = /^\s{0,3}```/;

/** The part of Markdown that people write in notes; everything else, HTML too, is text. */
export function readMarkdown(text: string): readonly Block[] {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const { block, next } = blockAt(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

type Taken = { readonly block: Block | null; readonly next: number };

function blockAt(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? "";
  if (line.trim() === "") return { block: null, next: at + 1 };
  if (FENCE.test(line)) return fencedAt(lines, at);
  const heading = HEADING.exec(line);
  if (heading) {
    const level = Math.min(3, heading[1]?.length ?? 1) as 1 | 2 | 3;
    return { block: { is: "heading", level, of: readSpans(heading[2] ?? "") }, next: at + 1 };
  }
  if (ITEM.test(line)) return listAt(lines, at);
  const quoted = QUOTE.test(line);
  const isSame = (other: string) => (quoted ? QUOTE.test(other) : isPlain(other));
  const next = endOf(lines, at, isSame);
  const taken = lines.slice(at, next).map((one) => (quoted ? (QUOTE.exec(one)?.[1] ?? "") : one));
  return { block: { is: quoted ? "quote" : "paragraph", of: readSpans(taken.join("\n")) }, next };
}

const isPlain = (line: string): boolean =>
  line.trim() !== "" && ![FENCE, HEADING, ITEM, QUOTE].some((other) => other.test(line));

/** The first line from the next on that does not belong to it. */
function endOf(lines: readonly string[], at: number, belongs: (line: string) => boolean): number {
  const end = lines.findIndex((line, i) => i > at && !belongs(line));
  return end < 0 ? lines.length : end;
}

/** A fence that is not closed goes to the end. */
function fencedAt(lines: readonly string[], at: number): Taken {
  const end = endOf(lines, at, (line) => !FENCE.test(line));
  return { block: { is: "code", text: lines.slice(at + 1, end).join("\n") }, next: end + 1 };
}

function listAt(lines: readonly string[], at: number): Taken {
  const ordered = ITEM.exec(lines[at] ?? "")?.[1] !== undefined;
  const next = endOf(lines, at, (line) => {
    const item = ITEM.exec(line);
    return item ? (item[1] !== undefined) === ordered : /^\s{2,}\S/.test(line);
  });
  const items: string[] = [];
  for (const line of lines.slice(at, next)) {
    const item = ITEM.exec(line);
    if (item) items.push(item[2] ?? "");
    else items.push(`${items.pop() ?? ""}\n${line.trim()}`);
  }
  return { block: { is: "list", ordered, items: items.map(readSpans) }, next };
}

const SPAN =
  /`([^`]+)`|\*\*(?=\S)([\s\S]*?\S)\*\*(?!\*)|~~(?=\S)([\s\S]*?\S)~~|(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])|(?<!\w)_(?=\S)([^_]*\S)_(?!\w)|\[([^\]\n]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"'`)\]]*[^\s<>"'`)\].,;:!?])/;

function readSpans(text: string): readonly Span[] {
  const found = SPAN.exec(text);
  if (!found) return text === "" ? [] : [{ is: "text", text }];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [
    ...(before === "" ? [] : [{ is: "text", text: before } as const]),
    spanOf(found),
    ...readSpans(after),
  ];
}

function spanOf([whole, code, strong, gone, star, line, words, href, bare]: RegExpExecArray): Span {
  if (code !== undefined) return { is: "code", text: code };
  if (strong !== undefined) return { is: "strong", of: readSpans(strong) };
  if (gone !== undefined) return { is: "gone", of: readSpans(gone) };
  if (bare !== undefined) return { is: "link", href: bare, of: [{ is: "text", text: bare }] };
  if (href !== undefined)
    return isSafe(href) ? { is: "link", href, of: readSpans(words ?? "") } : { is: "text", text: whole };
  return { is: "em", of: readSpans(star ?? line ?? "") };
}

/** Pages, and addresses here; nothing that would run. */
function isSafe(href: string): boolean {
  return /^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(href);
}
