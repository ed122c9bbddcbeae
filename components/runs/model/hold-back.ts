export type Held<T> = { readonly shown: readonly T[]; readonly waiting: number };

/** Leaves out what stands above the row that was first, so that nothing moves; all of it when that row is gone. */
export function holdBack<T extends { readonly id: string }>(rows: readonly T[], top: string | null): Held<T> {
  const at = top === null ? 0 : rows.findIndex((row) => row.id === top);
  return at <= 0 ? { shown: rows, waiting: 0 } : { shown: rows.slice(at), waiting: at };
}
