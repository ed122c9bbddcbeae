import type { Json } from "#server/engine/values/json";

export type Fate = "again" | "input" | "output";

/** What is typed for a fork: nothing, or JSON. `null` = it is no JSON. */
export function fateOf(fate: Fate, text: string): { readonly input?: Json; readonly output?: Json } | null {
  if (fate === "again") return {};
  try {
    return { [fate]: JSON.parse(text) as Json };
  } catch {
    return null;
  }
}

const SHOWN = 6;

/** `b, c and 3 more, and what waits for it in 2 places above` */
export function againWords(again: readonly string[], above: number): string {
  const shown = again.slice(0, SHOWN).join(", ");
  const more = again.length > SHOWN ? ` and ${again.length - SHOWN} more` : "";
  const over =
    above === 0 ? "" : `, and what waits for it above: ${above} ${above === 1 ? "place" : "places"}`;
  return `${shown || "nothing"}${more}${over}`;
}
