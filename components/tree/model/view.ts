import type { RunRow } from "#server/engine/live/wire";
import { BUNDLE_ABOVE, type Forest, pathOf, type Siblings, siblingsKey, siblingsOf } from "./forest";

/** A line of the tree as it stands on screen. `level` counts indentation, which bundles add to. */
export type Line =
  | {
      readonly kind: "run";
      readonly key: string;
      readonly no: number;
      readonly level: number;
      readonly dimmed: boolean;
      /** A search stands, and has found it. */
      readonly hit?: boolean;
      /** It stands for one iteration of a loop: which, and how many there are. */
      readonly loop?: { readonly key: string; readonly at: number; readonly of: number };
    }
  | {
      readonly kind: "bundle";
      readonly key: string;
      readonly siblings: Siblings;
      readonly level: number;
      readonly open: boolean;
    }
  | {
      readonly kind: "more";
      readonly key: string;
      readonly siblings: Siblings;
      readonly level: number;
      readonly hidden: number;
      /** All of them have succeeded, with all below them. */
      readonly done: boolean;
    };

/** Members in the order in which they stood when the bundle was opened; later ones follow. */
type OpenBundle = {
  readonly order: number[];
  ordered: number;
  shown: number;
  /** Of those that have succeeded, while these are closed. */
  shownDone: number;
};

/** What is open. Runs shallower than `depth` are, unless `toggled` says otherwise. */
export type View = {
  depth: number;
  readonly toggled: Map<number, boolean>;
  readonly bundles: Map<string, OpenBundle>;
  /** Bundles that a person closed; those of the root are open otherwise, and all of them with `everything`. */
  readonly closed: Set<string>;
  everything: boolean;
  /** Iterations chosen by a person, by the key of their siblings; the latest is shown otherwise. */
  readonly iterations: Map<string, number>;
  /** Runs of which nothing but success is to be told are closed. */
  doneClosed: boolean;
  /** Runs and bundles that following keeps open. */
  followed: ReadonlySet<number>;
  followedBundles: ReadonlySet<string>;
};

export const PAGE = 100;
/** Above this many runs a tree opens to depth `AUTO_DEPTH` only. */
export const AUTO_ABOVE = 300;
export const AUTO_DEPTH = 2;

export function newView(): View {
  return {
    depth: Number.POSITIVE_INFINITY,
    toggled: new Map(),
    bundles: new Map(),
    closed: new Set(),
    everything: false,
    iterations: new Map(),
    doneClosed: false,
    followed: new Set(),
    followedBundles: new Set(),
  };
}

export function isOpen(forest: Forest, view: View, no: number): boolean {
  const row = forest.rows[no];
  if (!row) return false;
  return view.toggled.get(no) ?? (opensAtItsDepth(forest, view, row) || view.followed.has(no));
}

function opensAtItsDepth(forest: Forest, view: View, row: RunRow): boolean {
  return row.depth < view.depth && !(view.doneClosed && isDone(forest, row));
}

function isDoneAt(forest: Forest, no: number): boolean {
  const row = forest.rows[no];
  return row !== undefined && isDone(forest, row);
}

/** It and all below it have succeeded. */
function isDone(forest: Forest, row: RunRow): boolean {
  return row.status === "succeeded" && isDoneBelow(forest, row.no);
}

function isDoneBelow(forest: Forest, no: number): boolean {
  const below = forest.below[no];
  return below === undefined || below.succeeded === below.total;
}

export function isBundle(siblings: Siblings): boolean {
  return !siblings.loop && siblings.members.length > BUNDLE_ABOVE;
}

/** Iterations so far, and the one that is shown. */
export function iterationOf(forest: Forest, view: View, siblings: Siblings): { at: number; of: number } {
  const latest = forest.rows[siblings.members.at(-1) ?? -1]?.item ?? 0;
  return { at: Math.min(view.iterations.get(siblings.key) ?? latest, latest), of: latest + 1 };
}

/** Shows the iteration `by` steps away; the latest is followed from then on if that is it. */
export function iterate(forest: Forest, view: View, siblings: Siblings, by: number): void {
  const { at, of } = iterationOf(forest, view, siblings);
  const next = Math.max(0, at + by);
  if (next >= of - 1) view.iterations.delete(siblings.key);
  else view.iterations.set(siblings.key, next);
}

