/** Names of nodes may hold a comma: it stands written out. */
const SEPARATOR = ",";

/** The nodes of run `no` that are open, as an address has them: `3:plan,solve`. Of another run it says nothing. */
export function openNodesOf(text: string | null, no: number): readonly string[] {
  const [of, names] = text?.split(/:(.*)/s) ?? [];
  if (of !== String(no) || !names) return [];
  return names.split(SEPARATOR).map(written);
}

/** Inverse of `openNodesOf`; `null` = none is open. */
export function openNodesText(no: number, nodes: readonly string[]): string | null {
  if (nodes.length === 0) return null;
  return `${no}:${nodes.map((node) => node.replace(/[%,]/g, encodeURIComponent)).join(SEPARATOR)}`;
}

/** An address may have been written by hand. */
function written(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
