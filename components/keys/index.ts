export { KeyCaps, useSpokenKeys } from "./key-caps";
export { KeysHost } from "./keys-host";
export type { Command } from "./model/commands";
export { KEYMAP, type ShortcutId, textOf } from "./model/keymap";
export { KeysProvider, useAllCommands, useCommandRegistry, useCommands } from "./provider";
