import { type Answer, type Question, questionKey } from "../context/questions.ts";
import type { Fork } from "../fork/fork.ts";
import type { BoundGraph, Limits } from "../graph/graph.ts";
import type { EpochMs, TreeId } from "../ids.ts";
import type { Command, DecideEnv, Needs, Refusal } from "../run/commands.ts";
import type { CallTask, Effect } from "../run/effects.ts";
import type { Actor, Event, TreeOrigin } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import type { TreeState } from "../run/state.ts";
import { step } from "../run/step.ts";
import { nextWakeAt } from "../run/timers.ts";
import { isSettled, newTree } from "../run/tree.ts";
import { externalize, resolve } from "../values/index.ts";
import type { Blob, BlobLookup, Json, Stored } from "../values/json.ts";
import { Calendar } from "./calendar.ts";
import { visitsOf } from "./people.ts";
import { type Random, seeded } from "./random.ts";
import { answerOf, factsOf, type World } from "./world.ts";

export type Scenario = {
  readonly graph: BoundGraph;
  readonly input: Stored;
  /** Entries of the root's context. */
  readonly context?: Readonly<Record<string, Stored>>;
  readonly world: World;
  readonly seed: number;
  readonly limits?: Partial<Limits>;
  /** Who starts what, when, under which id; made up where it is left out. */
  readonly treeId?: TreeId;
  readonly label?: string;
  readonly actor?: Actor;
  readonly startAt?: EpochMs;
  /** Another tree started it. */
  readonly origin?: TreeOrigin;
  /** It repeats part of an earlier tree, whose values are these. */
  readonly fork?: Fork;
  readonly blobs?: BlobLookup;
  /** Share of steps after which the owner dies: what was not committed is lost, and so are the answers on their way. */
  readonly crashRate?: number;
  /** Share of steps whose events stay uncommitted for a while, as a flush in flight leaves them. */
  readonly commitLag?: number;
  /** Steps after which a tree that has not finished counts as stuck. */
  readonly maxSteps?: number;
};

/** One call as the outside world saw it. `seq` is the head of the journal that was committed at that moment. */
export type SeenCall = { readonly call: CallTask; readonly committed: number; readonly at: EpochMs };

export type Outcome = {
  readonly tree: TreeState;
  readonly journal: readonly Event[];
  readonly calls: readonly SeenCall[];
  readonly crashes: number;
  readonly steps: number;
  /** Not finished, and nothing left that could move it. */
  readonly stuck: boolean;
  readonly endedAt: EpochMs;
  /** Bytes of all values that were stored outside, each counted once. */
  readonly storedBytes: number;
  readonly blobs: BlobLookup;
};

const ACTOR: Actor = { kind: "system", id: "simulator", name: "Simulator" };
const TREE_ID = "00000000-0000-7000-8000-000000000000";

/** Runs a scenario to its end on a virtual clock. The same scenario gives the same journal. */
export function simulate(scenario: Scenario): Outcome {
  const simulation = new Simulation(scenario);
  simulation.start();
  while (simulation.advance()) {
    // Each call moves the virtual clock to the next thing that happens.
  }
  return simulation.outcome();
}

/** One tree in one world. `send` lets a caller act on it between two moves. */
export class Simulation {
  tree: TreeState = newTree();
  /** Most events that the journal may come to. A decision that leads past it waits, undone, until there is more room. */
  room = Number.POSITIVE_INFINITY;
  /** What was cut short for want of room. */
  #cut: Command | null = null;
  readonly #scenario: Scenario;
  readonly #random: Random;
  readonly #calendar = new Calendar();
  /** What people will do: unlike answers on their way, an owner's death does not stop them. */
  readonly #people = new Calendar();
  /** What they did and nobody has confirmed: after a crash they do it again. */
  #unconfirmed: Command[] = [];
  readonly #env: DecideEnv;
  readonly #blobs = new Map<string, Json>();
  readonly #answers = new Map<string, Answer>();
  readonly #calls: SeenCall[] = [];
  #journal: Event[] = [];
  #committed = 0;
  /** Effects that wait for the commit of their events. */
  #held: Effect[] = [];
  #now: EpochMs = 0;
  #crashes = 0;
  #storedBytes = 0;
  #steps = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#random = seeded(scenario.seed);
    this.#env = {
      blob: (hash) => this.#blobs.get(hash) ?? scenario.blobs?.(hash),
      workflow: (name) => scenario.world.workflows?.[name] ?? null,
      task: (name) => factsOf(scenario.world, name),
      chooseAgent: scenario.world.chooseAgent,
      ...(scenario.world.answer ? { answer: (question) => this.#answers.get(questionKey(question)) } : {}),
    };
  }

