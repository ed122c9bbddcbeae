import type { DryRun, Edited, Watcher } from "#server/engine/dry-run/dry-run";
import { PendingBatch } from "#server/engine/live/pending-batch";
import { newProjection, project } from "#server/engine/live/project";
import type { TreeBatch, TreeSnapshot } from "#server/engine/live/wire";
import type { Event, RunStarted } from "#server/engine/run/events";
import { editLine, logLine } from "./log";
import type { Branch, LogLine } from "./messages";

/** Lines of what has happened that are told. */
const LOG_LINES = 200;

type Left = Omit<NonNullable<Branch["from"]>, "keys">;

/** One branch of a dry run with what there is to tell of it. */
export class Watched {
  readonly dry: DryRun;
  readonly started = new Map<number, RunStarted>();
  look: { readonly run: number; readonly node: string | null } = { run: 0, node: null };
  readonly #projection = newProjection();
  readonly #pending = new PendingBatch("tree:dry-run");
  readonly #from: Left | null;
  #keys: readonly string[] = [];
  #log: LogLine[] = [];

  constructor(make: (watcher: Watcher) => DryRun, from: Left | null = null) {
    this.#from = from;
    this.dry = make({
      event: (seq, event) => this.#hear(seq, event),
      edit: (edited) => this.#edited(edited),
    });
  }

  told(): Branch {
    return { from: this.#from && { ...this.#from, keys: this.#keys }, moment: this.dry.moment() };
  }

  /** The latest of what has happened, the newest last. */
  get log(): readonly LogLine[] {
    return this.#log.slice(-LOG_LINES);
  }

  /** The whole tree; what is told next counts from here. */
  snapshot(): TreeSnapshot | null {
    this.#pending.take();
    const { tree, seq, rows } = this.#projection;
    return tree && { incarnation: "dry-run", seq, tree, rows: [...rows.values()] };
  }

  /** What has changed since it was told last. */
  batch(): TreeBatch | null {
    return this.#pending.take();
  }

  #hear(seq: number, event: Event): void {
    this.#pending.add(seq, project(this.#projection, seq, event));
    if (event.type === "RunStarted") this.started.set(event.run, event);
    this.#write(logLine(seq, event));
  }

  #edited(edited: Edited): void {
    this.#keys = edited.keys;
    this.#write(editLine(edited));
  }

  #write(line: LogLine): void {
    this.#log.push(line);
    if (this.#log.length > 2 * LOG_LINES) this.#log = this.#log.slice(-LOG_LINES);
  }
}
