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
  if (url.href !== location.href) history.replaceState(null, "", url);
}
