/**
 * Where a shortcut counts. `global` counts on every page; the others while a part of that kind is on the page.
 * The text is the heading in the list of shortcuts.
 */
export const SCOPES = {
  global: { text: "Everywhere", within: null },
  list: { text: "Lists", within: "global" },
  run: { text: "Run", within: "global" },
  tree: { text: "Tree", within: "run" },
  axis: { text: "Timeline and flame", within: "tree" },
  compare: { text: "Comparison", within: "global" },
  editor: { text: "Canvas", within: "global" },
  dry: { text: "Dry run", within: "tree" },
} as const;
export type Scope = keyof typeof SCOPES;

export type Shortcut = {
  readonly scope: Scope;
  readonly text: string;
  /** Any of these, in the words of tinykeys: `$mod+K`, `g r`, `Shift+D`, `([0-9])`. */
  readonly keys: readonly string[];
  /** The same by further keys; not shown. A sign needs none of its own: see `Sequencer`. */
  readonly also?: readonly string[];
  /** Gives way to what has the same keys further in. */
  readonly yields?: true;
  /**
   * `fields`: also while a one-line field has the focus. `texts`: in every text, but not in dialogs. `anywhere`: in dialogs
   * too.
   */
  readonly counts?: "fields" | "texts" | "anywhere";
};

