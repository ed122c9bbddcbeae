import { GRAPH_CAPS } from "../../graph/graph.ts";
import { FAILS } from "./classes.ts";
import { plainLabel } from "./labels.ts";
import type { MermaidEdge, MermaidNode, MermaidShape } from "./parse.ts";
import { readShape } from "./shapes.ts";

type LineNode = Omit<MermaidNode, "line">;
type LineEdge = Omit<MermaidEdge, "line">;
export type ReadLine =
  | {
      readonly ok: true;
      readonly nodes: readonly LineNode[];
      readonly edges: readonly LineEdge[];
      /** Names of edges. */
      readonly named: readonly string[];
      /** What begins with a word that is no node. */
      readonly rest: string;
    }
  | { readonly ok: false; readonly message: string };

const SLANTED = ["/]", "\\]"];
/** Longer openings first: `([` is no `(`. A shape may close in several ways. */
const SHAPES: readonly (readonly [open: string, closes: readonly string[], shape: MermaidShape])[] = [
  ["(((", [")))"], "circle"],
  ["([", ["])"], "stadium"],
  ["(-", ["-)"], "rounded"],
  ["[[", ["]]"], "subroutine"],
  ["[(", [")]"], "database"],
  ["((", ["))"], "circle"],
  ["{{", ["}}"], "hexagon"],
  ["[/", SLANTED, "input"],
  ["[\\", SLANTED, "input"],
  ["[", ["]"], "rectangle"],
  ["(", [")"], "rounded"],
  ["{", ["}"], "decision"],
  [">", ["]"], "rectangle"],
];
const ID =
  /^(?:[\w\u0080-\uffff!$'*+?/]|\\[0-9a-f]{2})+(?:[-.](?![-.>])(?:[\w\u0080-\uffff!$'*+?/]|\\[0-9a-f]{2})+)*/;
/** An arrow without a label in its middle. */
const ARROW = /^[<xo]?(?:-{2,}[>xo-]|={2,}[>xo=]|-\.+-[>xo]?|~{3,})/;
/** What an arrow with a label in its middle begins and ends with. */
const OPENERS: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [/^[<xo]?--/, /-{2,}[>xo-]/],
  [/^[<xo]?==/, /={2,}[>xo=]/],
  [/^[<xo]?-\./, /\.+-[>xo]?/],
];
const QUOTED = /^\s*"([^"]*)"\s*/;

/** Where a shape ends: no more than what lies before that is looked at. */
function firstOf(text: string, closes: readonly string[]): { at: number; close: string } | undefined {
  const [close = ""] = closes;
  const at = closes === SLANTED ? text.search(/[/\\]\]/) : text.indexOf(close);
  return at < 0 ? undefined : { at, close: text.slice(at, at + close.length) };
}

/** An arrow without a head at its end leads nowhere, one with a head at its beginning leads back too. */
function headsOf(arrow: string): Pick<LineEdge, "heads"> {
  if (/^[<xo]/.test(arrow)) return { heads: "both" };
  return /[>xo]$/.test(arrow) ? {} : { heads: "none" };
}

/** Reads the statements of one line: nodes, and the edges among them. */
/** @param isWord Whether a statement begins with a word that is no node. */
export function readLine(text: string, isWord: (text: string) => boolean): ReadLine {
  const reader = new LineReader(text, isWord);
  const message = reader.read();
  if (message !== null) return { ok: false, message };
  return { ok: true, nodes: reader.nodes, edges: reader.edges, named: reader.named, rest: reader.rest };
}

class LineReader {
  readonly nodes: LineNode[] = [];
  readonly edges: LineEdge[] = [];
  readonly named: string[] = [];
  readonly #isWord: (text: string) => boolean;
  #rest: string;

  constructor(text: string, isWord: (text: string) => boolean) {
    this.#rest = text;
    this.#isWord = isWord;
  }

  get rest(): string {
    return this.#rest;
  }

  /** What is wrong with it; `null` = nothing. */
  read(): string | null {
    for (this.#skip(/^[\s;]+/); this.#rest !== ""; this.#skip(/^[\s;]+/)) {
      if (this.#isWord(this.#rest)) return null;
      const message = this.#statement();
      if (message !== null) return message;
    }
    return null;
  }

  #statement(): string | null {
    let sources = this.#group();
    if (typeof sources === "string") return sources;
    while (this.#rest !== "" && !this.#rest.startsWith(";")) {
      const arrow = this.#arrow();
      if (arrow === undefined) return `"${this.#rest.slice(0, 40)}" is no arrow`;
      const targets = this.#group();
      if (typeof targets === "string") return targets;
      const message = this.#connect(sources, targets, arrow);
      if (message !== null) return message;
      sources = targets;
    }
    return null;
  }

