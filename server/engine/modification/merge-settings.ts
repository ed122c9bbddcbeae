import { type Change, MOST_CHANGES, partsOf } from "./patch.ts";
import type { Operation, OperationOf } from "./schemas.ts";

type WithChanges = Extract<Operation, { changes: unknown }>;

/**
 * The later operation with the changes of both; `null` = more than one operation may have. A change goes where a later one
 * sets the same place, or one above it, whatever it was.
 */
export function mergeChanges<Changing extends WithChanges>(
  earlier: { readonly changes: readonly Change[] },
  later: Changing,
): readonly Operation[] | null {
  const all = [...earlier.changes, ...later.changes];
  const changes = all.filter((change, i) => !all.slice(i + 1).some((other) => covers(other, change)));
  return changes.length > MOST_CHANGES ? null : [{ ...later, changes }];
}

function covers(later: Change, earlier: Change): boolean {
  if (earlier.path !== later.path && !earlier.path.startsWith(`${later.path}/`)) return false;
  const parts = partsOf(later.path);
  // Removing leaves the objects on the way that an earlier change has made, and an index means what it means by then.
  return (later.value !== undefined || parts.length === 1) && !parts.some((part) => /^(-|\d+)$/.test(part));
}

export function mergeSettings<Setting extends OperationOf<"setLimits"> | OperationOf<"setMeta">>(
  earlier: Setting,
  later: Setting,
): Setting {
  const removed = new Set<string>(later.remove);
  const kept = Object.entries({ ...earlier.set, ...later.set }).filter(([name]) => !removed.has(name));
  const again = new Set(Object.keys(later.set ?? {}));
  const stillRemoved = (earlier.remove ?? []).filter((name) => !again.has(name));
  const remove = [...new Set<string>([...stillRemoved, ...removed])];
  return {
    op: later.op,
    ...(kept.length > 0 || later.set !== undefined ? { set: Object.fromEntries(kept) } : {}),
    ...(remove.length > 0 ? { remove } : {}),
  } as Setting;
}
