import { moved, newWatch } from "../recursion/adapt.ts";
import { inverseAt } from "../recursion/allowance.ts";
import { pushHint } from "./agenda.ts";
import type { AllowanceChanged, AllowanceOpened, ResourcesScaled } from "./ledger-events.ts";
import type { TreeState } from "./state.ts";
import { levelAt } from "./tree.ts";

export function foldAllowanceOpened(tree: TreeState, { depth, shares }: AllowanceOpened): void {
  const watch = tree.limits.allowances?.adapt ? { watch: newWatch() } : {};
  levelAt(tree, depth).allowance = { shares, raised: {}, ...watch };
}

export function foldAllowanceChanged(tree: TreeState, { depth, allowance, to }: AllowanceChanged): void {
  const level = levelAt(tree, depth).allowance;
  if (!level) throw new Error(`depth ${depth} of tree ${tree.treeId} has no allowance`);
  level.raised[allowance] = moved(level.raised[allowance], to);
  const due = level.due?.filter((change) => change.allowance !== allowance) ?? [];
  level.due = due.length > 0 ? due : undefined;
  pushHint(tree, { k: "level", depth });
}

/** A factor whose inverse was given before takes that one back. */
export function foldResourcesScaled(tree: TreeState, { factor, allowances }: ResourcesScaled): void {
  for (const name of allowances) {
    const factors = tree.scale?.[name] ?? [];
    const inverse = inverseAt(factors, factor);
    tree.scale = {
      ...tree.scale,
      [name]: inverse < 0 ? [...factors, factor] : factors.toSpliced(inverse, 1),
    };
  }
  moreRoom(tree);
}

/** Whoever stands in line at any depth may look again. O(depths). */
export function moreRoom(tree: TreeState): void {
  for (const [depth, level] of tree.levels.entries())
    if (level.head < level.queue.length) pushHint(tree, { k: "level", depth });
}
