import type { EpochMs, NodeId, RunNo } from "../ids.ts";
import type { CallTask } from "../run/effects.ts";
import type { Event } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import type { TreeState } from "../run/state.ts";
import { boundGraphOf, isSettled, newTree, pathOf, runAt } from "../run/tree.ts";
import { Simulation } from "../simulation/simulator.ts";
import type { BlobLookup, Json, Stored } from "../values/json.ts";
import { type Condition, conditionOf, holdsIn } from "./breakpoints.ts";
import { type ContextEdit, type ContextValues, changedKeys, editedContext } from "./edited-context.ts";
import { NodeStates } from "./node-states.ts";
import { replyTo, type Source } from "./reply.ts";
import type { Breakpoint, Setup } from "./setup.ts";
import { visitsIn } from "./visits.ts";

/** `over`: what the node starts below it is done without a stop, unless a breakpoint asks for one. */
export type Move = "next" | "over" | "continue";

/** Where a dry run stands: before a node that is about to begin. */
export type Stop = {
  readonly run: RunNo;
  readonly node: NodeId;
  readonly slug: string;
  readonly depth: number;
  readonly path: string;
  readonly why: "breakpoint" | "step";
  /** The condition of the breakpoint could not be evaluated, so it stops to say so. */
  readonly problem?: string;
};

/** `stuck`: something waits that will not come, such as a person who decides. */
export type Moment = {
  readonly state: "ready" | "moving" | "stopped" | "ended" | "stuck";
  readonly at: EpochMs;
  readonly stop: Stop | null;
};

/** No further than this in one go: an instant of the virtual clock, and a number of events. */
export type Reach = { readonly until?: EpochMs; readonly events?: number };

/** `keys`: what is another value now, is new, or is gone. */
export type Edited = {
  readonly seq: number;
  readonly at: EpochMs;
  readonly run: RunNo;
  readonly keys: readonly string[];
};

/** Who watches a dry run. */
export type Watcher = {
  /** Hears every event that is shown. */
  readonly event?: (seq: number, event: Event) => void;
  /** Hears of a context that was edited, between the events before it and those after it. */
  readonly edit?: (edited: Edited) => void;
};

const SLICE = 2_000;

/**
 * A draft run on a virtual clock, one event at a time. The simulation is ahead by one move at most; what is shown is
 * folded here, so that it can stop between any two events.
 */
export class DryRun {
  /** The tree as far as it is shown. */
  readonly tree: TreeState = newTree();
  readonly nodes = new NodeStates();
  /** `run/node`: what nodes have given. A run that has ended keeps only its own result. */
  readonly outputs = new Map<string, Stored>();
  readonly blob: BlobLookup;
  #cursor = 0;
  #clock: EpochMs = 0;
  #stop: Stop | null = null;
  /** Event that it stopped before: going on passes it. */
  #passes = -1;
  readonly #simulation: Simulation;
  readonly #sources = new Map<string, Source>();
  readonly #opened = new Set<string>();
  #breakpoints: ReadonlyMap<string, Condition> = new Map();
  readonly #setup: Setup;
  readonly #watcher: Watcher;
  /** What it is a fork by. They are no events: a tree that is run for real knows no such thing. */
  readonly #edits: readonly ContextEdit[];
  /** Large values that a person has put into a context. */
  readonly #written = new Map<string, Json>();

  /** @param edits It goes as far as the last of them at once, and stands where that was made. */
  constructor(setup: Setup, watcher: Watcher = {}, edits: readonly ContextEdit[] = []) {
    this.#setup = setup;
    this.#watcher = watcher;
    this.#edits = edits;
    const workflows = { ...setup.workflows, [setup.graph.slug]: setup.graph };
    const simulation: Simulation = new Simulation({
      graph: setup.graph,
      input: setup.input,
      seed: setup.seed,
      blobs: (hash) => this.#written.get(hash),
      world: {
        tasks: {},
        workflows,
        facts: (task) => ({ pure: false, ...meterOf(setup, task) }),
        reply: (call, input) => {
          const { source, ...answer } = replyTo(setup, simulation.tree, call, input);
          this.#sources.set(callKey(call), source);
          return answer;
        },
        people: (event) => visitsIn(setup, simulation.tree, event),
        chooseAgent: (wanted) => agentFor(setup, wanted),
      },
    });
    this.#simulation = simulation;
    this.blob = simulation.blob;
    simulation.room = edits[0]?.at ?? Number.POSITIVE_INFINITY;
    simulation.start();
    this.#repeat();
  }

  set breakpoints(all: readonly Breakpoint[]) {
    this.#breakpoints = new Map(all.map((one) => [`${one.slug}/${one.node}`, conditionOf(one)]));
  }

  get events(): number {
    return this.#cursor;
  }

