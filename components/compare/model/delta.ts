import { isOfAStart } from "./contexts";

/** `1.2 s → 3.4 s`; one value where both are the same to read; `–` where neither is known. */
export function deltaText(a: number | null, b: number | null, print: (value: number) => string): string {
  const [left, right] = [a === null ? "–" : print(a), b === null ? "–" : print(b)];
  return left === right ? left : `${left} → ${right}`;
}

type Entry = { readonly key: string; readonly hash: string; readonly bytes: number };
export type EntryDelta = {
  readonly key: string;
  readonly change: "added" | "removed" | "changed";
  readonly before: number | null;
  readonly after: number | null;
};

type EntryDeltas = {
  readonly apart: readonly EntryDelta[];
  /** Keys of each start that are not the same: they never are, so that they are no difference of the two runs. */
  readonly ofStarts: readonly string[];
};

/** Entries of two contexts that are not the same, by key; values are told apart by their hash. */
export function entryDeltas(a: readonly Entry[], b: readonly Entry[]): EntryDeltas {
  const after = new Map(b.map((entry) => [entry.key, entry]));
  const before = new Map(a.map((entry) => [entry.key, entry]));
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const found = keys.flatMap((key): EntryDelta[] => {
    const [left, right] = [before.get(key), after.get(key)];
    if (left?.hash === right?.hash) return [];
    const change = !left ? "added" : right ? "changed" : "removed";
    return [{ key, change, before: left?.bytes ?? null, after: right?.bytes ?? null }];
  });
  return {
    apart: found.filter(({ key }) => !isOfAStart(key)),
    ofStarts: found.map(({ key }) => key).filter(isOfAStart),
  };
}
