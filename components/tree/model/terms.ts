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
export type Asked = { readonly field: "agent" | "tag" | "key" | null; readonly text: string };

export function isAsked(term: Term): term is Asked {
  return term.field === null || term.field === "agent" || term.field === "tag" || term.field === "key";
}