  moment(): Moment {
    return { state: this.#state(), at: this.#clock, stop: this.#stop };
  }

  /** Goes on until something asks to stop, or the reach ends. */
  move(move: Move, { until = Number.POSITIVE_INFINITY, events = SLICE }: Reach = {}): Moment {
    const from = this.#stop;
    for (let taken = 0; taken < events; taken++) {
      const event = this.#next();
      if (!event) break;
      if (event.at > until) {
        this.#stop = null;
        this.#clock = Math.max(this.#clock, until);
        return { state: "moving", at: this.#clock, stop: null };
      }
      const stop = this.#cursor === this.#passes ? null : this.#stopAt(event, move, from);
      if (stop) {
        this.#stop = stop;
        this.#passes = this.#cursor;
        this.#clock = event.at;
        return this.moment();
      }
      this.#take(event);
    }
    this.#stop = null;
    const ended = this.#next() === undefined;
    return ended ? this.moment() : { state: "moving", at: this.#clock, stop: null };
  }

  /**
   * The same dry run from its beginning to where it stops now, where the run that it stops in has another context.
   * This one stays as it is.
   */
  fork(context: ContextValues, watcher: Watcher = {}): DryRun {
    if (!this.#stop) throw new Error("a dry run is forked where it stops");
    const edit = { at: this.#cursor, run: this.#stop.run, context };
    const earlier = this.#edits.filter(({ at }) => at < edit.at);
    return new DryRun(this.#setup, watcher, [...earlier, edit]);
  }

  /** The same setup gives the same events, so doing all of it again leads to where the edits were made. */
  #repeat(): void {
    for (const [index, edit] of this.#edits.entries()) {
      for (let event = this.#next(); event; event = this.#next()) this.#take(event);
      this.#edit(edit);
      this.#simulation.room = this.#edits[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    }
    if (this.#edits.length > 0) this.move("next");
  }

  /** In the tree that is decided about, and in the one that is shown. */
  #edit(edit: ContextEdit): void {
    const at = this.#simulation.now;
    const run = runAt(this.tree, edit.run);
    const before = run.context?.entries ?? {};
    const writing = { run: run.no, depth: run.depth, at, blob: this.blob };
    const { entries, blobs } = editedContext(before, edit.context, writing);
    for (const { hash, text } of blobs) this.#written.set(hash, JSON.parse(text) as Json);
    for (const tree of [this.#simulation.tree, this.tree]) {
      const edited = runAt(tree, edit.run);
      edited.context = { ...edited.context, entries };
    }
    this.#watcher.edit?.({ seq: this.#cursor, at, run: run.no, keys: changedKeys(before, entries) });
  }

  #state(): Moment["state"] {
    if (this.#stop) return "stopped";
    if (this.#cursor === 0) return "ready";
    if (this.#next()) return "moving";
    return isSettled(this.tree) ? "ended" : "stuck";
  }

  #next(): Event | undefined {
    while (this.#cursor >= this.#simulation.journal.length) if (!this.#simulation.advance()) break;
    return this.#simulation.journal[this.#cursor];
  }

  #take(event: Event): void {
    const place = openedBy(event);
    if (place) this.#opened.add(`${place.run}/${place.node}`);
    const source =
      "attempt" in event && "node" in event ? this.#sources.get(callKey(event as Called)) : undefined;
    evolve(this.tree, event);
    this.nodes.take(event, source ?? null);
    if (event.type === "NodeCompleted") {
      const output = runAt(this.tree, event.run).nodes?.[event.node]?.output;
      this.outputs.set(`${event.run}/${event.node}`, output ?? null);
    }
    this.#cursor += 1;
    this.#clock = Math.max(this.#clock, event.at);
    this.#watcher.event?.(this.#cursor, event);
  }

  #stopAt(event: Event, move: Move, from: Stop | null): Stop | null {
    const place = openedBy(event);
    if (!place || this.#opened.has(`${place.run}/${place.node}`)) return null;
    const run = runAt(this.tree, place.run);
    const { slug } = boundGraphOf(this.tree, run);
    const at = { ...place, slug, depth: run.depth, path: pathOf(this.tree, place.run) };
    const condition = this.#breakpoints.get(`${slug}/${place.node}`);
    const held = condition ? holdsIn(condition, run, this.blob) : false;
    if (held !== false) return { ...at, why: "breakpoint", ...(held === true ? {} : { problem: held }) };
    if (move === "next" || (move === "over" && run.depth <= (from?.depth ?? 0)))
      return { ...at, why: "step" };
    return null;
  }
}

type Called = Pick<CallTask, "run" | "node" | "attempt" | "item">;

function callKey({ run, node, item, attempt }: Called): string {
  return `${run}/${node}/${item ?? ""}/${attempt}`;
}

/** The node that an event is the first to speak of, if it is: it begins with it. */
function openedBy(event: Event): { readonly run: RunNo; readonly node: NodeId } | null {
  if (event.type === "NodeSkipped") return null;
  if (event.type === "RunStarted") return event.origin && { run: event.origin.run, node: event.origin.node };
  return "run" in event && "node" in event ? { run: event.run, node: event.node } : null;
}

function meterOf({ agents }: Setup, task: string) {
  const agent = agents.find(({ id }) => task.endsWith(`/${id}`));
  return task.startsWith("banyan:agent/") ? { meter: { usdPerToken: agent?.usdPerToken ?? 0 } } : {};
}

/** Without one that can, somebody who is not there answers: a draft may be tried before its agents are set up. */
function agentFor({ agents }: Setup, wanted: readonly string[]): string {
  const able = agents.find(({ capabilities }) => wanted.every((one) => capabilities.includes(one)));
  return able?.id ?? wanted.join("-");
}
