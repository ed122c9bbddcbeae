export type TreeAction =
  | { readonly do: "move"; readonly by: number }
  | { readonly do: "edge"; readonly to: "first" | "last" }
  | {
      readonly do:
        | "close"
        | "open"
        | "toggle"
        | "openAll"
        | "closeAll"
        | "closeDone"
        | "parent"
        | "root"
        | "follow";
    }
  | { readonly do: "run"; readonly step: 1 | -1 }
  | { readonly do: "iterate"; readonly by: 1 | -1 }
  | { readonly do: "depth"; readonly to: number }
  | { readonly do: "error"; readonly step: 1 | -1 }
  | { readonly do: "match"; readonly step: 1 | -1 };

const PAGE_ROWS = 15;

/** Commands whose keys only count while the tree has the focus: elsewhere they move through tabs, buttons or the page. */
const IN_TREE: Readonly<Record<string, TreeAction>> = {
  "tree.down": { do: "move", by: 1 },
  "tree.up": { do: "move", by: -1 },
  "tree.pageDown": { do: "move", by: PAGE_ROWS },
  "tree.pageUp": { do: "move", by: -PAGE_ROWS },
  "tree.first": { do: "edge", to: "first" },
  "tree.last": { do: "edge", to: "last" },
  "tree.close": { do: "close" },
  "tree.open": { do: "open" },
  "tree.toggle": { do: "toggle" },
};

const ANYWHERE: Readonly<Record<string, TreeAction>> = {
  "tree.openAll": { do: "openAll" },
  "tree.closeAll": { do: "closeAll" },
  "tree.closeDone": { do: "closeDone" },
  "tree.nextRun": { do: "run", step: 1 },
  "tree.previousRun": { do: "run", step: -1 },
  "tree.earlier": { do: "iterate", by: -1 },
  "tree.later": { do: "iterate", by: 1 },
  "tree.nextError": { do: "error", step: 1 },
  "tree.previousError": { do: "error", step: -1 },
  "tree.nextMatch": { do: "match", step: 1 },
  "tree.previousMatch": { do: "match", step: -1 },
  "tree.parent": { do: "parent" },
  "tree.root": { do: "root" },
  "tree.follow": { do: "follow" },
};

export const KEYS_IN_TREE = Object.keys(IN_TREE);
export const KEYS_ANYWHERE = Object.keys(ANYWHERE);
export const DEPTH_KEYS = "tree.depth";

/** What a command of the tree does. `key` is what was pressed: a digit says to which depth. */
export function actionOf(commandId: string, key: string): TreeAction | null {
  if (commandId === DEPTH_KEYS) return /^[0-9]$/.test(key) ? { do: "depth", to: Number(key) } : null;
  return IN_TREE[commandId] ?? ANYWHERE[commandId] ?? null;
}
