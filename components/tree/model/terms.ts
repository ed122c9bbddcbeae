import { MOST_CHARACTERS, MOST_TERMS } from "#server/engine/live/search-limits";

/** What a word of a search may be looked for in; without one, wherever it says something of the run itself. */
export const FIELDS = ["name", "status", "error", "agent", "tag", "key"] as const;
export type Field = (typeof FIELDS)[number];
export type Term = { readonly field: Field | null; readonly text: string };
/** Runs that the server has found for a term, by `termKey`. */
export type Hits = ReadonlyMap<string, ReadonlySet<number>>;

const WORDS = /(?:([a-z]+):)?"([^"]*)"|(\S+)/gi;

/** `goal agent:writer error:"not found"`. A field that nothing follows yet says nothing. */
export function termsOf(query: string): readonly Term[] {
  return [...query.matchAll(WORDS)].flatMap(([, field = "", quoted, word = ""]): Term[] => {
    const term = quoted === undefined ? termIn(word) : { field: fieldOf(field), text: quoted };
    const text = term.text.trim().toLowerCase();
    return text === "" ? [] : [{ ...term, text }];
  });
}

function termIn(word: string): Term {
  const colon = word.indexOf(":");
  const field = fieldOf(word.slice(0, Math.max(0, colon)));
  return field === null ? { field, text: word } : { field, text: word.slice(colon + 1).replace(/^"/, "") };
}

function fieldOf(name: string): Field | null {
  return FIELDS.find((field) => field === name.toLowerCase()) ?? null;
}

export function termKey({ field, text }: Term): string {
  return `${field ?? ""}:${text}`;
}

/** A term that rows alone do not answer: the server knows more. */
type Asked = { readonly field: "agent" | "tag" | "key" | null; readonly text: string };

function isAsked(term: Term): term is Asked {
  return term.field === null || term.field === "agent" || term.field === "tag" || term.field === "key";
}

/** Without a field a shorter word would find nearly everything. */
const LEAST = 2;

type AskedWords = {
  readonly terms: readonly Asked[];
  /** How many the server would be asked for, were there no bound. */
  readonly all: number;
};

/** What the server is asked for: those with a field first, for rows answer nothing of them. */
export function askedOf(terms: readonly Term[]): AskedWords {
  const different = new Map(terms.map((term) => [termKey(term), term]));
  const wanted = [...different.values()]
    .filter(isAsked)
    .filter(({ field, text }) => field !== null || text.length >= LEAST);
  const fitting = wanted.filter(({ text }) => text.length <= MOST_CHARACTERS);
  const first = fitting.filter(({ field }) => field !== null);
  const then = fitting.filter(({ field }) => field === null);
  return { terms: [...first, ...then].slice(0, MOST_TERMS), all: wanted.length };
}
