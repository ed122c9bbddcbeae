type Change = Readonly<Record<string, string | number | null | undefined>>;

/**
 * Puts parameters into the address without a new entry of the history: `null` and `""` take one out, `undefined` leaves
 * it. An address that says the same already is not written again: Next takes every write for a wish to stay here, and
 * drops a navigation that is on its way.
 */
export function changeAddress(change: Change): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) continue;
    if (value === null || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, String(value));
  }
  if (url.href === location.href) return;
  const before = textOf(location);
  history.replaceState(null, "", url);
  ahead = {
    before: new Set(ahead?.text === before ? [...ahead.before, before] : [before]),
    text: textOf(url),
  };
  tell();
}

/** What was written and Next has not told of yet: paths with parameters, the earlier ones as each write found them. */
let ahead: { readonly before: ReadonlySet<string>; readonly text: string } | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

export function onAddress(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What stands in the address by all that was written, where Next tells of `told`. */
export function aheadOf(told: string): string {
  return ahead?.before.has(told) ? ahead.text : told;
}

/** Forgets what was written once Next has told of it, or something else has taken its place. */
export function settle(told: string): void {
  if (!ahead || (told !== ahead.text && textOf(location) === ahead.text)) return;
  ahead = null;
  tell();
}

/** Path and parameters as one text, the parameters spelled as `URLSearchParams` spells them. */
export function textOf({ pathname, search }: { readonly pathname: string; readonly search: string }): string {
  return `${pathname}?${new URLSearchParams(search)}`;
}
