import type { Json } from "#server/engine/values/json";

/** Named values of one option, such as the headers of a request, in their order. */
export type Entries = Readonly<Record<string, Json>>;

export function entriesOf(value: Json | undefined): Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Entries) : {};
}

export function withEntry(entries: Entries, name: string, value: Json): Entries {
  return { ...entries, [name]: value };
}

/** One more under a name that is free, without a value yet. */
export function withNewEntry(entries: Entries): Entries {
  let name = "name";
  for (let at = 2; Object.hasOwn(entries, name); at++) name = `name${at}`;
  return { ...entries, [name]: "" };
}

/** It keeps its place. */
export function renamedEntry(entries: Entries, name: string, next: string): Entries {
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key === name ? next : key, value] as const),
  );
}

/** `undefined` = nothing is left of the option. */
export function withoutEntry(entries: Entries, name: string): Entries | undefined {
  const left = Object.entries(entries).filter(([key]) => key !== name);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
