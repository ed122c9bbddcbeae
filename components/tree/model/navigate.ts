import type { TreeAction } from "./keys";
import type { TreeStore } from "./tree-store";
import { isOpen, type Line, parentKeyOf } from "./view";

/** Line that a movement leads to; `null` = it stays. May open or close lines on the way. */
export function moved(store: TreeStore, active: string | null, action: TreeAction): string | null {
  const lines = store.screen();
  const at = lines.findIndex((line) => line.key === active);
  if (action.do === "move") return lines[clamp(at < 0 ? 0 : at + action.by, lines.length)]?.key ?? null;
  if (action.do === "run") return nextRun(lines, at, action.step);
  if (action.do === "edge") return (action.to === "first" ? lines[0] : lines.at(-1))?.key ?? null;
  if (action.do === "root") return lines[0]?.key ?? null;
  const line = lines[at];
  return line ? fromLine(store, line, lines[at + 1], action) : null;
}

/** Over bundles, which stand for many. */
function nextRun(lines: readonly Line[], from: number, step: 1 | -1): string | null {
  for (let at = from + step; at >= 0 && at < lines.length; at += step)
    if (lines[at]?.kind === "run") return lines[at]?.key ?? null;
  return null;
}

function fromLine(store: TreeStore, line: Line, next: Line | undefined, action: TreeAction): string | null {
  if (action.do === "parent") return parentKeyOf(store.forest, line);
  if (action.do === "close") return close(store, line);
  if (action.do === "open") return open(store, line, next);
  if (action.do === "toggle") store.toggle(line);
  return null;
}

function close(store: TreeStore, line: Line): string | null {
  if (!isLineOpen(store, line)) return parentKeyOf(store.forest, line);
  store.toggle(line);
  return null;
}

function open(store: TreeStore, line: Line, next: Line | undefined): string | null {
  if (isLineOpen(store, line)) return next && next.level > line.level ? next.key : null;
  if (line.kind !== "run" || hasChildren(store, line.no)) store.toggle(line);
  return null;
}

export function hasChildren(store: TreeStore, no: number): boolean {
  return (store.forest.below[no]?.total ?? 0) > 0;
}

export function isLineOpen(store: TreeStore, line: Line): boolean {
  if (line.kind === "bundle") return line.open;
  if (line.kind === "more") return false;
  return (
    hasChildren(store, line.no) &&
    ((store.isSearched() && store.only) || isOpen(store.forest, store.view, line.no))
  );
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
