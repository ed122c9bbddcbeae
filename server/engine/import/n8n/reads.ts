/** How a place in data is read here: `null` where it is not there. */
export type Read = {
  readonly text: string;
  /** Of how many are in something: how that is read. */
  readonly counted?: string;
};

/** How many are in what is read: `null` where it is not there. */
export function countOf(read: Read): Read {
  const { text } = read;
  if (!maybeNothing(read)) return { text: `size(${text})` };
  return { text: `(${text} == null ? dyn(null) : size(${text}))`, counted: text };
}

/** Sides that are compared: what is not there is neither more nor less than anything. */
export function there(sides: readonly Read[], holds: (...texts: string[]) => string): string {
  const guards = sides.flatMap((side) => {
    const place = side.counted ?? (maybeNothing(side) ? side.text : undefined);
    return place === undefined ? [] : [`${place} != null`];
  });
  const texts = sides.map(({ text, counted }) => (counted === undefined ? text : `size(${counted})`));
  return [...guards, holds(...texts)].join(" && ");
}

/** Whether a place that is read may be missing. */
export function maybeNothing({ text }: Read): boolean {
  return text.endsWith(".orValue(null)");
}
