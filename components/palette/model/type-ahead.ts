/** A key as far as it matters here. */
export type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "isComposing">;

/** What a text is after one more key; `null` = the key writes nothing. */
export function typed(text: string, { key, ctrlKey, metaKey, altKey, isComposing }: Key): string | null {
  if (ctrlKey || metaKey || altKey || isComposing) return null;
  if (key === "Backspace") return text.slice(0, -1);
  return [...key].length === 1 ? text + key : null;
}
