/**
 * Rows as they may be drawn while the pointer is on them: nothing moves. What was there stays in its place with its
 * present content, what is new comes after it, what is gone stays as it was last seen.
 */
export function still<Row extends { readonly id: string }>(
  shown: readonly Row[],
  present: readonly Row[],
): readonly Row[] {
  const byId = new Map(present.map((row) => [row.id, row]));
  const kept = shown.map((row) => byId.get(row.id) ?? row);
  const known = new Set(shown.map(({ id }) => id));
  return [...kept, ...present.filter(({ id }) => !known.has(id))];
}