function membersOf(forest: Forest, siblings: Siblings, iteration: number): readonly number[] {
  return siblings.members.filter((no) => (forest.rows[no]?.item ?? 0) === iteration);
}

/** Whether a new run at this place appears on screen: all above it is open. */
export function isShown(forest: Forest, view: View, no: number): boolean {
  for (let row = forest.rows[no]; row && row.parent !== null; row = forest.rows[row.parent]) {
    if (!isOpen(forest, view, row.parent)) return false;
    const siblings = siblingsOf(forest, row);
    if (
      siblings &&
      !siblings.loop &&
      siblings.members.length > BUNDLE_ABOVE + 1 &&
      !view.bundles.has(siblings.key)
    )
      return false;
  }
  return true;
}

export function toggleBundle(forest: Forest, view: View, siblings: Siblings): void {
  if (view.bundles.delete(siblings.key)) view.closed.add(siblings.key);
  else {
    view.closed.delete(siblings.key);
    openBundle(forest, view, siblings);
  }
}

function openBundle(forest: Forest, view: View, siblings: Siblings): void {
  const order = [...siblings.members].sort((a, b) => urgency(forest, a) - urgency(forest, b) || a - b);
  view.bundles.set(siblings.key, { order, ordered: siblings.members.length, shown: PAGE, shownDone: 0 });
}

/** Failed first, then what holds a failure or still runs, then the rest. */
function urgency(forest: Forest, no: number): number {
  const status = forest.rows[no]?.status;
  if (status === "failed" || status === "needs_attention") return 0;
  if ((forest.below[no]?.failed ?? 0) > 0) return 1;
  return status === "running" ? 2 : status === "succeeded" ? 4 : 3;
}

/** Opens everything above a run, so that it stands on screen. */
export function reveal(forest: Forest, view: View, no: number): void {
  for (let row = forest.rows[no]; row && row.parent !== null; row = forest.rows[row.parent]) {
    if (!isOpen(forest, view, row.parent)) view.toggled.set(row.parent, true);
    const siblings = siblingsOf(forest, row);
    if (siblings?.loop) view.iterations.set(siblings.key, row.item ?? 0);
    else if (siblings && isBundle(siblings)) showMember(forest, view, siblings, row.no);
  }
}

/** Opens the path to a run for as long as it is followed, and closes what the run before it had opened. */
export function followRun(forest: Forest, view: View, no: number | null): void {
  const runs = new Set<number>();
  const bundles = new Set<string>();
  for (const row of no === null ? [] : pathOf(forest, no)) {
    if (row.parent === null) continue;
    runs.add(row.parent);
    const key = openForFollowing(forest, view, row);
    if (key !== null) bundles.add(key);
  }
  for (const key of view.followedBundles) if (!bundles.has(key)) view.bundles.delete(key);
  view.followed = runs;
  view.followedBundles = bundles;
}

/** Key of the bundle that is open only because it is followed. */
function openForFollowing(forest: Forest, view: View, row: RunRow): string | null {
  const siblings = siblingsOf(forest, row);
  if (siblings?.loop) view.iterations.delete(siblings.key);
  if (!siblings || !isBundle(siblings)) return null;
  const byHand = view.bundles.has(siblings.key) && !view.followedBundles.has(siblings.key);
  showMember(forest, view, siblings, row.no);
  return byHand ? null : siblings.key;
}

function showMember(forest: Forest, view: View, siblings: Siblings, no: number): void {
  if (!view.bundles.has(siblings.key)) openBundle(forest, view, siblings);
  const bundle = view.bundles.get(siblings.key);
  if (!bundle) return;
  catchUp(bundle, siblings);
  const { open, done } = partsOf(forest, view, bundle);
  const at = open.indexOf(no);
  bundle.shown = Math.max(bundle.shown, pagesTo(at < 0 ? open.length - 1 : at));
  if (at < 0) bundle.shownDone = Math.max(bundle.shownDone, pagesTo(done.indexOf(no)));
}

