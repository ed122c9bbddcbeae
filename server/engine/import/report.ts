import type { Graph } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";

/** Formats that a workflow can be read from. */
export const FOREIGN_FORMATS = ["conductor", "langgraph", "n8n", "mermaid", "banyan"] as const;
export type ForeignFormat = (typeof FOREIGN_FORMATS)[number];

/** `mapped` = it does the same here; `approximated` = somebody has to look at it; `dropped` = it is not there. */
export type Fate = "mapped" | "approximated" | "dropped";

/** What became of one thing in the file. */
export type ImportNote = {
  readonly fate: Fate;
  /** Where it stands in the file: a JSON Pointer, or a line such as `line 3`. */
  readonly place: string;
  /** What the file calls it. */
  readonly what: string;
  /** The node that it became. */
  readonly node?: string;
  readonly message: string;
};

/** By node. */
export type ImportedPins = Readonly<Record<string, { readonly output: Json }>>;

export type Imported = {
  readonly ok: true;
  readonly format: ForeignFormat;
  readonly graph: Graph;
  readonly notes: readonly ImportNote[];
  /** Results that the file has pinned to nodes: what stands beside a draft, and in no graph. */
  readonly pins?: ImportedPins;
};
/** The file cannot be read as what it seems to be. */
export type NotImported = { readonly ok: false; readonly place: string; readonly message: string };

/** @param what What there is too much of, such as `nodes`. */
export function tooManyOf(what: string, count: number, most: number, place = `/${what}`): NotImported {
  return {
    ok: false,
    place,
    message: `A workflow may have ${most} ${what} at most; here are ${count}.`,
  };
}

/** How many things met which fate. */
export function countFates(notes: readonly ImportNote[]): Readonly<Record<Fate, number>> {
  const counts = { mapped: 0, approximated: 0, dropped: 0 };
  for (const { fate } of notes) counts[fate]++;
  return counts;
}
