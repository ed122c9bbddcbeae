/** An element of the canvas as it should be now. */
export type Fresh<T> = {
  readonly id: string;
  /** What it is made of, besides its place. */
  readonly key: readonly unknown[];
  readonly make: () => T;
  /** The same element where it stands now. What it is made of must stay the same object: else a card is drawn again with each step of a drag. */
  readonly placed?: (element: T) => T;
};

/** Makes elements anew only where what they are made of is another. */
export function keeper<T>(): (fresh: readonly Fresh<T>[]) => T[] {
  let kept = new Map<string, { key: readonly unknown[]; element: T }>();
  return (fresh) => {
    const next = new Map<string, { key: readonly unknown[]; element: T }>();
    for (const { id, key, make, placed } of fresh) {
      const known = kept.get(id);
      const same = known?.key.length === key.length && known.key.every((part, i) => part === key[i]);
      const element = known && same ? (placed?.(known.element) ?? known.element) : make();
      next.set(id, { key, element });
    }
    kept = next;
    return [...next.values()].map(({ element }) => element);
  };
}
