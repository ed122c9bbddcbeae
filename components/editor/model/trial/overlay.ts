/** What stands on the card of a node beside what the graph says of it. */
export type CardMark = {
  /** State of the node in the run that is looked at. */
  readonly status?: string;
  readonly attempts?: number;
  readonly items?: { readonly done: number; readonly of: number };
  readonly source?: string;
  /** Its result is less than was asked for. */
  readonly degraded?: true;
  /** Edges by which its run went on, as `leadKey` has them; absent = it has not. */
  readonly leads?: readonly string[];
  /** A result is pinned to it. */
  readonly pinned?: true;
  /** Runs stop there; the condition, or nothing. */
  readonly breakpoint?: string;
  /** It throws an error when it is run dry. */
  readonly throws?: true;
  /** A dry run stands before it. */
  readonly here?: true;
};
export type Overlay = ReadonlyMap<string, CardMark>;

/** Several overlays in one; where two say the same thing, the later counts. */
export function overlaid(...overlays: readonly Overlay[]): Overlay {
  const all = new Map<string, CardMark>();
  for (const overlay of overlays) for (const [id, mark] of overlay) all.set(id, { ...all.get(id), ...mark });
  return all;
}

/** The same for the ear. */
export function spokenMark(mark: CardMark | null): string {
  if (!mark) return "";
  const words = [
    mark.status,
    mark.degraded ? "degraded" : undefined,
    mark.here ? "stopped before it" : undefined,
    mark.pinned ? "pinned" : undefined,
    mark.breakpoint === undefined ? undefined : "breakpoint",
    mark.throws ? "throws an error" : undefined,
  ];
  return words.flatMap((word) => (word === undefined ? [] : [`, ${word}`])).join("");
}
