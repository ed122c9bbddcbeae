import { topologicalOrder } from "../../graph/topology.ts";
import { leadingBack } from "../circles.ts";
import { optionalPath } from "../graph-maker.ts";
import type { Read } from "./reads.ts";
import type { N8nEdge } from "./shape.ts";

/** Where data may come from: the output of a node, or what the run was given (`null`). */
export type Origin = {
  readonly node: string | null;
  /** What of that output it is. */
  readonly within?: readonly string[];
  /** Steps that n8n takes to what is the whole output here. */
  readonly without?: readonly string[];
  /** A node that sets some fields: what it does not answer for comes from what reached it. */
  readonly over?: { readonly answers: (field: string) => boolean; readonly rest: Data };
  /** It may be that of a failure, which has more in `failure` than in `error`. */
  readonly fails?: boolean;
  /** It is that of a failure: what came by an output that is only for these. */
  readonly failed?: boolean;
  /** A node that lays its inputs over each other: a field comes from the first of these that has it. */
  readonly mixed?: readonly Origin[];
};

/** Data on its way: of several origins it is of the first that ran. None = nobody can tell. */
export type Data = readonly Origin[];

/** More are too many for one expression. */
const MOST_ORIGINS = 16;
const MOST_CHOICES = 30;

/** Stands among choices for the trigger at which a run started; no node has this name. */
const STARTED = "";

/** Which output of which nodes a run must have taken to come to a place. */
type Choices = ReadonlyMap<string, number>;

/** What a node does with what reaches it, and with its failures, where these have an output of their own. */
export type Passing = (name: string, way: Way) => { readonly data: Data; readonly failed?: Data };

/** All that is known of how data comes to a node. */
export type Way = {
  readonly reached: Data;
  readonly into: readonly Arrival[];
  /** At most one of the ways into it is taken. */
  readonly exclusive: boolean;
};

/** One way into a node. */
export type Arrival = { readonly source: string; readonly input: number; readonly data: Data };

/** Follows the data of a workflow along its edges, but for those that lead back. */
export class N8nFlow {
  readonly #into = new Map<string, N8nEdge[]>();
  readonly #leaving = new Map<string, ReturnType<Passing>>();
  readonly #followed: ReadonlySet<string>;
  readonly #choices = new Map<string, Choices>();
  readonly #ancestors = new Map<string, ReadonlySet<string>>();
  readonly #order = new Map<string | null, number>();

  /** @param triggers A run starts at one of them. */
  constructor(
    names: readonly string[],
    edges: readonly N8nEdge[],
    passing: Passing,
    triggers: readonly string[] = [],
  ) {
    const main = edges.filter(({ type }) => type === "main");
    this.#followed = new Set(main.map(({ source }) => source));
    const back = leadingBack(main);
    const forward = main.filter((_edge, at) => !back.has(at));
    for (const edge of forward) {
      const list = this.#into.get(edge.target);
      if (list) list.push(edge);
      else this.#into.set(edge.target, [edge]);
    }
    for (const [at, name] of topologicalOrder(names, forward).order.entries()) {
      this.#order.set(name, at);
      const nth = triggers.indexOf(name);
      this.#choices.set(name, nth < 0 ? this.#choicesTo(name) : new Map([[STARTED, nth]]));
      this.#leaving.set(name, passing(name, this.way(name)));
    }
  }

  /** What a node passes on. */
  leaving(name: string): Data {
    return this.#leaving.get(name)?.data ?? [];
  }

