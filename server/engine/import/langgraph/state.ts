import { type GraphMaker, quoted } from "../graph-maker.ts";
import type { Level, Line } from "./level.ts";

/** No expression is longer, with room for what is around it. */
const LONGEST = 3_800;
/** More ways than these into one node give no expression. */
const MOST_WAYS = 64;
/** Which node a run begins at that goes on where another one went back. */
export const RESUMES = "input.?goto.?node";

/** What nodes are handed: what those before them gave. */
export class State {
  readonly #maker: GraphMaker;
  readonly #level: Level;
  readonly #passes: (id: string) => boolean;
  readonly #given: string;
  readonly #places: ReadonlyMap<string, number>;
  readonly #known = new Map<string, string | undefined>();

  /** @param passes Whether a node leaves the state as it is, as people do who let a run go on. */
  constructor(maker: GraphMaker, level: Level, passes: (id: string) => boolean) {
    this.#maker = maker;
    this.#level = level;
    this.#passes = passes;
    this.#given = level.gotos.size > 0 ? `${RESUMES}.hasValue() ? dyn(input.state) : dyn(input)` : "input";
    this.#places = new Map(level.order.map((id, at) => [id, at]));
    for (const id of level.order) this.#known.set(id, this.#handedTo(id));
  }

  /** Nothing where so many ways meet that no expression holds them. */
  handed(id: string): string | undefined {
    return this.#known.get(id);
  }

  /** What those behind a node find in its place. */
  gives(id: string): string {
    if (id === this.#level.start) return this.#given;
    const through = this.#passes(id) && this.#sources(id).length === 1 ? this.#known.get(id) : undefined;
    return through ?? `nodes.${this.#name(id)}.output`;
  }

  #handedTo(id: string): string | undefined {
    const rest = this.#reaching(id);
    const here = `${RESUMES}.orValue('') == ${quoted(this.#name(id))}`;
    const whole =
      rest !== undefined && this.#level.gotos.has(id) && rest !== this.#given
        ? `${here} ? dyn(input.state) : dyn(${rest})`
        : rest;
    return whole !== undefined && whole.length > LONGEST ? undefined : whole;
  }

  #reaching(id: string): string | undefined {
    const sources = this.#sources(id);
    const [only, ...more] = sources;
    if (only === undefined) return this.#given;
    if (more.length === 0) return this.gives(only);
    if (sources.length > MOST_WAYS) return undefined;
    return this.#level.meeting.oneOf(this.#lines(id)) ? this.#oneOf(sources) : this.#byName(sources);
  }

  /** The last of them that was done: one before it was done too where it chose another way. */
  #oneOf(sources: readonly string[]): string {
    const place = (id: string) => this.#places.get(id) ?? -1;
    const [first = this.#level.start, ...later] = sources.toSorted((one, other) => place(one) - place(other));
    return later.reduce(
      (rest, id) => `${this.#ran(id)} ? dyn(${this.gives(id)}) : ${rest}`,
      `dyn(${this.gives(first)})`,
    );
  }

  #byName(sources: readonly string[]): string {
    const { start } = this.#level;
    const entries = sources.map((id) => {
      if (id === start) return `'start': dyn(${this.#given})`;
      return `${quoted(this.#name(id))}: ${this.#ran(id)} ? dyn(${this.gives(id)}) : null`;
    });
    return `{${entries.join(", ")}}`;
  }

  #ran(id: string): string {
    return `nodes.?${this.#name(id)}.?output.hasValue()`;
  }

  #name(id: string): string {
    return this.#maker.names.find(id) ?? id;
  }

  #lines(id: string): readonly Line[] {
    return this.#level.into.get(id) ?? [];
  }

  #sources(id: string): readonly string[] {
    return [...new Set(this.#lines(id).map(({ source }) => source))];
  }
}
