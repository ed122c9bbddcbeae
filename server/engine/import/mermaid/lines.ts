import type { ImportNote } from "../report.ts";

export type Line = { readonly text: string; readonly line: number };
/** A line that says how something looks, or what is not drawn. */
export type Look = { readonly line: number; readonly word: string };

export function lookNote({ line, word }: Look): ImportNote {
  return { fate: "dropped", place: `line ${line}`, what: word, message: "It says how something looks." };
}

export type Body = {
  readonly title: string | null;
  readonly lines: readonly Line[];
  readonly looks: readonly Look[];
};

/** Statements may go on over lines, but not over more than these. */
const MOST_JOINED = 50;

/** Lines that stay open to the end: behind more of them nothing is joined. */
const MOST_OPEN = 20;

/**
 * The lines without comments and directives, and the title that may stand before them.
 * @param most No more lines are read than these.
 */
export function bodyOf(text: string, most = Number.POSITIVE_INFINITY): Body {
  const raw = fenced(text.replaceAll("\r\n", "\n").split("\n"));
  const start = raw.findIndex((line) => line.trim() !== "");
  const end =
    raw[start]?.trim() === "---" ? raw.findIndex((line, at) => at > start && line.trim() === "---") : -1;
  const front = end > 0 ? raw.slice(start + 1, end) : [];
  const title = front.map((line) => /^title:\s*(.+)$/.exec(line.trim())?.[1]).find(Boolean) ?? null;
  const looks: Look[] = front.flatMap((line, at) =>
    /^config\s*:/.test(line) ? [{ line: start + at + 2, word: "config" }] : [],
  );
  const reader = new Lines(raw, Math.max(0, end + 1), looks);
  return { title: title === null ? null : titleText(title), lines: reader.all(most), looks };
}

/** Of a text of Markdown the first flowchart in it; what stands around it becomes empty lines. */
function fenced(raw: readonly string[]): readonly string[] {
  const open = raw.findIndex((line) => /^\s*(?:`{3,}|~{3,})\s*mermaid\s*$/.test(line));
  if (open < 0) return raw;
  const close = raw.findIndex((line, at) => at > open && /^\s*(?:`{3,}|~{3,})\s*$/.test(line));
  return raw.map((line, at) => (at > open && (close < 0 || at < close) ? line : ""));
}

/** What YAML makes of it. */
function titleText(text: string): string {
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (!/^".*"$/.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

class Lines {
  readonly #raw: readonly string[];
  readonly #looks: Look[];
  #at: number;
  #open = 0;

  constructor(raw: readonly string[], from: number, looks: Look[]) {
    this.#raw = raw;
    this.#at = from;
    this.#looks = looks;
  }

  all(most: number): readonly Line[] {
    const lines: Line[] = [];
    while (this.#at < this.#raw.length && lines.length < most) {
      const line = this.#at + 1;
      const text = this.#next();
      if (text !== "") lines.push({ text, line });
    }
    return lines;
  }

  #next(): string {
    const line = this.#at + 1;
    const text = withoutComment(this.#raw[this.#at++] ?? "").trim();
    const kept = (this.#raw[line - 1] ?? "").trim();
    if (kept.startsWith("%%{")) return this.#aside(line, "directive", kept, "}%%");
    const described = /^(accDescr)\s*\{/.exec(text)?.[1];
    return described ? this.#aside(line, described, text, "}") : this.#joined(text);
  }

  /** Up to where it ends, on whichever line. */
  #aside(line: number, word: string, first: string, end: string): string {
    this.#looks.push({ line, word });
    for (let text = first; !text.includes(end) && this.#at < this.#raw.length; )
      text = this.#raw[this.#at++] ?? "";
    return "";
  }

  /** With the lines in which what is open at its end is closed. */
  #joined(first: string): string {
    if (this.#open >= MOST_OPEN || !isOpen(first)) return first;
    let text = first;
    for (let next = this.#at; next < this.#raw.length && next < this.#at + MOST_JOINED; next++) {
      text += `\n${(this.#raw[next] ?? "").trim()}`;
      if (isOpen(text)) continue;
      this.#at = next + 1;
      return text;
    }
    this.#open++;
    return first;
  }
}

/** Whether a label or the fields of a shape go on behind the text. */
function isOpen(text: string): boolean {
  const plain = text.replace(/"[^"]*"/g, "");
  if (plain.includes('"')) return true;
  const fields = plain.lastIndexOf("@{");
  return fields >= 0 && !plain.includes("}", fields);
}

/** A comment takes the rest of a line, where it stands in no label. */
function withoutComment(text: string): string {
  if (text.trimStart().startsWith("%%")) return "";
  return /^((?:"[^"]*"|[^"%]|%(?!%))*\s)%%.*$/.exec(text)?.[1] ?? text;
}
