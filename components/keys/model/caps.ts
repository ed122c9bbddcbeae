type Names = Readonly<Record<string, string>>;

const SHARED: Names = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "↵",
  Escape: "Esc",
  PageUp: "PgUp",
  PageDown: "PgDn",
};
const MAC: Names = { $mod: "⌘", Shift: "⇧", Alt: "⌥", Control: "⌃" };
const OTHER: Names = { $mod: "Ctrl", Shift: "Shift", Alt: "Alt", Control: "Ctrl" };

const RANGE = /^\(\[(.)-(.)\]\)$/;

/**
 * What stands on the keys, press after press: `$mod+K` → `[["⌘", "K"]]`, `g r` → `[["G"], ["R"]]`.
 * @param mac Whether keys have their Apple names.
 */
export function capsOf(keys: string, mac: boolean): readonly (readonly string[])[] {
  return keys.split(" ").map((press) => capsOfPress(press, { ...SHARED, ...(mac ? MAC : OTHER) }));
}

function capsOfPress(press: string, names: Names): readonly string[] {
  const [, first, last] = RANGE.exec(press) ?? [];
  if (first && last) return [`${first}–${last}`];
  return press.split(/\b\+/).map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** One line for a title or a screen reader, such as `Ctrl+K` or `G then R`. */
export function spoken(keys: string, mac: boolean): string {
  return capsOf(keys, mac)
    .map((press) => press.join(mac ? "" : "+"))
    .join(" then ");
}
