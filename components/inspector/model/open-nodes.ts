/** The nodes of run `no` that are open, as an address has them: `3:plan,solve`. Of another run it says nothing. */
export function openNodesOf(text: string | null, no: number): readonly string[] {
  const [of, names] = text?.split(":") ?? [];
  return of === String(no) && names ? names.split(",") : [];
}

/** Inverse of `openNodesOf`; `null` = none is open. */
export function openNodesText(no: number, nodes: readonly string[]): string | null {
  return nodes.length === 0 ? null : `${no}:${nodes.join(",")}`;
}
