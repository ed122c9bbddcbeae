/** What a key does to a list of completions; a number marks that place of it. */
export type Act = "ask" | "close" | "take" | number;

type Standing = {
  /** The place of the list that is marked; -1 = none. */
  readonly marked: number;
  readonly count: number;
  /** Whether the text has one line, which no key breaks. */
  readonly single: boolean;
};

/** What a key does to the list; `null` = nothing, so that it does what it does in a text. */
export function actOf(key: string, standing: Standing): Act | null {
  if (key === "Enter") return takes(standing) ?? (standing.single ? "close" : null);
  return standing.count > 0 ? actInList(key, standing) : null;
}

function actInList(key: string, standing: Standing): Act | null {
  const { marked, count } = standing;
  switch (key) {
    case "Escape":
      return "close";
    case "ArrowDown":
      return (marked + 1) % count;
    case "ArrowUp":
      return marked >= 0 ? marked - 1 : null;
    case "Tab":
      return takes(standing);
    default:
      return null;
  }
}

function takes({ marked, count }: Standing): Act | null {
  return marked >= 0 && count > 0 ? "take" : null;
}

/** Whether a field of one line has one: a text that was broken elsewhere stays as it is. */
export function isOneLine(oneLine: boolean, text: string): boolean {
  return oneLine && !text.includes("\n");
}

/** What is written or pasted into one line: each break is a space, so that all else keeps its place. */
export function onOneLine(text: string): string {
  return text.replaceAll("\n", " ");
}
