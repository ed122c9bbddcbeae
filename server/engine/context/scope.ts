import type { Scope } from "../expression/index.ts";
import type { Stored } from "../values/json.ts";
import type { Draft } from "./draft.ts";
import { type Entries, type Entry, entriesOf, originalOf, storedOf } from "./entry.ts";
import type { HandOffRequest } from "./handoff-request.ts";

/** `context` and `original` of expressions. An archived entry has only its original. */
export function entriesScope(entries: Entries): Pick<Scope, "context" | "original"> {
  const at = (key: string): Entry | undefined => (Object.hasOwn(entries, key) ? entries[key] : undefined);
  return {
    context: {
      at: (key) => {
        const entry = at(key);
        return entry && !entry.archived ? storedOf(entry) : undefined;
      },
      whole: () =>
        wholeOf(
          Object.values(entries).filter(({ archived }) => !archived),
          storedOf,
        ),
    },
    original: {
      at: (key) => {
        const entry = at(key);
        return entry && originalOf(entry);
      },
      whole: () => wholeOf(Object.values(entries), originalOf),
    },
  };
}

function wholeOf(entries: readonly Entry[], read: (entry: Entry) => Stored): Stored {
  return Object.fromEntries(entries.map((entry) => [entry.key, read(entry)])) as Stored;
}

/** What an expression of the hand-off may see: entries that may not cross are not there. */
export function crossingScope(draft: Draft, { parent }: HandOffRequest): Scope {
  return { ...parent.scope, ...entriesScope(entriesOf(draft.live().map(({ entry }) => entry))) };
}
