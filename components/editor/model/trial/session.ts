import { DryRun, type Moment } from "#server/engine/dry-run/dry-run";
import type { ContextValues } from "#server/engine/dry-run/edited-context";
import type { Breakpoint } from "#server/engine/dry-run/setup";
import type { TreeBatch, TreeSnapshot } from "#server/engine/live/wire";
import { boundGraphOf, runAt } from "#server/engine/run/tree";
import { lookAt } from "./look";
import type { DryAsked, DryTold, Look } from "./messages";
import { Watched } from "./watched";

/** Events in one go, so that a person who presses *Pause* is heard. */
const EVENTS_AT_ONCE = 500;

/**
 * A dry run that somebody watches: what is asked of it, how time passes in it, and what is told of it. Each fork of it is
 * a branch beside the others; one of them is shown, and only that one moves.
 */
export class DrySession {
  readonly #tell: (told: DryTold) => void;
  #branches: Watched[] = [];
  #branch = 0;
  #breakpoints: readonly Breakpoint[] = [];
  /** Hash of the graph that was told last. */
  #graph = "";
  #fresh = true;
  #speed: number | null = 1;
  #playing = false;

  constructor(tell: (told: DryTold) => void) {
    this.#tell = tell;
  }

  get playing(): boolean {
    return this.#playing;
  }

  take(asked: DryAsked): void {
    try {
      this.#do(asked);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** So much real time has passed. */
  pass(realMs: number): void {
    const watched = this.#branches[this.#branch];
    if (!this.#playing || !watched) return;
    try {
      const before = watched.dry.moment().at;
      const until = this.#speed === null ? {} : { until: before + realMs * this.#speed };
      this.#moved(watched, watched.dry.move("continue", { ...until, events: EVENTS_AT_ONCE }));
    } catch (error) {
      this.#fail(error);
    }
  }

  #do(asked: DryAsked): void {
    const watched = this.#branches[this.#branch];
    if (asked.ask === "start") this.#start(asked);
    else if (watched) this.#act(watched, asked);
  }

  #act(watched: Watched, asked: Exclude<DryAsked, { ask: "start" }>): void {
    const { dry } = watched;
    switch (asked.ask) {
      case "breakpoints":
        this.#breakpoints = asked.breakpoints;
        for (const each of this.#branches) each.dry.breakpoints = asked.breakpoints;
        return;
      case "move":
        this.#playing = false;
        this.#moved(watched, toStop(dry, asked.move));
        return;
      case "fork":
        this.#fork(watched, asked.context);
        return;
      case "branch":
        this.#turn(asked.branch);
        return;
      case "play":
        this.#speed = asked.speed;
        this.#playing = dry.moment().state !== "ended";
        break;
      case "pause":
        this.#playing = false;
        break;
      case "look":
        watched.look = { run: asked.run, node: asked.node };
        break;
    }
    this.#show(watched, dry.moment());
  }

  #start({ setup, breakpoints }: Extract<DryAsked, { ask: "start" }>): void {
    this.#breakpoints = breakpoints;
    const watched = new Watched((watcher) => new DryRun(setup, watcher));
    watched.dry.breakpoints = breakpoints;
    this.#branches = [watched];
    this.#turnTo(0);
    // Up to the first node: before that there is nothing to see.
    this.#moved(watched, toStop(watched.dry, "next"));
  }

  #fork({ dry }: Watched, context: ContextValues): void {
    const { stop } = dry.moment();
    if (!stop) return;
    const forked = new Watched((watcher) => dry.fork(context, watcher), { branch: this.#branch, stop });
    forked.dry.breakpoints = this.#breakpoints;
    this.#branches.push(forked);
    this.#turnTo(this.#branches.length - 1);
    this.#moved(forked, forked.dry.moment());
  }

  #turn(branch: number): void {
    const watched = this.#branches[branch];
    if (!watched || branch === this.#branch) return;
    this.#turnTo(branch);
    this.#show(watched, watched.dry.moment());
  }

  /** The page knows nothing yet of what is shown from now on. */
  #turnTo(branch: number): void {
    this.#branch = branch;
    this.#graph = "";
    this.#fresh = true;
    this.#playing = false;
  }

  /** Where it stops is what a person wants to see. */
  #moved(watched: Watched, moment: Moment): void {
    if (moment.state !== "moving") this.#playing = false;
    if (moment.stop) watched.look = { run: moment.stop.run, node: moment.stop.node };
    this.#show(watched, moment);
  }

  #show(watched: Watched, moment: Moment): void {
    const changes = this.#changes(watched);
    const look = this.#lookNow(watched);
    if (!look) return;
    this.#tell({
      tell: "shown",
      branches: this.#branches.map((each) => each.told()),
      branch: this.#branch,
      moment,
      playing: this.#playing,
      ...changes,
      look,
      log: watched.log,
    });
  }

  #changes(watched: Watched): { readonly snapshot?: TreeSnapshot } | { readonly batch?: TreeBatch } {
    const snapshot = this.#fresh ? watched.snapshot() : null;
    if (snapshot) {
      this.#fresh = false;
      return { snapshot };
    }
    const batch = watched.batch();
    return batch ? { batch } : {};
  }

  #lookNow({ dry, started, look }: Watched): Look | null {
    const first = started.get(look.run) ?? started.get(0);
    if (!first) return null;
    const { hash, graph } = boundGraphOf(dry.tree, runAt(dry.tree, first.run));
    const told = this.#graph === hash;
    this.#graph = hash;
    return { ...lookAt(dry, first, look.node), ...(told ? {} : { graph }) };
  }

  #fail(error: unknown): void {
    this.#playing = false;
    this.#tell({ tell: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

/** A step may lead through many events of which none begins a node. */
function toStop(dry: DryRun, move: Parameters<DryRun["move"]>[0]): Moment {
  let moment = dry.move(move);
  for (let times = 0; moment.state === "moving" && times < 50; times++) moment = dry.move(move);
  return moment;
}
