import type { TreeContexts } from "#server/services/tree/context-sets";

const OF_A_START: ReadonlySet<string> = new Set(["session", "deadline"]);

/** Of each start its own: it would tell any two trees apart. */
export function isOfAStart(key: string): boolean {
  return OF_A_START.has(key);
}

/**
 * Which keys of the contexts of two runs are not the same, those aside that are of each start; `null` = that is not
 * known, or neither has a context. Many runs share a context, so each two contexts are compared once.
 */
export function contextsApart(a: TreeContexts | undefined, b: TreeContexts | undefined) {
  const known = new Map<string, readonly string[]>();
  return (inA: number, inB: number): readonly string[] | null => {
    const [left, right] = [a?.of[inA], b?.of[inB]];
    if (!a || !b || left === undefined || right === undefined || (left < 0 && right < 0)) return null;
    const name = `${left}/${right}`;
    const keys = known.get(name) ?? keysApart(entriesOf(a, left), entriesOf(b, right));
    known.set(name, keys);
    return keys;
  };
}

type Entries = ReadonlyMap<string, string>;

function entriesOf({ entries, sets }: TreeContexts, set: number): Entries {
  return new Map((sets[set] ?? []).flatMap((index) => (entries[index] ? [entries[index]] : [])));
}

function keysApart(a: Entries, b: Entries): readonly string[] {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => !isOfAStart(key) && a.get(key) !== b.get(key)).sort();
}
