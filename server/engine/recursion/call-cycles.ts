import type { CallStep } from "../graph/graph.ts";
import { unavoidableCall } from "../graph/recursion.ts";
import { endlessCalls, endlessWorkflows, type Workflows } from "./call-graph.ts";
import { type Guard, guardsOf } from "./call-guards.ts";

/** Workflows each of which can come back to itself through the others. */
export type CallCycle = {
  /** Their names: a revision of one that a call pins is `slug@revision`. */
  readonly slugs: readonly string[];
  /** What may end it, besides limits. None of a workflow that goes on in any case. */
  readonly guards: readonly (Guard & { readonly workflow: string })[];
  /** No run of it ends by itself: only a limit stops it, and then it fails. */
  readonly endless: boolean;
  /** Of an endless one: calls that its runs cannot do without, from one of its workflows back to it. */
  readonly way: readonly CallStep[];
};

/** Groups of workflows that reach each other, and themselves: strongly connected, in the order in which they are named. */
export function cyclesAmong(called: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const named = [...called.keys()];
  const search = new Search(called);
  for (const slug of named) search.visit(slug);
  return search.found
    .filter(([slug = "", ...others]) => others.length > 0 || called.get(slug)?.includes(slug))
    .map((slugs) => slugs.toSorted((a, b) => named.indexOf(a) - named.indexOf(b)))
    .toSorted(([a = ""], [b = ""]) => named.indexOf(a) - named.indexOf(b));
}

/** Tarjan's: a group is what is still open when the way back leads no further than to its first. */
class Search {
  readonly found: string[][] = [];
  readonly #called: ReadonlyMap<string, readonly string[]>;
  readonly #order = new Map<string, number>();
  readonly #open: string[] = [];

  constructor(called: ReadonlyMap<string, readonly string[]>) {
    this.#called = called;
  }

  /** The earliest of what is still open that a workflow reaches. */
  visit(slug: string): number {
    const known = this.#order.get(slug);
    if (known !== undefined) return this.#open.includes(slug) ? known : Number.POSITIVE_INFINITY;
    const at = this.#order.size;
    this.#order.set(slug, at);
    this.#open.push(slug);
    const next = (this.#called.get(slug) ?? []).filter((name) => this.#called.has(name));
    const low = Math.min(at, ...next.map((name) => this.visit(name)));
    if (low === at) this.found.push(this.#open.splice(this.#open.indexOf(slug)));
    return low;
  }
}

/** What is to be said of the workflows of one cycle. */
export function cycleOf(workflows: Workflows): CallCycle {
  const slugs = [...workflows.keys()];
  const [first] = endlessWorkflows(workflows);
  const way = first === undefined ? [] : wayBack(workflows, first);
  const guards = [...workflows].flatMap(([workflow, graph]) => {
    const goesOn = unavoidableCall(graph, new Set([...slugs, "self"])) !== null;
    return goesOn ? [] : guardsOf(graph, new Set(slugs), workflow).map((guard) => ({ ...guard, workflow }));
  });
  return { slugs, guards, endless: first !== undefined, way };
}

/** Without what leads to where it comes back to. */
function wayBack(workflows: Workflows, from: string): readonly CallStep[] {
  const found = endlessCalls(workflows, from);
  return found?.way.slice(found.way.findIndex(({ workflow }) => workflow === found.cycle[0])) ?? [];
}
