import type { MermaidEdge, MermaidNode, MermaidShape } from "./parse.ts";

type LineNode = Omit<MermaidNode, "line">;
type LineEdge = Omit<MermaidEdge, "line">;
export type ReadLine =
  | { readonly ok: true; readonly nodes: readonly LineNode[]; readonly edges: readonly LineEdge[] }
  | { readonly ok: false; readonly message: string };

/** Longer openings first: `([` is no `(`. */
const SHAPES: readonly (readonly [open: string, close: string, shape: MermaidShape])[] = [
  ["(((", ")))", "circle"],
  ["([", "])", "stadium"],
  ["[[", "]]", "subroutine"],
  ["[(", ")]", "database"],
  ["((", "))", "circle"],
  ["{{", "}}", "hexagon"],
  ["[/", "/]", "input"],
  ["[/", "\\]", "input"],
  ["[\\", "\\]", "input"],
  ["[\\", "/]", "input"],
  ["[", "]", "rectangle"],
  ["(", ")", "rounded"],
  ["{", "}", "decision"],
  [">", "]", "rectangle"],
];
const ID = /^[A-Za-z0-9_\u0080-\uffff]+(?:[-.](?![-.>])[A-Za-z0-9_\u0080-\uffff]+)*/;
/** An arrow with its label in the middle, such as `-- yes -->` or `-. no .->`. */
const LABELLED = /^(?:--|==|-\.)\s+("[^"]*"|.+?)\s*(?:-{2,}[>xo]?|={2,}>?|\.+->)/;
/** An arrow, with its label behind it between bars. */
const ARROW = /^[<xo]?(?:-{2,}[>xo]?|={2,}[>xo]?|-\.+->?|~{3,})\s*(?:\|("[^"]*"|[^|]*)\|)?/;

/** Reads one statement: nodes, and the edges among them. */
export function readLine(text: string): ReadLine {
  const reader = new LineReader(text);
  for (const part of reader.statements()) {
    const message = reader.statement(part);
    if (message !== null) return { ok: false, message };
  }
  return { ok: true, nodes: reader.nodes, edges: reader.edges };
}

class LineReader {
  readonly nodes: LineNode[] = [];
  readonly edges: LineEdge[] = [];
  #rest = "";
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Parts between semicolons that stand in no label. */
  statements(): readonly string[] {
    const parts = this.#text.match(/(?:"[^"]*"|[^";])+/g) ?? [];
    return parts.map((part) => part.trim()).filter((part) => part !== "");
  }

  statement(text: string): string | null {
    this.#rest = text;
    let sources = this.#group();
    if (typeof sources === "string") return sources;
    while (this.#rest !== "") {
      const label = this.#arrow();
      if (label === undefined) return `"${this.#rest.slice(0, 40)}" is no arrow`;
      const targets = this.#group();
      if (typeof targets === "string") return targets;
      for (const source of sources) for (const target of targets) this.edges.push({ source, target, label });
      sources = targets;
    }
    return null;
  }

  /** `a & b`, or what is wrong there. */
  #group(): readonly string[] | string {
    const ids: string[] = [];
    do {
      this.#skip(/^&?\s*/);
      const id = this.#node();
      if (id === null)
        return this.#rest === "" ? "A node is missing at the end" : `"${this.#rest.slice(0, 40)}" is no node`;
      ids.push(id);
      this.#skip(/^\s*/);
    } while (this.#rest.startsWith("&"));
    return ids;
  }

  #node(): string | null {
    const id = this.#skip(ID);
    if (id === "") return null;
    for (const [open, close, shape] of SHAPES) {
      if (!this.#rest.startsWith(open)) continue;
      const label = this.#label(open, close);
      if (label === null) continue;
      this.nodes.push({ id, label, shape });
      this.#skip(/^:::\S+/);
      return id;
    }
    this.#skip(/^:::\S+/);
    this.nodes.push({ id, label: null, shape: null });
    return id;
  }

  /** The text of a shape; `null` = it does not end as it should. */
  #label(open: string, close: string): string | null {
    const inside = this.#rest.slice(open.length);
    const quotedText = /^\s*"([^"]*)"\s*/.exec(inside);
    if (quotedText && inside.slice(quotedText[0].length).startsWith(close)) {
      this.#rest = inside.slice(quotedText[0].length + close.length);
      return plainLabel(quotedText[1] ?? "");
    }
    const end = inside.indexOf(close);
    if (end < 0) return null;
    this.#rest = inside.slice(end + close.length);
    return plainLabel(inside.slice(0, end));
  }

  /** Its label, `null` without one; `undefined` = there is no arrow. */
  #arrow(): string | null | undefined {
    const found = LABELLED.exec(this.#rest) ?? ARROW.exec(this.#rest);
    if (!found) return undefined;
    this.#rest = this.#rest.slice(found[0].length).trimStart();
    const label = found[1];
    return label === undefined || label.trim() === "" ? null : plainLabel(label.replace(/^"(.*)"$/, "$1"));
  }

  #skip(what: RegExp): string {
    const found = what.exec(this.#rest)?.[0] ?? "";
    this.#rest = this.#rest.slice(found.length);
    return found;
  }
}

/** Entities and line breaks as the text that they stand for. */
export function plainLabel(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/#quot;|&quot;/g, '"')
    .replace(/#(\d+);/g, (_all, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replaceAll("\\n", " ")
    .trim();
}
