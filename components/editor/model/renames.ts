import type { Operation } from "#server/engine/modification/schemas";
import type { Entry, History } from "./history";

/** Names that nodes have now, by those that they had: what was done, or taken back, from one moment to the next. */
export function renamesBetween(before: History, after: History): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const operation of doneBetween(before, after)) {
    if (operation.op !== "renameNode") continue;
    const first = [...names].find(([, now]) => now === operation.id)?.[0] ?? operation.id;
    names.set(first, operation.to);
  }
  return new Map([...names].filter(([old, now]) => old !== now));
}

function doneBetween(before: History, after: History): readonly Operation[] {
  const [had, has] = [before.past.at(-1)?.id ?? 0, after.past.at(-1)?.id ?? 0];
  const back = before.past.filter(({ id }) => id > has).toReversed();
  const on = after.past.filter(({ id }) => id > had);
  return [...back.flatMap(({ inverse }) => inverse), ...on.flatMap(({ operations }: Entry) => operations)];
}

/** Names that nodes had, by those that they have now. */
export function turned(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...names].map(([old, now]) => [now, old]));
}

/** What is kept by names of nodes, by others. */
export function byNames<T>(
  kept: Readonly<Record<string, T>>,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(kept).map(([id, one]) => [names.get(id) ?? id, one]));
}

/** What is kept by the names of nodes, by their new ones; `null` = nothing is kept under a new name. */
export function followed<T>(
  kept: Readonly<Record<string, T>>,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, T | null>> | null {
  const moved = [...names].filter(([old]) => Object.hasOwn(kept, old));
  if (moved.length === 0) return null;
  const gone = Object.fromEntries(moved.map(([old]) => [old, null]));
  const come = Object.fromEntries(moved.map(([old, now]) => [now, kept[old] as T]));
  return { ...gone, ...come };
}
