import { KEYMAP, SCOPES, type Scope, type Shortcut } from "./keymap";

type Listed = Shortcut & { readonly id: string };
export type ScopeGroup = { readonly heading: string; readonly shortcuts: readonly Listed[] };

/** From the innermost scope outwards. */
const ORDER: readonly Scope[] = (Object.keys(SCOPES) as Scope[]).toSorted((a, b) => depthOf(b) - depthOf(a));

function depthOf(scope: Scope): number {
  const { within } = SCOPES[scope];
  return within === null ? 0 : 1 + depthOf(within);
}

/** The shortcuts that do something while these commands are there, as the sheet lists them. */
export function shortcutsByScope(commandIds: readonly string[]): readonly ScopeGroup[] {
  const there: readonly Listed[] = Object.entries<Shortcut>(KEYMAP)
    .filter(([id]) => commandIds.includes(id))
    .map(([id, shortcut]) => ({ id, ...shortcut }));
  return ORDER.map((scope) => ({
    heading: SCOPES[scope].text,
    shortcuts: there.filter((shortcut) => shortcut.scope === scope),
  })).filter(({ shortcuts }) => shortcuts.length > 0);
}
