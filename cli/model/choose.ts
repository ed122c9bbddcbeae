import type { Branch, Forest } from "./forest.ts";

/** More candidates than this never fit on a screen. */
const MOST = 500;

/**
 * The runs that get a line of their own when there are `lines` of them, always whole paths from the root: failed
 * runs first, then open ones (newest first), then those that ended last, then the rest in order. Every shown run
 * with hidden children needs one more line, for their bundle; that line is counted too. The root's line is the header.
 */
export function chooseVisible(forest: Forest, lines: number): Set<Branch> {
  const visible = new Set<Branch>();
  if (forest.root === null || lines < 1) return visible;
  const budget = { left: lines, hidden: new Map<Branch, number>() };
  show(forest.root, visible, budget);
  for (const candidate of candidates(forest)) {
    const path = hiddenPath(candidate, visible);
    if (cost(path, budget.hidden) <= budget.left) for (const branch of path) show(branch, visible, budget);
  }
  return visible;
}

type Budget = { left: number; readonly hidden: Map<Branch, number> };

function* candidates(forest: Forest): Generator<Branch> {
  yield* forest.failed.slice(-MOST).reverse();
  yield* [...forest.open].slice(-MOST).reverse();
  yield* [...forest.recent].reverse();
  let left = MOST;
  for (const branch of forest.byId.values()) if (left-- > 0) yield branch;
}

/** The branch and those of its ancestors that are not shown yet, topmost first. */
function hiddenPath(branch: Branch, visible: ReadonlySet<Branch>): Branch[] {
  const path: Branch[] = [];
  for (let each: Branch | null = branch; each && !visible.has(each); each = each.parent) path.unshift(each);
  return path;
}

/** Lines that showing a path takes: its runs and the bundles it opens, less the bundle of its parent if it ends that. */
function cost(path: readonly Branch[], hidden: ReadonlyMap<Branch, number>): number {
  const [top] = path;
  if (!top) return 0;
  const closes = top.parent && hidden.get(top.parent) === 1 ? 1 : 0;
  const opens = path.filter((branch, at) => branch.children.length > (at + 1 < path.length ? 1 : 0)).length;
  return path.length + opens - closes;
}

function show(branch: Branch, visible: Set<Branch>, budget: Budget): void {
  if (visible.has(branch)) return;
  visible.add(branch);
  budget.left -= 1;
  if (branch.children.length > 0) budget.left -= 1;
  budget.hidden.set(branch, branch.children.length);
  const { parent } = branch;
  if (!parent) return;
  const left = (budget.hidden.get(parent) ?? 0) - 1;
  budget.hidden.set(parent, left);
  if (left === 0) budget.left += 1;
}
