import { parseKeybinding } from "tinykeys";
import { SCOPES, type Scope, type Shortcut } from "./keymap";

export type Conflict = { readonly between: readonly [string, string]; readonly keys: string };

type Typed = Pick<Shortcut, "scope" | "yields"> & { readonly id: string; readonly keys: string };

/** Pairs of shortcuts of which one could never be reached: both count at once, and one begins with the other. */
export function conflictsIn(keymap: Readonly<Record<string, Shortcut>>): readonly Conflict[] {
  const typed: readonly Typed[] = Object.entries(keymap).flatMap(([id, { keys, also = [], ...rest }]) =>
    [...keys, ...also].map((way) => ({ ...rest, id, keys: way })),
  );
  return typed.flatMap((one, at) =>
    typed
      .slice(at + 1)
      .filter((other) => other.id !== one.id && !yielding(one, other))
      .filter((other) => together(one.scope, other.scope) && overlap(one, other))
      .map((other) => ({ between: [one.id, other.id] as const, keys: one.keys })),
  );
}

function yielding(one: Typed, other: Typed): boolean {
  return one.yields !== other.yields && one.scope !== other.scope;
}

function together(one: Scope, other: Scope): boolean {
  return outwards(one).includes(other) || outwards(other).includes(one);
}

function outwards(scope: Scope): readonly Scope[] {
  const { within } = SCOPES[scope];
  return within === null ? [scope] : [scope, ...outwards(within)];
}

function overlap(one: Typed, other: Typed): boolean {
  const [first, second] = [parseKeybinding(one.keys), parseKeybinding(other.keys)];
  return first.slice(0, second.length).every((press, at) => {
    const against = second[at];
    return against === undefined || samePress(press, against);
  });
}

type Press = ReturnType<typeof parseKeybinding>[number];

function samePress([mods, key]: Press, [otherMods, otherKey]: Press): boolean {
  return [...mods].sort().join() === [...otherMods].sort().join() && sameKey(key, otherKey);
}

function sameKey(key: string | RegExp, other: string | RegExp): boolean {
  if (key instanceof RegExp) return other instanceof RegExp || key.test(other);
  return other instanceof RegExp ? other.test(key) : key.toLowerCase() === other.toLowerCase();
}
