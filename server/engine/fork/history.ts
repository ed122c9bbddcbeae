import type { Entry } from "../context/entry.ts";
import type { HandOff } from "../context/receipt.ts";
import { type NodeId, type RunNo, runIdOf } from "../ids.ts";
import { joinedBy } from "../nodes/map/progress.ts";
import type { Unstamped } from "../run/deciding.ts";
import type { Actor, Event, NodeStarted, PlanMade, RunStarted } from "../run/events.ts";
import { compact } from "../values/index.ts";
import type { Blob, BlobLookup, Stored } from "../values/json.ts";
import type { RunChoices } from "./choices.ts";
import type { ForkPlace } from "./flaw.ts";
import { lastOf } from "./last-of.ts";
import type { Ended, ItemEnded, Recorded, RunRecord } from "./record.ts";

/** `actor`: who forks. */
export type Telling = { readonly blob: BlobLookup; readonly actor: Actor };

/** What of a recorded tree stands in the tree that repeats it: events of its own kind, their runs numbered anew. */
export class Retelling {
  readonly events: Unstamped<Event>[] = [];
  readonly blobs: Blob[] = [];
  readonly missing = new Set<string>();
  readonly #recorded: Recorded;
  readonly #choices: ReadonlyMap<RunNo, RunChoices>;
  readonly #numbers: ReadonlyMap<RunNo, RunNo>;
  readonly #blob: BlobLookup;
  readonly #actor: Actor;

  constructor(recorded: Recorded, choices: ReadonlyMap<RunNo, RunChoices>, { blob, actor }: Telling) {
    this.#recorded = recorded;
    this.#choices = choices;
    this.#blob = blob;
    this.#actor = actor;
    this.#numbers = new Map([...choices.keys()].toSorted((a, b) => a - b).map((old, no) => [old, no]));
  }

  numberOf(old: RunNo): RunNo {
    return this.#numbers.get(old) ?? 0;
  }