/** Every shortcut of the product. A shortcut does something while a command of the same name is there. */
export const KEYMAP = {
  "palette.open": { scope: "global", text: "Search and act", keys: ["$mod+K"], counts: "fields" },
  "keys.show": { scope: "global", text: "Shortcuts of this page", keys: ["?"] },
  "filter.focus": { scope: "global", text: "Search or filter this page", keys: ["/", "f"] },
  "sidebar.toggle": { scope: "global", text: "Show or hide the sidebar", keys: ["$mod+B"], counts: "fields" },
  "go.overview": { scope: "global", text: "Go to overview", keys: ["g o"] },
  "go.workflows": { scope: "global", text: "Go to workflows", keys: ["g w"] },
  "go.runs": { scope: "global", text: "Go to runs", keys: ["g r"] },
  "go.performance": { scope: "global", text: "Go to performance", keys: ["g p"] },
  "go.agents": { scope: "global", text: "Go to agents", keys: ["g a"] },
  "go.settings": { scope: "global", text: "Go to settings", keys: ["g s"] },
  "link.copy": { scope: "global", text: "Copy a link to exactly this view", keys: ["y"] },
  "theme.next": { scope: "global", text: "Switch between light and dark", keys: ["Shift+D"] },
  confirm: {
    scope: "global",
    text: "Confirm, send",
    keys: ["$mod+Enter"],
    counts: "anywhere",
    yields: true,
  },
  close: { scope: "global", text: "Close what is open", keys: ["Escape"] },

  "list.next": { scope: "list", text: "Next row", keys: ["j", "ArrowDown"] },
  "list.previous": { scope: "list", text: "Previous row", keys: ["k", "ArrowUp"] },
  "list.open": { scope: "list", text: "Open the row", keys: ["Enter"] },
  "list.select": { scope: "list", text: "Select the row", keys: ["x"] },
  "list.range": { scope: "list", text: "Select up to the row", keys: ["Shift+X"] },
  "list.status": { scope: "list", text: "Turn a state filter on or off", keys: ["([1-9])"] },
  "list.cancel": { scope: "list", text: "Cancel what is selected, or the row", keys: ["c"] },
  "list.again": { scope: "list", text: "Retry what is selected, or the row", keys: ["r"] },

  "compare.next": { scope: "compare", text: "Next run of both trees", keys: ["j", "ArrowDown"] },
  "compare.previous": { scope: "compare", text: "Previous run of both trees", keys: ["k", "ArrowUp"] },
  "compare.nextDifference": { scope: "compare", text: "Next difference", keys: ["n"] },
  "compare.previousDifference": { scope: "compare", text: "Previous difference", keys: ["Shift+N"] },
  "compare.first": { scope: "compare", text: "Where they part first", keys: ["t"] },
  "compare.only": { scope: "compare", text: "Show only differences, or all", keys: ["d"] },

  "inspector.overview": { scope: "run", text: "Overview of the chosen run", keys: ["o"] },
  "inspector.input": { scope: "run", text: "Its input", keys: ["i"] },
  "inspector.output": { scope: "run", text: "Its output", keys: ["u"] },
  "inspector.context": { scope: "run", text: "Its context", keys: ["x"] },
  "inspector.messages": { scope: "run", text: "Its messages", keys: ["m"] },
  "inspector.logs": { scope: "run", text: "Its logs", keys: ["Shift+L"] },
  "act.menu": { scope: "run", text: "What can be done with the chosen run", keys: ["a"] },
  "act.fork": { scope: "run", text: "Fork the chosen run from a node on", keys: ["Shift+R"] },
  "run.again": { scope: "run", text: "Start again with this input", keys: ["r"] },
  "view.next": { scope: "run", text: "Next view: tree, timeline, flame, levels, graph", keys: ["v"] },
  "time.earlier": { scope: "run", text: "The moment before, at which something happened", keys: [","] },
  "time.later": { scope: "run", text: "The moment after, at which something happened", keys: ["."] },

  "tree.search": { scope: "run", text: "Search this tree", keys: ["$mod+F"], counts: "fields" },
  "tree.nextMatch": {
    scope: "tree",
    text: "Next match of the search",
    keys: ["$mod+G"],
    counts: "fields",
  },
  "tree.previousMatch": {
    scope: "tree",
    text: "Previous match of the search",
    keys: ["$mod+Shift+G"],
    counts: "fields",
  },
  "tree.up": { scope: "tree", text: "Previous row", keys: ["ArrowUp"] },
  "tree.down": { scope: "tree", text: "Next row", keys: ["ArrowDown"] },
  "tree.close": { scope: "tree", text: "Close the row, or go to its parent", keys: ["ArrowLeft"] },
  "tree.open": { scope: "tree", text: "Open the row, or go to its first child", keys: ["ArrowRight"] },
  "tree.toggle": { scope: "tree", text: "Open or close the row", keys: ["Enter", "Space"] },
  "tree.pageUp": { scope: "tree", text: "A page up", keys: ["PageUp"] },
  "tree.pageDown": { scope: "tree", text: "A page down", keys: ["PageDown"] },
  "tree.first": { scope: "tree", text: "First row", keys: ["Home"] },
  "tree.last": { scope: "tree", text: "Last row", keys: ["End"] },
  "tree.depth": { scope: "tree", text: "Show to that depth", keys: ["([0-9])"] },
  "tree.openAll": { scope: "tree", text: "Open everything", keys: ["e"] },
  "tree.closeAll": { scope: "tree", text: "Close everything", keys: ["w"] },
  "tree.closeDone": { scope: "tree", text: "Close what has succeeded, or open it again", keys: ["s"] },
  "tree.nextRun": { scope: "tree", text: "Next run", keys: ["j"] },
  "tree.previousRun": { scope: "tree", text: "Previous run", keys: ["k"] },
  "tree.earlier": { scope: "tree", text: "Earlier iteration of the loop", keys: ["["] },
  "tree.later": { scope: "tree", text: "Later iteration of the loop", keys: ["]"] },
  "tree.nextError": { scope: "tree", text: "Next failure, root causes first", keys: ["n"] },
  "tree.previousError": { scope: "tree", text: "Previous failure", keys: ["Shift+N"] },
  "tree.parent": { scope: "tree", text: "Parent", keys: ["p"] },
  "tree.root": { scope: "tree", text: "Root", keys: ["t"] },
  "tree.follow": { scope: "tree", text: "Follow what runs", keys: ["l"] },

  "axis.in": { scope: "axis", text: "Zoom in", keys: ["+"], also: ["="] },
  "axis.out": { scope: "axis", text: "Zoom out", keys: ["-"] },
  "axis.chosen": { scope: "axis", text: "Zoom to the chosen run", keys: ["z"] },
  "axis.earlier": { scope: "axis", text: "Move to the left", keys: ["Shift+ArrowLeft"] },
  "axis.later": { scope: "axis", text: "Move to the right", keys: ["Shift+ArrowRight"] },

  "editor.add": { scope: "editor", text: "Add a node", keys: ["Tab"] },
  "editor.copy": { scope: "editor", text: "Copy as text", keys: ["$mod+C"] },
  "editor.cut": { scope: "editor", text: "Cut", keys: ["$mod+X"] },
  "editor.paste": { scope: "editor", text: "Paste nodes", keys: ["$mod+V"] },
  "editor.duplicate": { scope: "editor", text: "Duplicate", keys: ["$mod+D"] },
  "editor.all": { scope: "editor", text: "Select everything", keys: ["$mod+A"] },
  "editor.click": {
    scope: "editor",
    text: "Add to what is selected, or take from it",
    keys: ["Shift+Click", "$mod+Click"],
  },
  "editor.box": { scope: "editor", text: "Select with a box", keys: ["Shift+Drag"] },
  "editor.undo": { scope: "editor", text: "Undo", keys: ["$mod+Z"] },
  "editor.redo": { scope: "editor", text: "Redo", keys: ["$mod+Shift+Z"], also: ["$mod+Y"] },
  "editor.save": { scope: "editor", text: "Save the draft now", keys: ["$mod+S"], counts: "anywhere" },
  "editor.find": { scope: "editor", text: "Find a node or an edge", keys: ["$mod+F"], counts: "texts" },
  "editor.field": { scope: "editor", text: "Go to a field or button", keys: ["$mod+J"], counts: "texts" },
  "editor.pane": {
    scope: "editor",
    text: "To the next part: canvas, details, buttons, kinds",
    keys: ["F6"],
    counts: "texts",
  },
  "editor.paneBack": { scope: "editor", text: "To the part before", keys: ["Shift+F6"], counts: "texts" },
  "editor.connect": { scope: "editor", text: "Connect the node to another", keys: ["l"] },
  "editor.problems": { scope: "editor", text: "Show the problems", keys: ["e"] },
  "editor.history": { scope: "editor", text: "Show the history", keys: ["h"] },
  "editor.frame": { scope: "editor", text: "Frame what is chosen", keys: ["$mod+G"] },
  "editor.note": { scope: "editor", text: "Add a note", keys: ["n"] },
  "editor.rename": { scope: "editor", text: "Rename the node, or write on the edge", keys: ["F2"] },
  "editor.skip": { scope: "editor", text: "Skip the node in runs, or bring it back", keys: ["d"] },
  "editor.remove": { scope: "editor", text: "Remove", keys: ["Delete"], also: ["Backspace"] },
  "editor.left": { scope: "editor", text: "To the node before", keys: ["ArrowLeft"] },
  "editor.right": { scope: "editor", text: "To the node behind", keys: ["ArrowRight"] },
  "editor.up": { scope: "editor", text: "To the node above", keys: ["ArrowUp"] },
  "editor.down": { scope: "editor", text: "To the node below", keys: ["ArrowDown"] },
  "editor.upstream": { scope: "editor", text: "Select all that leads here", keys: ["Shift+ArrowLeft"] },
  "editor.downstream": { scope: "editor", text: "Select all that follows", keys: ["Shift+ArrowRight"] },
  "editor.nudge": {
    scope: "editor",
    text: "Move by a step",
    keys: ["Alt+ArrowUp"],
    also: ["Alt+ArrowDown", "Alt+ArrowLeft", "Alt+ArrowRight"],
  },
  "editor.fit": { scope: "editor", text: "Show everything", keys: ["1"] },
  "editor.actual": { scope: "editor", text: "Actual size", keys: ["0"] },
  "editor.zoomIn": { scope: "editor", text: "Larger", keys: ["+"], also: ["="] },
  "editor.zoomOut": { scope: "editor", text: "Smaller", keys: ["-"] },
  "editor.tidy": { scope: "editor", text: "Tidy up", keys: ["Shift+T"] },
  "editor.open": { scope: "editor", text: "Open what the node calls", keys: ["Enter"] },
  "editor.dry": { scope: "editor", text: "Dry run", keys: ["Shift+Enter"] },
  "editor.run": { scope: "editor", text: "Run the draft", keys: ["r", "$mod+Enter"] },
  "editor.runFrom": {
    scope: "editor",
    text: "Run the draft from the node",
    keys: ["Shift+R", "$mod+Shift+Enter"],
  },
  "editor.runTo": { scope: "editor", text: "Run the draft up to the node", keys: ["u"] },
  "editor.runAlone": { scope: "editor", text: "Run the node alone", keys: ["o"] },
  "editor.pin": { scope: "editor", text: "Pin what the node gave last, or unpin it", keys: ["p"] },
  "editor.breakpoint": { scope: "editor", text: "Stop before the node in dry runs", keys: ["b"] },
  "dry.next": { scope: "dry", text: "To the next node", keys: ["F9"], counts: "anywhere" },
  "dry.over": { scope: "dry", text: "Over what a node starts below", keys: ["F10"], counts: "anywhere" },
  "dry.play": { scope: "dry", text: "Continue or pause", keys: ["F8"], counts: "anywhere" },
  "dry.edit": {
    scope: "dry",
    text: "Edit the context where it stops",
    keys: ["Shift+F9"],
    counts: "anywhere",
  },
  "dry.restart": { scope: "dry", text: "Start the dry run again", keys: ["Shift+F8"], counts: "anywhere" },
  "editor.code": { scope: "editor", text: "Show the code", keys: ["c"] },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutId = keyof typeof KEYMAP;

/** The shortcut of a command, if it has one. */
export function shortcutOf(commandId: string): Shortcut | null {
  return Object.hasOwn(KEYMAP, commandId) ? KEYMAP[commandId as ShortcutId] : null;
}

/** What a command with keys does, in words. */
export function textOf(commandId: string): string {
  return shortcutOf(commandId)?.text ?? commandId;
}
