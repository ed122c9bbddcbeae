import type { Forest } from "./forest";
import { causeOf } from "./row-marks";

/** Failed runs, root causes (no failed child) first, each part in the order of the tree. */
export function errorsOf(forest: Forest): number[] {
  return [...forest.failed].sort(
    (a, b) => Number(isEscalated(forest, a)) - Number(isEscalated(forest, b)) || inTreeOrder(forest, a, b),
  );
}

/** Whether the run failed because a child did. */
export function isEscalated(forest: Forest, no: number): boolean {
  const row = forest.rows[no];
  return row !== undefined && causeOf(forest, row) === "child";
}

/** The error after (`1`) or before (`-1`) `current`, around the end; `null` when nothing failed. */
export function nextError(forest: Forest, current: number | null, step: 1 | -1): number | null {
  const errors = errorsOf(forest);
  if (errors.length === 0) return null;
  const at = current === null ? -1 : errors.indexOf(current);
  if (at < 0) return (step === 1 ? errors[0] : errors.at(-1)) ?? null;
  return errors[(at + step + errors.length) % errors.length] ?? null;
}

/** Negative when `a` stands above `b` in the fully opened tree. */
function inTreeOrder(forest: Forest, a: number, b: number): number {
  const left = climb(forest, a, forest.rows[b]?.depth ?? 0);
  const right = climb(forest, b, forest.rows[a]?.depth ?? 0);
  if (left === right) return (forest.rows[a]?.depth ?? 0) - (forest.rows[b]?.depth ?? 0);
  return meet(forest, left, right);
}

function climb(forest: Forest, no: number, depth: number): number {
  let at = no;
  for (let row = forest.rows[at]; row && row.depth > depth && row.parent !== null; row = forest.rows[at])
    at = row.parent;
  return at;
}

/** Numbers of the two children under the lowest common ancestor, compared. */
function meet(forest: Forest, left: number, right: number): number {
  let [a, b] = [left, right];
  while (forest.rows[a]?.parent !== forest.rows[b]?.parent) {
    a = forest.rows[a]?.parent ?? 0;
    b = forest.rows[b]?.parent ?? 0;
  }
  return a - b;
}