function pagesTo(at: number): number {
  return Math.ceil((at + 1) / PAGE) * PAGE;
}

/** Members of a bundle that stand open, and those that are closed because nothing but success is to be told of them. */
function partsOf(forest: Forest, { doneClosed }: View, { order }: OpenBundle) {
  if (!doneClosed) return { open: order, done: [] };
  return {
    open: order.filter((no) => !isDoneAt(forest, no)),
    done: order.filter((no) => isDoneAt(forest, no)),
  };
}

/** Shows a page more of what a line stands for. */
export function showMore(view: View, { siblings, done }: Extract<Line, { kind: "more" }>): void {
  const bundle = view.bundles.get(siblings.key);
  if (!bundle) return;
  if (done) bundle.shownDone += PAGE;
  else bundle.shown += PAGE;
}

function catchUp(bundle: OpenBundle, siblings: Siblings): void {
  for (; bundle.ordered < siblings.members.length; bundle.ordered += 1) {
    const no = siblings.members[bundle.ordered];
    if (no !== undefined) bundle.order.push(no);
  }
}

/** The lines on screen, top to bottom. */
export function linesOf(forest: Forest, view: View): Line[] {
  const lines: Line[] = [];
  if (forest.rows[0]) pushRun({ forest, view, lines }, 0, 0);
  return lines;
}

type Walk = { readonly forest: Forest; readonly view: View; readonly lines: Line[] };

type RunLine = Extract<Line, { kind: "run" }>;

function pushRun(walk: Walk, no: number, level: number, loop?: RunLine["loop"]): void {
  walk.lines.push({ kind: "run", key: `r${no}`, no, level, dimmed: false, ...(loop ? { loop } : {}) });
  if (!isOpen(walk.forest, walk.view, no)) return;
  for (const siblings of walk.forest.siblings[no]?.values() ?? []) {
    if (siblings.loop) pushIteration(walk, siblings, level + 1);
    else if (isBundle(siblings)) pushBundle(walk, siblings, level + 1);
    else for (const member of siblings.members) pushRun(walk, member, level + 1);
  }
}

function pushIteration(walk: Walk, siblings: Siblings, level: number): void {
  const { at, of } = iterationOf(walk.forest, walk.view, siblings);
  for (const member of membersOf(walk.forest, siblings, at))
    pushRun(walk, member, level, { key: siblings.key, at, of });
}

function opensByItself(forest: Forest, view: View, { parent, key, members }: Siblings): boolean {
  if (view.doneClosed && members.every((no) => isDoneAt(forest, no))) return false;
  return (view.everything || parent === 0) && !view.closed.has(key) && !view.bundles.has(key);
}

function pushBundle(walk: Walk, siblings: Siblings, level: number): void {
  if (opensByItself(walk.forest, walk.view, siblings)) openBundle(walk.forest, walk.view, siblings);
  const bundle = walk.view.bundles.get(siblings.key);
  walk.lines.push({ kind: "bundle", key: `b${siblings.key}`, siblings, level, open: bundle !== undefined });
  if (!bundle) return;
  catchUp(bundle, siblings);
  const { open, done } = partsOf(walk.forest, walk.view, bundle);
  const all = open.length <= bundle.shown;
  const shown = [...open.slice(0, bundle.shown), ...done.slice(0, bundle.shownDone)];
  for (const member of shown) pushRun(walk, member, level + 1);
  const hidden = bundle.order.length - shown.length;
  if (hidden > 0)
    walk.lines.push({ kind: "more", key: `m${siblings.key}`, siblings, level: level + 1, hidden, done: all });
}

/** Line that stands for the run's parent: its bundle when it is in one. */
export function parentKeyOf(forest: Forest, line: Line): string | null {
  if (line.kind !== "run") return line.kind === "more" ? `b${line.siblings.key}` : `r${line.siblings.parent}`;
  const row = forest.rows[line.no];
  if (!row || row.parent === null) return null;
  const siblings = siblingsOf(forest, row);
  return siblings && isBundle(siblings) ? `b${siblingsKey(row.parent, row.node)}` : `r${row.parent}`;
}