  #along({ source, output }: N8nEdge): Data {
    const { data = [], failed } = this.#leaving.get(source) ?? {};
    return output > 0 ? (failed ?? data) : data;
  }

  /** Whether anything is done behind a node. */
  followed(name: string): boolean {
    return this.#followed.has(name);
  }

  /** Whether a node has run whenever a run comes to another one. */
  surely(name: string, before: string): boolean {
    const there = this.#choices.get(before);
    const chosen = [...(this.#choices.get(name) ?? [])];
    return chosen.every(([node, output]) => there?.get(node) === output) && this.#leadingTo(before).has(name);
  }

  #leadingTo(name: string): ReadonlySet<string> {
    const known = this.#ancestors.get(name);
    if (known) return known;
    const found = new Set([name]);
    for (const id of found) for (const { source } of this.#into.get(id) ?? []) found.add(source);
    this.#ancestors.set(name, found);
    return found;
  }

  /** How data comes to a node: what it is, of several ways the nearest that ran. */
  way(name: string): Way {
    const edges = this.#into.get(name) ?? [];
    const into = edges
      .map((edge) => ({ source: edge.source, input: edge.input, data: this.#along(edge) }))
      .sort((one, other) => one.input - other.input);
    const reached: Data =
      into.length === 0 ? [{ node: null }] : this.#nearestFirst(into.map(({ data }) => data));
    return { reached, into, exclusive: excludeEachOther(edges.map((edge) => this.#choicesAlong(edge))) };
  }

  /** What depends on something else comes before that. */
  #nearestFirst(all: readonly Data[]): Data {
    const [only] = all;
    if (only && all.length === 1) return only;
    if (all.some((data) => data.length === 0)) return [];
    const keyOf = ({ node, within, failed }: Origin) => JSON.stringify([node, within, failed]);
    const once = new Map(all.flat().map((origin) => [keyOf(origin), origin]));
    const placed = (origin: Origin) => this.#placeOf(origin);
    return once.size > MOST_ORIGINS
      ? []
      : [...once.values()].sort(
          (one, other) =>
            placed(other) - placed(one) || Number(other.failed ?? false) - Number(one.failed ?? false),
        );
  }

  #placeOf({ node }: Origin): number {
    return node === null ? -1 : (this.#order.get(node) ?? 0);
  }

  #choicesTo(name: string): Choices {
    const [first = new Map<string, number>(), ...others] = (this.#into.get(name) ?? []).map((edge) =>
      this.#choicesAlong(edge),
    );
    const common = [...first].filter(([node, output]) => others.every((other) => other.get(node) === output));
    return new Map(common.slice(-MOST_CHOICES));
  }

  #choicesAlong({ source, output }: N8nEdge): Choices {
    return new Map([...(this.#choices.get(source) ?? []), [source, output]]);
  }
}

/** They leave one node by different outputs. */
function excludeEachOther(ways: readonly Choices[]): boolean {
  if (ways.length > MOST_ORIGINS) return false;
  return ways.every((way, at) => ways.slice(at + 1).every((other) => contradict(way, other)));
}

function contradict(way: Choices, other: Choices): boolean {
  return [...way].some(([node, output]) => other.has(node) && other.get(node) !== output);
}

/** @param idOf What a node is called here. */
export function readOf(
  data: Data,
  path: readonly string[],
  idOf: (name: string) => string | undefined,
): Read | null {
  const origins = resolved(data, path);
  const [only] = origins;
  if (!only) return null;
  if (origins.length === 1) return readOne(only, path, idOf);
  const [field] = path;
  const apart = (one: Origin) => (one.over && !one.over.answers(field ?? "")) || isOfFailure(one, path);
  if (field !== undefined && origins.some(apart)) return eachWay(origins, path, idOf);
  const whole = origins
    .filter(({ node }) => node !== null)
    .map((one) => optional(one, [], idOf))
    .reduce(orElse);
  const root = `${whole}.orValue(${origins.some(({ node }) => node === null) ? "input" : "null"})`;
  return { text: path.length === 0 ? root : `${root}${optionalPath(path)}.orValue(null)` };
}

function readOne(origin: Origin, path: readonly string[], idOf: (name: string) => string | undefined): Read {
  const { mixed, node } = origin;
  if (mixed && path.length > 0)
    return { text: `${mixed.map((one) => optional(one, path, idOf)).reduce(orElse)}.orValue(null)` };
  if (isOfFailure(origin, path)) return readAnyway(origin, path, idOf);
  const steps = stepsIn(origin, path);
  const root = node === null ? "input" : `nodes.${idOf(node)}.output`;
  return { text: steps.length === 0 ? root : `${root}${optionalPath(steps)}.orValue(null)` };
}

/** A field that goes past the node of one way, and not past those of others. */
function eachWay(
  origins: Data,
  path: readonly string[],
  idOf: (name: string) => string | undefined,
): Read | null {
  const reads = origins.map((origin) => readOf([origin], path, idOf));
  if (reads.some((read) => read?.text === undefined || !read.text.endsWith(OR_NULL))) return null;
  const places = reads.map((read) => read?.text.slice(0, -OR_NULL.length) ?? "");
  const either = places.reduceRight((otherwise, place, at) => {
    const { node = null, failed } = origins[at] ?? {};
    if (node === null || place === otherwise) return place;
    const given = `nodes.?${idOf(node)}.?output`;
    return `(${given}${failed ? ".?failed.orValue(false) == true" : ".hasValue()"} ? ${place} : ${otherwise})`;
  }, "optional.none()");
  return { text: `${either}${OR_NULL}` };
}
const OR_NULL = ".orValue(null)";

/** Data as a whole, whichever of its origins ran; `null` where none did. `null` itself = nobody can tell. */
export function anyOf(data: Data, idOf: (name: string) => string | undefined): string | null {
  return data.length === 0
    ? null
    : `${data.map((one) => optional(one, [], idOf)).reduce(orElse)}.orValue(null)`;
}

/** A place in what one node gave, `null` where that has not run. */
export function readAnyway(
  origin: Origin,
  path: readonly string[],
  idOf: (name: string) => string | undefined,
): Read {
  return { text: `${optional(origin, path, idOf)}.orValue(null)` };
}

/** Past nodes that set other fields than the one that is read. */
function resolved(data: Data, [field]: readonly string[]): Data {
  let at = data;
  for (let only = at[0]; at.length === 1 && only?.over && field !== undefined; only = at[0]) {
    if (only.over.answers(field)) break;
    at = only.over.rest;
  }
  return at;
}

function orElse(one: string, other: string): string {
  return `${one}.or(${other})`;
}

function optional(
  origin: Origin,
  path: readonly string[],
  idOf: (name: string) => string | undefined,
): string {
  const { node } = origin;
  if (node === null) return `optional.of(input)${optionalPath(path)}`;
  const given = `nodes.?${idOf(node)}.?output`;
  const place = `${given}${optionalPath(stepsIn(origin, path))}`;
  return isOfFailure(origin, path)
    ? orElse(place, `${given}${optionalPath(["failure", ...path.slice(1)])}`)
    : place;
}

/** Something within `error`, which is a text where a node has failed. */
function isOfFailure({ fails }: Origin, path: readonly string[]): boolean {
  return fails === true && path.length > 1 && path[0] === "error";
}

function stepsIn({ within = [], without = [] }: Origin, path: readonly string[]): readonly string[] {
  const whole = without.length > 0 && without.every((step, at) => path[at] === step);
  return [...within, ...(whole ? path.slice(without.length) : path)];
}
