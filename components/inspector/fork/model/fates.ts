import type { Json } from "#server/engine/values/json";

export type Rest = "reuse" | "again";
/** A place of a run: a node, an item of it, or an iteration. */
export type Address = { readonly run: string; readonly node: string; readonly item?: number };
export type Fate =
  | { readonly kind: "reuse" | "again" }
  | { readonly kind: "within"; readonly rest: Rest }
  | {
      readonly kind: "input" | "output";
      readonly text: string;
      readonly port?: string;
      /** Where a result could go on; absent = its node has no ports. */
      readonly ports?: Ports;
    };
export type Ports = { readonly names: readonly string[]; readonly required: boolean };

/** What a person says of a place. */
export type Said = {
  readonly at: Address;
  readonly fate: Fate;
  /** Places that hold it, the outermost first: what is said of them as a whole cannot stand beside it. */
  readonly inside: readonly Address[];
};
/** The first is the place that names the fork. */
export type Fates = readonly [Said, ...Said[]];

export function keyOf({ run, node, item }: Address): string {
  return `${run}/${node}${item === undefined ? "" : `/${item}`}`;
}

export function forkAt(run: string, node: string): Fates {
  return [{ at: { run, node }, fate: { kind: "again" }, inside: [] }];
}

export function saidOf(fates: Fates, at: Address): Fate | null {
  return fates.find((said) => keyOf(said.at) === keyOf(at))?.fate ?? null;
}

/**
 * Says what becomes of a place; `null` takes it back. What was said of a place that holds it becomes "open", where all that
 * is not named goes on as it was said of the whole; what was said of places inside it is forgotten.
 */
export function say(
  fates: Fates,
  at: Address,
  fate: Fate | null,
  inside: readonly Address[],
  rest: Rest,
): Fates {
  const key = keyOf(at);
  const holders = new Set(inside.map(keyOf));
  const wholly = fate !== null && fate.kind !== "within";
  const kept = fates.flatMap((said): readonly Said[] => {
    if (keyOf(said.at) === key) return [];
    if (wholly && said.inside.some((holder) => keyOf(holder) === key)) return [];
    return fate !== null && holders.has(keyOf(said.at)) ? opened(said, rest) : [said];
  });
  const said: Said | null = fate && { at, fate, inside };
  const [first] = fates;
  if (keyOf(first.at) === key) return [said ?? { ...first, fate: { kind: "again" } }, ...kept];
  return firstFirst(first, closeEmpty(said ? [...kept, said] : kept));
}

/** An item cannot be said to stay open: its node is. */
function opened(said: Said, rest: Rest): readonly Said[] {
  if (said.fate.kind === "within") return [said];
  if (said.at.item !== undefined) return [];
  return [{ ...said, fate: { kind: "within", rest: said.fate.kind === "reuse" ? "reuse" : rest } }];
}

/** A node that was left open for something inside it, of which nothing is said any more. */
function closeEmpty(all: readonly Said[]): readonly Said[] {
  return all.filter(
    ({ at, fate }) =>
      fate.kind !== "within" ||
      fate.rest === "again" ||
      all.some(({ inside }) => inside.some((holder) => keyOf(holder) === keyOf(at))),
  );
}

function firstFirst(first: Said, all: readonly Said[]): Fates {
  const named = all.find(({ at }) => keyOf(at) === keyOf(first.at));
  const others = all.filter((said) => said !== named);
  return [named ?? { ...first, fate: { kind: "again" } }, ...others];
}

type Place = {
  readonly run: string;
  readonly node: string;
  readonly item?: number;
  readonly input?: Json;
  readonly output?: Json;
  readonly port?: string;
  readonly reuse?: true;
  readonly within?: Rest;
};
export type Request = Omit<Place, "run" | "reuse"> & { readonly id: string; readonly also: readonly Place[] };

/** What is asked of the server. While a value is not written yet it stands as null: the fates are the same. */
export function requestOf(fates: Fates, blank = false): Request {
  const [first, ...others] = fates.map((said) => placeOf(said, blank)) as [Place, ...Place[]];
  const { run: id, reuse: _, ...named } = first;
  return { id, ...named, also: others };
}

function placeOf({ at, fate }: Said, blank: boolean): Place {
  if (fate.kind === "within") return { ...at, within: fate.rest };
  if (!("text" in fate)) return fate.kind === "reuse" ? { ...at, reuse: true } : at;
  const value = blank ? null : (jsonIn(fate.text) ?? null);
  return { ...at, [fate.kind]: value, ...(fate.port ? { port: fate.port } : {}) };
}

/** Values that are still to be written. */
export function unreadable(fates: Fates): ReadonlySet<string> {
  const bad = fates.filter(({ fate }) => "text" in fate && jsonIn(fate.text) === undefined);
  return new Set(bad.map(({ at }) => keyOf(at)));
}

function jsonIn(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