  /** Nodes get another input once all that leads to them stands. */
  replaceInput(run: RunNo, node: NodeId, input: Stored): void {
    this.events.push({ ...this.#again(this.numberOf(run), node), input });
  }

  tell(): void {
    const hashes = new Set([...this.#recorded.runs.values()].map(({ started }) => started.graph));
    for (const hash of hashes) {
      const bound = this.#recorded.graphs.get(hash);
      if (bound) this.events.push(unstamped(bound));
    }
    const root = this.#recorded.runs.get(0);
    if (!root) throw new Error("a fork starts at a root");
    this.#start(root.started);
    this.#inside(root);
  }

  #start(started: RunStarted): void {
    const { origin, context, ...rest } = unstamped(started);
    this.events.push({
      ...rest,
      run: this.numberOf(started.run),
      origin: origin && { ...origin, run: this.numberOf(origin.run) },
      ...(context ? { context: { ...unpaid(context), entries: this.#entries(context.entries) } } : {}),
    });
  }

  #inside(run: RunRecord): void {
    const choices = this.#choices.get(run.started.run);
    if (!choices) return;
    const no = this.numberOf(run.started.run);
    for (const { name, value, actor } of run.variables)
      this.events.push({ type: "VariableSet", run: no, name, value, actor });
    for (const [node, ended] of run.ended)
      if (
        choices.graph.nodes.has(node) &&
        !choices.again.has(node) &&
        !choices.inside.has(node) &&
        (choices.kept.has(node) || !choices.places.has(node))
      )
        this.#node(no, node, ended);
    const below = [...choices.inside].flatMap((node) => this.#reopen(run, choices, node));
    for (const child of below) this.#inside(child);
  }

  #node(no: RunNo, node: NodeId, ended: Ended): void {
    if (!("output" in ended)) {
      this.events.push({ type: "NodeSkipped", run: no, node });
      return;
    }
    const { edges, port, by, context } = ended.event;
    this.events.push({
      type: "NodeCompleted",
      run: no,
      node,
      result: { output: this.#keep(ended.output) },
      edges,
      reused: this.#address(ended.event.run),
      ...(port === undefined ? {} : { port }),
      ...(by ? { by } : {}),
      ...(context ? { context: { ...context, entries: this.#entries(context.entries) } } : {}),
    });
  }

  /** A node stays as it was opened, and so do its items, but for those that are done again. */
  #reopen(run: RunRecord, choices: RunChoices, node: NodeId): readonly RunRecord[] {
    const children = this.#recorded.children.get(run.started.run)?.get(node) ?? [];
    const opened = run.opened.get(node);
    if (!opened) {
      for (const child of children) this.#start(child.started);
      return children;
    }
    this.#open(this.numberOf(run.started.run), opened);
    const places = choices.items.get(node) ?? new Map<number, ForkPlace>();
    const byItem = new Map(children.map((child) => [child.started.origin?.item ?? 0, child]));
    const standing = standingItems(run, choices, node);
    const isLoop = opened.type === "NodeStarted" && opened.loop === true;
    // Items of a map start in order, so each up to the last that stands must be there; a loop goes on from the one it is at.
    const last = lastOf(places.keys(), byItem.keys(), isLoop ? [] : standing.keys());
    const no = this.numberOf(run.started.run);
    for (let item = 0; item <= last; item++) {
      const child = byItem.get(item);
      if (child) this.#start(child.started);
      else this.#item({ no, node, item }, places.get(item), standing.get(item));
    }
    return children;
  }

  #open(no: RunNo, opened: NodeStarted | PlanMade): void {
    if (opened.type === "NodeStarted") this.events.push({ ...unstamped(opened), run: no });
    else {
      const { usage: _, ...made } = unstamped(opened);
      this.events.push({ ...made, run: no });
    }
  }

  #item(
    { no, node, item }: { readonly no: RunNo; readonly node: NodeId; readonly item: number },
    place: ForkPlace | undefined,
    known: ItemEnded | undefined,
  ): void {
    if (place?.output !== undefined) {
      this.events.push({
        type: "ItemCompleted",
        run: no,
        node,
        item,
        result: { output: place.output },
        by: { how: "replace", actor: this.#actor },
      });
    } else if (!known) {
      const input = place?.input === undefined ? {} : { input: place.input };
      this.events.push({ ...this.#again(no, node), item, ...input });
    } else if (known.event.type === "ItemFailed") {
      this.events.push({ ...unstamped(known.event), run: no });
    } else if ("output" in known) {
      const { by, context } = known.event;
      this.events.push({
        type: "ItemCompleted",
        run: no,
        node,
        item,
        result: { output: this.#keep(known.output) },
        reused: this.#address(known.event.run),
        ...(by ? { by } : {}),
        ...(context ? { context: { ...context, entries: this.#entries(context.entries) } } : {}),
      });
    }
  }

  #again(run: RunNo, node: NodeId) {
    return { type: "NodeRetried", run, node, generation: 2, actor: this.#actor } as const;
  }

  #address(run: RunNo): string {
    return runIdOf(this.#recorded.started.treeId, run);
  }

  /** What stood in a list or another run is written out once; a large value stays a reference. */
  #keep(output: Stored): Stored {
    const kept = compact(output, this.#blob);
    if (kept.ok) {
      this.blobs.push(...kept.blobs);
      return kept.stored;
    }
    if ("missing" in kept) for (const hash of kept.missing) this.missing.add(hash);
    return output;
  }

  /** Entries say which run wrote them: that run has another number here, or its work came back into a run that has. */
  #entries(entries: readonly Entry[]): readonly Entry[] {
    return entries.map((entry) => ({
      ...entry,
      origin: { ...entry.origin, run: this.#numbers.get(entry.origin.run) ?? 0 },
    }));
  }
}

/** Those of which nothing else is said; a failed one only where its join takes failures as results. */
function standingItems(
  { items }: RunRecord,
  { graph, places, items: named }: RunChoices,
  node: NodeId,
): ReadonlyMap<number, ItemEnded> {
  const definition = graph.nodes.get(node)?.node;
  const settled = definition !== undefined && joinedBy(definition)?.join === "allSettled";
  const rest = places.get(node)?.within !== "again";
  const ended = [...(items.get(node) ?? [])];
  return new Map(
    ended.filter(([item, { event }]) => {
      const place = named.get(node)?.get(item);
      return (place ? place.reuse : rest) && (settled || event.type === "ItemCompleted");
    }),
  );
}

function unstamped<E extends Event>({ v: _v, at: _at, ...event }: E): Omit<E, "v" | "at"> {
  return event;
}

/** The earlier tree has paid for the summaries of its hand-offs. */
function unpaid(context: HandOff): HandOff {
  if (!context.summaries) return context;
  const summaries = context.summaries.map(({ usage, ...note }) =>
    usage ? { ...note, known: true as const } : note,
  );
  return { ...context, summaries };
}
