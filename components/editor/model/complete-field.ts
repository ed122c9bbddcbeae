import type { Graph } from "#server/engine/graph/graph";
import { readingPlace } from "#server/engine/graph/readable";
import { type Completions, completeExpression } from "./complete-expression";
import { placeInJson } from "./place-in-json";

export type FieldPath = readonly (string | number)[];

type Typed = { readonly text: string; readonly caret: number; readonly as: "expression" | "template" };

/** What a field may go on with: a template holds an expression after `=`, also within JSON. */
export function completeField(graph: Graph, path: FieldPath, { text, caret, as }: Typed): Completions | null {
  const at = startOf(text, caret, as);
  if (at === null || at > caret) return null;
  const found = completeExpression(graph, readingPlace(graph, path), text.slice(at), caret - at);
  return found && { ...found, from: found.from + at };
}

/** Where the expression around the caret begins; `null` = there is none. */
function startOf(text: string, caret: number, as: Typed["as"]): number | null {
  const sign = /^\s*=\s*/.exec(text);
  if (sign) return sign[0].length;
  if (as === "expression") return 0;
  const within = placeInJson(text, caret);
  const inner = within?.quoted && within.writing === "value" ? /^=\s*/.exec(within.typed) : null;
  return within && inner ? within.from + inner[0].length : null;
}
