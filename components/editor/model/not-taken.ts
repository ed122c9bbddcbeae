/** Where something was typed that is not in the draft. */
export type NotTaken = "code" | "fields";

/** About which of them is asked next, one after the other, before the draft is published. `null` = about nothing more. */
export function askedNext(
  left: Readonly<Record<NotTaken, boolean>>,
  asked: NotTaken | null,
): NotTaken | null {
  if (asked === null && left.fields) return "fields";
  return asked !== "code" && left.code ? "code" : null;
}
