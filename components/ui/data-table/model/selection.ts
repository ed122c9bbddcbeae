/** Chosen rows by id, and the row from which a range is stretched. */
export type Selection = { readonly ids: ReadonlySet<string>; readonly anchor: string | null };

export const NOTHING: Selection = { ids: new Set(), anchor: null };

/** One row in or out; it becomes the anchor. */
export function toggleRow({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** All rows from the anchor to this one, besides what was chosen before; without an anchor the row alone. */
export function extendTo(selection: Selection, order: readonly string[], id: string): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggleRow({ ...selection, ids: without(selection.ids, id) }, id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor };
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((one) => one !== id));
}

export type Coverage = "none" | "some" | "all";

export function coverage({ ids }: Selection, order: readonly string[]): Coverage {
  const chosen = order.filter((id) => ids.has(id)).length;
  if (chosen === 0) return "none";
  return chosen === order.length ? "all" : "some";
}

/** All loaded rows, or none when all are chosen already. */
export function toggleAll(selection: Selection, order: readonly string[]): Selection {
  if (coverage(selection, order) === "all") return NOTHING;
  return { ids: new Set(order), anchor: selection.anchor };
}

/** Without rows that are not there any more: what is acted on must be what can be seen. */
export function pruned(selection: Selection, order: readonly string[]): Selection {
  const present = new Set(order);
  if ([...selection.ids].every((id) => present.has(id))) return selection;
  const ids = new Set(order.filter((id) => selection.ids.has(id)));
  return { ids, anchor: selection.anchor !== null && ids.has(selection.anchor) ? selection.anchor : null };
}
