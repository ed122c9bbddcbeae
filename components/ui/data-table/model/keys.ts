export type TableAct =
  | { readonly kind: "focus"; readonly place: number }
  | { readonly kind: "open" }
  | { readonly kind: "select" }
  | { readonly kind: "extend" }
  | { readonly kind: "clear" };

type Standing = {
  /** Place of the row that has the focus; -1 = none. */
  readonly place: number;
  readonly count: number;
  /** Rows that fit. */
  readonly page: number;
  readonly selected: boolean;
};

/** What a key does in a table; `null` = nothing of its own. */
export function tableAct(
  key: string,
  shift: boolean,
  { place, count, page, selected }: Standing,
): TableAct | null {
  const to = (wanted: number): TableAct | null =>
    count === 0 ? null : { kind: "focus", place: Math.max(0, Math.min(count - 1, wanted)) };
  switch (key) {
    case "j":
    case "ArrowDown":
      return to(place + 1);
    case "k":
    case "ArrowUp":
      return to(place < 0 ? 0 : place - 1);
    case "PageDown":
      return to(place + page);
    case "PageUp":
      return to(place - page);
    case "Home":
      return to(0);
    case "End":
      return to(count - 1);
    case "Escape":
      return selected ? { kind: "clear" } : null;
    default:
      return place < 0 ? null : rowAct(key, shift);
  }
}

function rowAct(key: string, shift: boolean): TableAct | null {
  if (key === "Enter") return { kind: "open" };
  if (key === "x" || key === " ") return { kind: shift ? "extend" : "select" };
  return key === "X" ? { kind: "extend" } : null;
}
