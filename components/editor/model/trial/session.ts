import { DryRun, type Moment } from "#server/engine/dry-run/dry-run";
import { PendingBatch } from "#server/engine/live/pending-batch";
import { newProjection, type Projection, project } from "#server/engine/live/project";
import type { TreeSnapshot } from "#server/engine/live/wire";
import type { Event, RunStarted } from "#server/engine/run/events";
import { boundGraphOf, runAt } from "#server/engine/run/tree";
import { logLine } from "./log";
import { lookAt } from "./look";
import type { DryAsked, DryTold, LogLine, Look } from "./messages";

/** Lines of what has happened that are told. */
const LOG_LINES = 200;
/** Events in one go, so that a person who presses *Pause* is heard. */
const EVENTS_AT_ONCE = 500;

/** A dry run that somebody watches: what is asked of it, how time passes in it, and what is told of it. */
export class DrySession {
  readonly #tell: (told: DryTold) => void;
  #dry: DryRun | null = null;
  #projection: Projection = newProjection();
  #pending = new PendingBatch("tree:dry-run");
  #started = new Map<number, RunStarted>();
  #log: LogLine[] = [];
  #look: { readonly run: number; readonly node: string | null } = { run: 0, node: null };
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
    if (!this.#playing || !this.#dry) return;
    try {
      const before = this.#dry.moment().at;
      const until = this.#speed === null ? {} : { until: before + realMs * this.#speed };
      this.#moved(this.#dry.move("continue", { ...until, events: EVENTS_AT_ONCE }));
    } catch (error) {
      this.#fail(error);
    }
  }

  #do(asked: DryAsked): void {
    if (asked.ask === "start") this.#start(asked);
    else if (this.#dry) this.#act(this.#dry, asked);
  }

  #act(dry: DryRun, asked: Exclude<DryAsked, { ask: "start" }>): void {
    switch (asked.ask) {
      case "breakpoints":
        dry.breakpoints = asked.breakpoints;
        return;
      case "move":
        this.#playing = false;
        this.#moved(toStop(dry, asked.move));
        return;
      case "play":
        this.#speed = asked.speed;
        this.#playing = dry.moment().state !== "ended";
        break;
      case "pause":
        this.#playing = false;
        break;
      case "look":
        this.#look = { run: asked.run, node: asked.node };
        break;
    }
    this.#show(dry.moment());
  }

  #start({ setup, breakpoints }: Extract<DryAsked, { ask: "start" }>): void {
    this.#projection = newProjection();
    this.#pending = new PendingBatch("tree:dry-run");
    this.#started = new Map();
    this.#log = [];
    this.#look = { run: 0, node: null };
    this.#graph = "";
    this.#fresh = true;
    this.#playing = false;
    this.#dry = new DryRun(setup, (seq, event) => this.#hear(seq, event));
    this.#dry.breakpoints = breakpoints;
    // Up to the first node: before that there is nothing to see.
    this.#moved(toStop(this.#dry, "next"));
  }

  #hear(seq: number, event: Event): void {
    this.#pending.add(seq, project(this.#projection, seq, event));
    if (event.type === "RunStarted") this.#started.set(event.run, event);
    this.#log.push(logLine(seq, event));
    if (this.#log.length > 2 * LOG_LINES) this.#log = this.#log.slice(-LOG_LINES);
  }

  /** Where it stops is what a person wants to see. */
  #moved(moment: Moment): void {
    if (moment.state !== "moving") this.#playing = false;
    if (moment.stop) this.#look = { run: moment.stop.run, node: moment.stop.node };
    this.#show(moment);
  }

  #show(moment: Moment): void {
    const changes = this.#changes();
    const look = this.#lookNow();
    if (!look) return;
    this.#tell({
      tell: "shown",
      moment,
      playing: this.#playing,
      ...changes,
      look,
      log: this.#log.slice(-LOG_LINES),
    });
  }

  #changes():
    | { readonly snapshot?: TreeSnapshot }
    | { readonly batch?: NonNullable<ReturnType<PendingBatch["take"]>> } {
    const batch = this.#pending.take();
    const { tree, seq, rows } = this.#projection;
    if (!this.#fresh || !tree) return batch ? { batch } : {};
    this.#fresh = false;
    return { snapshot: { incarnation: "dry-run", seq, tree, rows: [...rows.values()] } };
  }

  #lookNow(): Look | null {
    const dry = this.#dry;
    const started = this.#started.get(this.#look.run) ?? this.#started.get(0);
    if (!dry || !started) return null;
    const { hash, graph } = boundGraphOf(dry.tree, runAt(dry.tree, started.run));
    const told = this.#graph === hash;
    this.#graph = hash;
    return { ...lookAt(dry, started, this.#look.node), ...(told ? {} : { graph }) };
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
