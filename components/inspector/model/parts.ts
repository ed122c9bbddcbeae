/** Parts of a bar, from 0 to 1, together never more than 1. */
export type Parts = { readonly used: number; readonly held: number };

export function partsOf(spent: number, held: number, limit: number): Parts {
  if (limit <= 0) return { used: 1, held: 0 };
  const used = Math.min(1, Math.max(0, spent) / limit);
  return { used, held: Math.min(1 - used, Math.max(0, held) / limit) };
}