  #connect(
    sources: readonly string[],
    targets: readonly string[],
    arrow: Omit<LineEdge, "source" | "target">,
  ): string | null {
    if (this.edges.length + sources.length * targets.length > GRAPH_CAPS.edges)
      return `A workflow may have ${GRAPH_CAPS.edges} edges at most.`;
    for (const source of sources) for (const target of targets) this.edges.push({ source, target, ...arrow });
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
    const { label, shape } = this.#drawn();
    const classes = this.#skip(/^:::[\w-]+(?:,[\w-]+)*/)
      .slice(":::".length)
      .split(",");
    this.nodes.push({ id, label, shape, ...(classes.includes(FAILS) ? { fails: true } : {}) });
    return id;
  }

  #drawn(): { readonly label: string | null; readonly shape: MermaidShape | null } {
    const named = readShape(this.#rest);
    if (named) {
      this.#rest = this.#rest.slice(named.length);
      return named;
    }
    for (const [open, closes, shape] of SHAPES) {
      const label = this.#rest.startsWith(open) ? this.#label(open, closes) : null;
      if (label !== null) return { label, shape };
    }
    return { label: null, shape: null };
  }

  /** The text of a shape; `null` = it does not end as it should. */
  #label(open: string, closes: readonly string[]): string | null {
    const inside = this.#rest.slice(open.length);
    const quotedText = QUOTED.exec(inside);
    const length = quotedText?.[0].length ?? 0;
    const behind = quotedText && closes.find((close) => inside.startsWith(close, length));
    if (behind) {
      this.#rest = inside.slice(length + behind.length);
      return plainLabel(quotedText[1] ?? "");
    }
    const end = firstOf(inside, closes);
    if (!end || (open === "(-" && inside.slice(0, end.at).includes(")"))) return null;
    this.#rest = inside.slice(end.at + end.close.length);
    return plainLabel(inside.slice(0, end.at));
  }

  /** `undefined` = there is no arrow. */
  #arrow(): Omit<LineEdge, "source" | "target"> | undefined {
    const name = this.#skip(/^\w+@(?=[<xo=~-])/);
    if (name !== "") this.named.push(name.slice(0, -1));
    const arrow = this.#skip(ARROW);
    const read = arrow === "" ? this.#middle() : { label: this.#behind(), arrow };
    this.#skip(/^\s+/);
    if (read === undefined) return undefined;
    return {
      label: read.label?.trim() ? plainLabel(read.label) : null,
      ...headsOf(read.arrow),
      ...(arrow.endsWith("~") ? { unseen: true } : {}),
      ...(read.arrow.includes(".") ? { dotted: true } : {}),
    };
  }

  /** A label behind an arrow, between bars. */
  #behind(): string | null {
    const found = /^\s*\|(?:\s*"([^"]*)"\s*|([^|]*))\|/.exec(this.#rest);
    this.#rest = this.#rest.slice(found?.[0].length ?? 0);
    return found?.[1] ?? found?.[2] ?? null;
  }

  /** A label in the middle of an arrow, such as `-- yes -->`; `undefined` = there is none. */
  #middle(): { readonly label: string; readonly arrow: string } | undefined {
    for (const [open, close] of OPENERS) {
      const opened = open.exec(this.#rest)?.[0];
      if (opened === undefined) continue;
      const inside = this.#rest.slice(opened.length);
      const quotedText = QUOTED.exec(inside);
      const from = quotedText?.[0].length ?? 0;
      const closed = close.exec(inside.slice(from));
      if (!closed || (quotedText && closed.index > 0)) return undefined;
      this.#rest = inside.slice(from + closed.index + closed[0].length);
      return { label: quotedText?.[1] ?? inside.slice(0, closed.index), arrow: opened + closed[0] };
    }
    return undefined;
  }

  #skip(what: RegExp): string {
    const found = what.exec(this.#rest)?.[0] ?? "";
    this.#rest = this.#rest.slice(found.length);
    return found;
  }
}
