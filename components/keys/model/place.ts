import { type Shortcut, shortcutOf } from "./keymap";

/** Where a key was pressed: on the page, in a one-line field, in an editor, or with a dialog or menu open. */
export type Place = "page" | "field" | "editor" | "overlay";

/** Whether a shortcut counts there: typing must never act. */
export function countsIn({ counts }: Pick<Shortcut, "counts">, place: Place): boolean {
  if (place === "page" || counts === "anywhere") return true;
  return place === "overlay" ? false : counts === "texts" || (place === "field" && counts === "fields");
}

/** Those of the commands that have a shortcut which counts in that place. */
export function countingIn(ids: readonly string[], place: Place): readonly string[] {
  return ids.filter((id) => {
    const shortcut = shortcutOf(id);
    return shortcut !== null && countsIn(shortcut, place);
  });
}