  /** Everything that has happened so far, committed or not. */
  get journal(): readonly Event[] {
    return this.#journal;
  }

  readonly blob: BlobLookup = (hash) => this.#env.blob(hash);

  get now(): EpochMs {
    return this.#now;
  }

  /** When the next thing happens; infinity = nothing will. */
  nextAt(): EpochMs {
    const wakeAt = nextWakeAt(this.tree) ?? Number.POSITIVE_INFINITY;
    return Math.min(wakeAt, this.#calendar.firstAt ?? Number.POSITIVE_INFINITY);
  }

  start(): void {
    const { graph, input, limits, context, label, origin, fork } = this.#scenario;
    const { treeId = TREE_ID, actor = ACTOR, startAt = 0 } = this.#scenario;
    this.#now = startAt;
    this.send({
      type: "start",
      at: startAt,
      treeId,
      graph,
      input,
      actor,
      ...(limits ? { limits } : {}),
      ...(context ? { context } : {}),
      ...(label === undefined ? {} : { label }),
      ...(origin ? { origin } : {}),
      ...(fork ? { fork } : {}),
    });
    this.#commit();
  }

  /** Lets the next thing happen; false when nothing will ever happen again. */
  advance(): boolean {
    if (isSettled(this.tree) || this.#steps >= (this.#scenario.maxSteps ?? 1_000_000)) return false;
    if (this.#cut) return this.#goOn(this.#cut);
    if (this.#calendar.size === 0) this.#commit();
    const command = this.#nextCommand();
    if (!command) return false;
    this.#now = Math.max(this.#now, command.at);
    this.send({ ...command, at: this.#now });
    if (this.#random.next() >= (this.#scenario.commitLag ?? 0)) this.#commit();
    if (this.#random.next() < (this.#scenario.crashRate ?? 0)) this.#crash();
    return true;
  }

  #goOn(cut: Command): boolean {
    this.#cut = null;
    this.send(cut);
    this.#commit();
    return this.#cut === null;
  }

  /** Gives the tree the answers that are still on their way once it has ended. */
  drain(): void {
    for (let entry = this.#calendar.next(); entry; entry = this.#calendar.next())
      this.send({ ...entry.command, at: this.#now });
  }

  /** Decides a command and all that follows from it; answers why, if it does not apply. */
  send(command: Command): Refusal | undefined {
    let next: Command = command;
    for (;;) {
      this.#steps += 1;
      const result = step(this.tree, next, this.#env, undefined, this.room - this.#journal.length);
      this.#store(result.blobs);
      this.#journal.push(...result.events);
      this.#invite(result.events);
      for (const effect of result.effects) this.#take(effect);
      if (!result.needs && !result.more) return result.refused;
      if (result.needs) this.#mustHave(result.needs);
      else if (result.events.length === 0) {
        this.#cut = next;
        return;
      }
      if (result.events.length > 0) next = { type: "advance", at: this.#now };
    }
  }

  outcome(): Outcome {
    return {
      tree: this.tree,
      journal: this.#journal,
      calls: this.#calls,
      crashes: this.#crashes,
      steps: this.#steps,
      stuck: !isSettled(this.tree),
      endedAt: this.#now,
      storedBytes: this.#storedBytes,
      blobs: this.#env.blob,
    };
  }

  /** The earliest of what is on its way, what people will do, and what the tree waits for. */
  #nextCommand(): Command | undefined {
    const wakeAt = nextWakeAt(this.tree) ?? Number.POSITIVE_INFINITY;
    const [answer, person] = [this.#calendar, this.#people].map(
      ({ firstAt = Number.POSITIVE_INFINITY }) => firstAt,
    ) as [number, number];
    if (wakeAt < Math.min(answer, person)) return { type: "tick", at: wakeAt };
    if (answer <= person) return this.#calendar.next()?.command;
    const done = this.#people.next()?.command;
    if (done) this.#unconfirmed.push(done);
    return done;
  }

  #invite(events: readonly Event[]): void {
    const { people } = this.#scenario.world;
    if (!people) return;
    const visits = (event: Event) => (people === true ? visitsOf(event, this.#random) : people(event));
    for (const { afterMs, command } of events.flatMap(visits)) {
      const at = this.#now + afterMs;
      this.#people.add(at, { ...command, at });
    }
  }

  /** Blobs of the step itself are in the store by now; anything else is a hole in the world. */
  #mustHave(needs: Needs): void {
    for (const question of needs.questions ?? []) this.#answer(question);
    const lacking = needs.blobs.filter((hash) => !this.#blobs.has(hash));
    if (lacking.length > 0 || needs.workflows.length > 0)
      throw new Error(`the world lacks ${JSON.stringify(needs)}`);
  }

  #answer(question: Question): void {
    const answer = this.#scenario.world.answer?.(question, this.#env.blob);
    if (answer) this.#answers.set(questionKey(question), answer);
  }

  #keep(output: Json): Stored {
    const kept = externalize(output);
    if (!kept.ok) throw new Error(`a scripted output cannot be stored: ${kept.failure.message}`);
    this.#store(kept.blobs);
    return kept.stored;
  }

  #store(blobs: readonly Blob[]): void {
    for (const { hash, bytes, text } of blobs) {
      if (!this.#blobs.has(hash)) this.#storedBytes += bytes;
      this.#blobs.set(hash, JSON.parse(text));
    }
  }

  /** Pure calls go at once; everything else waits for its commit. */
  #take(effect: Effect): void {
    if (effect.type === "callTask" && effect.pure) this.#call(effect);
    else this.#held.push(effect);
  }

  #commit(): void {
    this.#committed = this.#journal.length;
    this.#unconfirmed = [];
    const held = this.#held;
    this.#held = [];
    for (const effect of held) if (effect.type === "callTask") this.#call(effect);
  }

  #call(call: CallTask): void {
    const held = call.pure ? null : this.#scenario.world.breaker?.(call, this.#now);
    if (held) {
      const { run, node, attempt, item } = call;
      const place = item === undefined ? { run, node, attempt } : { run, node, attempt, item };
      this.#calendar.add(this.#now, { type: "attemptHeld", at: this.#now, ...place, ...held });
      return;
    }
    this.#calls.push({ call, committed: this.#committed, at: this.#now });
    const input = resolve(call.input, this.#env.blob);
    const { afterMs, result, usage, jitter } = answerOf(
      this.#scenario.world,
      call,
      input.ok ? input.value : null,
      this.#random,
    );
    const at = this.#now + afterMs;
    const place = {
      at,
      run: call.run,
      node: call.node,
      attempt: call.attempt,
      ...(call.item === undefined ? {} : { item: call.item }),
      ...(usage ? { usage } : {}),
    };
    if ("output" in result)
      this.#calendar.add(at, { type: "attemptSucceeded", ...place, output: this.#keep(result.output) });
    else
      this.#calendar.add(at, {
        type: "attemptFailed",
        ...place,
        failure: result.failure,
        jitter: jitter ?? this.#random.next(),
      });
  }

  /** The owner dies and another one takes over from what was committed. */
  #crash(): void {
    this.#crashes += 1;
    this.#journal = this.#journal.slice(0, this.#committed);
    this.#held = [];
    this.#calendar.clear();
    for (const command of this.#unconfirmed.splice(0)) this.#people.add(this.#now, command);
    this.tree = newTree();
    for (const event of this.#journal) evolve(this.tree, event);
    this.#now += this.#random.between(0, 1_000);
    this.send({ type: "recover", at: this.#now, epoch: this.#crashes + 1 });
    this.#commit();
  }
}
