import type { TreeBatch, TreeSnapshot, TreeSummary } from "#server/engine/live/wire";
import { type Forest, fold, newForest, siblingsOf } from "./forest";
import { marked, search } from "./search";
import { type Hits, type Term, termsOf } from "./terms";
import {
  AUTO_ABOVE,
  AUTO_DEPTH,
  followRun,
  isOpen,
  isShown,
  iterate,
  type Line,
  linesOf,
  newView,
  reveal,
  showMore,
  toggleBundle,
  type View,
} from "./view";

/** `old` = already applied; `gap` = events are missing before it; `incomplete` = it does not fit: take a new snapshot. */
export type Received = "applied" | "old" | "gap" | "incomplete";

type Schedule = (flush: () => void) => void;

/** Who caused a change: what a person does shows in the next frame, what the stream brings at a measured pace. */
type Cause = "person" | "stream";

/**
 * A live tree as the screen needs it. Batches fold in as they come; listeners hear as the two schedules say. Lines are
 * made again only when something that is on screen moved.
 */
export class TreeStore {
  forest: Forest = newForest();
  view: View = newView();
  tree: TreeSummary | null = null;
  incarnation = "";
  seq = 0;
  query = "";
  /** Only what a search finds is shown, with what stands above it; else it is marked among all. */
  only = true;
  /** What the server has found. */
  hits: Hits = new Map();
  /** Raised on each notification. */
  version = 0;
  /** How often lines were made: the work that grows with what is on screen. */
  layouts = 0;
  private lines: readonly Line[] = [];
  private matches: readonly number[] = [];
  private terms: readonly Term[] = [];
  private stale = true;
  private auto = true;
  private untold = false;
  private readonly scheduled = new Set<Cause>();
  private readonly listeners = new Set<() => void>();
  private readonly schedules: Readonly<Record<Cause, Schedule>>;

  constructor(soon: Schedule, paced: Schedule = soon) {
    this.schedules = { person: soon, stream: paced };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Replaces everything by a snapshot; what the person opened and searched stays. */
  load(snapshot: TreeSnapshot): void {
    this.forest = newForest();
    this.tree = snapshot.tree;
    this.incarnation = snapshot.incarnation;
    this.seq = snapshot.seq;
    for (const row of [...snapshot.rows].sort((a, b) => a.no - b.no)) fold(this.forest, row);
    this.view.bundles.clear();
    this.changed(true);
  }

  receive(batch: TreeBatch): Received {
    if (batch.to <= this.seq) return "old";
    if (batch.from !== this.seq + 1) return "gap";
    let moved = false;
    for (const delta of [...batch.rows].sort((a, b) => a.no - b.no)) {
      const folded = fold(this.forest, delta);
      if (folded === "incomplete") return "incomplete";
      moved ||= folded === "added" && isShown(this.forest, this.view, delta.no);
      moved ||= this.view.doneClosed && delta.status !== undefined;
    }
    if (batch.tree && this.tree) this.tree = { ...this.tree, ...batch.tree };
    this.seq = batch.to;
    this.changed(moved || this.isSearched(), "stream");
    return "applied";
  }

  /** What is on screen, top to bottom. */
  screen(): readonly Line[] {
    if (!this.stale) return this.lines;
    this.stale = false;
    this.layouts += 1;
    const found = this.isSearched() ? search(this.forest, this.terms, this.hits) : null;
    this.matches = found?.matches ?? [];
    if (found && this.only) this.lines = found.lines;
    else {
      const lines = linesOf(this.forest, this.view);
      this.lines = found ? marked(lines, found.matches) : lines;
    }
    return this.lines;
  }

  /** Whether what is typed looks for something. */
  isSearched(): boolean {
    return this.terms.length > 0;
  }

  found(): readonly number[] {
    this.screen();
    return this.matches;
  }

  setQuery(query: string): void {
    if (query === this.query) return;
    this.query = query;
    this.terms = termsOf(query);
    this.changed(true);
  }

  showOnly(only: boolean): void {
    if (only === this.only) return;
    this.only = only;
    this.changed(true);
  }

  setHits(hits: Hits): void {
    this.hits = hits;
    this.changed(this.isSearched());
  }

  /** Depth to which the tree is open; `null` = all of it. */
  depth(): number | null {
    return Number.isFinite(this.view.depth) ? this.view.depth : null;
  }

  /** Whether the depth was chosen by the size of the tree, not by a person. */
  isAuto(): boolean {
    return this.auto;
  }

  /** `null` opens everything, bundles too. */
  showTo(depth: number | null): void {
    this.auto = false;
    this.openTo(depth ?? Number.POSITIVE_INFINITY);
    this.view.everything = depth === null;
  }

  toggle(line: Line): void {
    if (line.kind === "run") this.view.toggled.set(line.no, !isOpen(this.forest, this.view, line.no));
    else if (line.kind === "more") showMore(this.view, line);
    else toggleBundle(this.forest, this.view, line.siblings);
    this.changed(true);
  }

  /** Closes what has succeeded with all below it, or no longer. */
  closeDone(on: boolean): void {
    if (this.view.doneClosed === on) return;
    this.view.doneClosed = on;
    this.view.toggled.clear();
    this.view.bundles.clear();
    this.changed(true);
  }

  /** Shows an earlier or a later iteration of the loop that the line stands in; tells the run that is shown then. */
  iterate(line: Line, by: number): number | null {
    const row = line.kind === "run" && line.loop ? this.forest.rows[line.no] : undefined;
    const siblings = row && siblingsOf(this.forest, row);
    if (!siblings) return null;
    iterate(this.forest, this.view, siblings, by);
    this.changed(true);
    const shown = this.screen().find((other) => other.kind === "run" && other.loop?.key === siblings.key);
    return shown?.kind === "run" ? shown.no : null;
  }

  reveal(no: number): void {
    reveal(this.forest, this.view, no);
    this.changed(true);
  }

  /** Opens the path to the newest run that has not ended, closes the one before, and returns it. */
  follow(): number | null {
    let newest: number | null = null;
    for (const no of this.forest.live) if (newest === null || no > newest) newest = no;
    followRun(this.forest, this.view, newest);
    this.changed(true, "stream");
    return newest;
  }

  private openTo(depth: number): void {
    this.view.depth = depth;
    this.view.everything = false;
    this.view.toggled.clear();
    this.view.bundles.clear();
    this.view.closed.clear();
    this.changed(true);
  }

  private changed(moved: boolean, cause: Cause = "person"): void {
    this.stale ||= moved;
    if (this.auto && this.forest.total.total > AUTO_ABOVE && this.view.depth > AUTO_DEPTH)
      this.openTo(AUTO_DEPTH);
    this.untold = true;
    if (this.scheduled.has(cause)) return;
    this.scheduled.add(cause);
    this.schedules[cause](() => {
      this.scheduled.delete(cause);
      if (this.untold) this.tell();
    });
  }

  private tell(): void {
    this.untold = false;
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
