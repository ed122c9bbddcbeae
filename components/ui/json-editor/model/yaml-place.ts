import { isCollection, isMap, isPair, isSeq, type Node, parseDocument } from "yaml";
import type { Place } from "./place";
import { partsOf } from "./pointer";

/** What keeps a text from being read as YAML, and where. */
export function faultsOfYaml(text: string): readonly (Place & { readonly message: string })[] {
  return parseDocument(text, { merge: false, uniqueKeys: true, prettyErrors: false }).errors.map(
    ({ pos: [from, to], message }) => ({
      from: Math.min(from, text.length),
      to: Math.min(Math.max(from, to), text.length),
      message,
    }),
  );
}

/** Where in a YAML text the value of a pointer stands; of a path that is not there, the deepest part that is. */
export function placeInYaml(text: string, pointer: string): Place {
  let at: Node | null = parseDocument(text, { merge: false }).contents;
  for (const part of partsOf(pointer)) {
    const next: Node | null = isCollection(at) ? childOf(at, part) : null;
    if (!next) break;
    at = next;
  }
  const [from, to] = at?.range ?? [0, text.length];
  // A block ends where the next one begins: what is shown ends with its last line.
  return { from, to: from + text.slice(from, Math.min(to, text.length)).trimEnd().length };
}

function childOf(holder: Node, part: string): Node | null {
  if (isSeq(holder)) return (holder.items[Number(part)] as Node | undefined) ?? null;
  if (!isMap(holder)) return null;
  const pair = holder.items.find((item) => isPair(item) && String(item.key) === part);
  return (pair?.value as Node | null | undefined) ?? (pair?.key as Node | undefined) ?? null;
}
