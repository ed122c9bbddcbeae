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
        | "parent"
        | "root"
        | "follow"
        | "search"
        | "help";
    }
  | { readonly do: "depth"; readonly to: number }
  | { readonly do: "error"; readonly step: 1 | -1 };

type Pressed = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

const PAGE_ROWS = 15;

/** Keys that only count while the tree has the focus: elsewhere they move through tabs, buttons or the page. */
const IN_TREE: Readonly<Record<string, TreeAction>> = {
  ArrowDown: { do: "move", by: 1 },
  ArrowUp: { do: "move", by: -1 },
  PageDown: { do: "move", by: PAGE_ROWS },
  PageUp: { do: "move", by: -PAGE_ROWS },
  Home: { do: "edge", to: "first" },
  End: { do: "edge", to: "last" },
  ArrowLeft: { do: "close" },
  ArrowRight: { do: "open" },
  Enter: { do: "toggle" },
  " ": { do: "toggle" },
};

const ANYWHERE: Readonly<Record<string, TreeAction>> = {
  e: { do: "openAll" },
  w: { do: "closeAll" },
  n: { do: "error", step: 1 },
  N: { do: "error", step: -1 },
  p: { do: "parent" },
  t: { do: "root" },
  l: { do: "follow" },
  "/": { do: "search" },
  "?": { do: "help" },
};

/** What a key means for the tree; `null` = nothing, so the browser goes on with it. */
export function actionOf(pressed: Pressed, inTree: boolean): TreeAction | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (/^[0-9]$/.test(pressed.key)) return { do: "depth", to: Number(pressed.key) };
  return ANYWHERE[pressed.key] ?? (inTree ? (IN_TREE[pressed.key] ?? null) : null);
}

export const KEY_HELP: readonly { readonly keys: readonly string[]; readonly text: string }[] = [
  { keys: ["↑", "↓"], text: "Previous or next row" },
  { keys: ["←", "→"], text: "Close or open a row; go to the parent or the first child" },
  { keys: ["0", "…", "9"], text: "Show to that depth" },
  { keys: ["e", "w"], text: "Open or close everything" },
  { keys: ["n", "N"], text: "Next or previous failure, root causes first" },
  { keys: ["p", "t"], text: "Parent, root" },
  { keys: ["l"], text: "Follow what runs" },
  { keys: ["/"], text: "Search this tree" },
  { keys: ["Mod", "B"], text: "Show or hide the sidebar" },
  { keys: ["?"], text: "This list" },
];
