import type { Scope } from "../expression/index.ts";
import type { BoundGraph, Limits } from "../graph/graph.ts";
import { formatInstant } from "../graph/instant.ts";
import type { EpochMs } from "../ids.ts";
import type { Actor } from "../run/events.ts";
import type { Blob, Json, Stored } from "../values/json.ts";
import { type Entry, type EntryOrigin, entriesOf } from "./entry.ts";
import { type Facts, Inquiry } from "./inquiry.ts";
import { type HandOff, START, totalOf } from "./receipt.ts";
import { writeEntry } from "./write.ts";
import { type Changed, evaluateWrites } from "./writes.ts";

/** What a context starts from, where nobody hands one on. */
export type StartFacts = {
  readonly at: EpochMs;
  readonly origin: EntryOrigin;
  readonly graph: BoundGraph;
  readonly treeId: string;
  readonly limits: Limits;
  readonly deadlineAt: EpochMs | null;
  /** Absent on a run below the root: who started the tree is known there only. */
  readonly actor?: Actor;
  readonly label: string | null;
  /** Entries that came with the start; they go over the workflow's own. */
  readonly given: Readonly<Record<string, Stored>>;
  readonly scope: Scope;
};

export type Begun =
  | { readonly kind: "begun"; readonly handOff: HandOff; readonly blobs: readonly Blob[] }
  | Exclude<Changed, { kind: "changed" }>;

/** The first context of a tree: the guide's entries, the workflow's `values`, and what came with the start. */
export function beginContext(start: StartFacts, facts: Facts): Begun {
  const inquiry = new Inquiry(facts);
  const writing = { origin: start.origin, at: start.at };
  const write = ([key, value]: readonly [string, Stored]): Entry =>
    writeEntry(inquiry, value, { key, ...writing });
  const defaults = entriesOf(Object.entries(defaultsOf(start)).map(write));
  const given = entriesOf(Object.entries(start.given).map(write));
  if (inquiry.lacking) return { kind: "lacking", lacking: inquiry.lacking };
  const { context } = start.graph.graph;
  const entries = { ...defaults, ...given };
  const own = evaluateWrites(
    context?.values ?? {},
    {
      ...writing,
      entries,
      context,
      scope: start.scope,
      where: `workflow ${start.graph.slug}, context, values`,
    },
    facts,
  );
  if (own.kind !== "changed") return own;
  const list = Object.values({ ...defaults, ...entriesOf(own.change.entries), ...given });
  return {
    kind: "begun",
    handOff: {
      strategy: START,
      applied: START,
      before: totalOf([]),
      after: totalOf(list),
      lines: [],
      entries: list,
    },
    blobs: [...inquiry.made.values(), ...own.blobs],
  };
}

/** The guide's default context. */
function defaultsOf(start: StartFacts): Readonly<Record<string, Json>> {
  const { actor, treeId, at, graph, label, deadlineAt, limits } = start;
  const { maxDepth, maxRuns, maxAgentsPerLevel } = limits;
  return {
    ...(actor ? { identity: { ...actor } } : {}),
    session: { id: treeId, startedAt: formatInstant(at) },
    request: { workflow: graph.slug, revision: graph.revision, label },
    priority: "normal",
    deadline: deadlineAt === null ? null : formatInstant(deadlineAt),
    constraints: { maxDepth, maxRuns, maxAgentsPerLevel },
  };
}
