const LONGEST = 58;
/** What a name is made of: no more of a text is looked at. */
const MOST_READ = 1_000;

/** Names of another tool as names of nodes: each foreign one always gives the same, and no two the same. */
export class ForeignNames {
  readonly #known = new Map<string, string>();
  readonly #foreign = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** @param wanted What it is called here, as far as that is free. */
  of(foreign: string, wanted = foreign): string {
    const known = this.#known.get(foreign);
    if (known !== undefined) return known;
    const name = this.fresh(wanted);
    this.#known.set(foreign, name);
    this.#foreign.set(name, foreign);
    return name;
  }

  /** The node of a foreign name, where there is one. */
  find(foreign: string): string | undefined {
    return this.#known.get(foreign);
  }

  /** What the file calls a node. */
  foreign(name: string): string {
    return this.#foreign.get(name) ?? name;
  }

  /** A name that nothing has yet. */
  fresh(wanted: string): string {
    const stem = nodeName(wanted);
    let name = stem;
    for (let i = 2; this.#taken.has(name) || name in Object.prototype; i++) name = `${stem}${i}`;
    this.#taken.add(name);
    return name;
  }
}

/** Letters, digits, `_`; a name that expressions can read after a dot. */
export function nodeName(text: string): string {
  const plain = text
    .slice(0, MOST_READ)
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^[^A-Za-z]+|_+$/g, "")
    .slice(0, LONGEST);
  return plain === "" ? "node" : WORD.test(plain) ? `${plain}_` : plain;
}

/** Words that an expression does not take for a name. */
const WORD = /^(?:in|true|false|null)$/;

/** Whether an expression can read it after a dot. */
export function isPlainName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !WORD.test(text);
}

export function slugName(text: string): string {
  const plain = text
    .slice(0, MOST_READ)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, LONGEST);
  return plain === "" || plain === "self" ? "imported" : plain;
}

/** Shown to people: without the one character that nothing keeps. */
export function shownText(text: string, longest: number): string {
  return text.replaceAll("\0", "").slice(0, longest);
}
