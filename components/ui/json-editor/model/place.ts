import type { syntaxTree } from "@codemirror/language";
import { partsOf } from "./pointer";

type Tree = ReturnType<typeof syntaxTree>;
type TreeCursor = ReturnType<Tree["cursor"]>;

export type Place = { readonly from: number; readonly to: number };

/**
 * Where in a JSON text the value of a pointer stands. Of a path that is not there, the deepest part that is: an
 * error about a missing entry then shows at the object that lacks it.
 */
export function placeOf(tree: Tree, text: string, pointer: string): Place {
  const cursor = tree.cursor();
  cursor.firstChild();
  for (const part of partsOf(pointer)) if (!enter(cursor, text, part)) break;
  return { from: cursor.from, to: cursor.to };
}

function enter(cursor: TreeCursor, text: string, part: string): boolean {
  if (cursor.name === "Object") return enterProperty(cursor, text, part);
  if (cursor.name === "Array") return enterElement(cursor, part);
  return false;
}

function enterProperty(cursor: TreeCursor, text: string, key: string): boolean {
  const inside = cursor.node;
  // Of a key that stands twice the last one counts.
  for (const property of inside.getChildren("Property").reverse()) {
    const name = property.getChild("PropertyName");
    const value = property.lastChild;
    if (!name || !value || nameOf(text.slice(name.from, name.to)) !== key) continue;
    return cursor.firstChild() && moveTo(cursor, property.from, value.from, value.to);
  }
  return false;
}

function enterElement(cursor: TreeCursor, part: string): boolean {
  const values = elementsOf(cursor);
  const value = values[Number(part)];
  return value !== undefined && cursor.firstChild() && moveTo(cursor, value.from, value.from, value.to);
}

function elementsOf(cursor: TreeCursor): readonly Place[] {
  const found: Place[] = [];
  for (let child = cursor.node.firstChild; child; child = child.nextSibling) {
    if (!/^[[\],]$/.test(child.name)) found.push({ from: child.from, to: child.to });
  }
  return found;
}

/** From the first child of a container to the value that was found in it. */
function moveTo(cursor: TreeCursor, child: number, from: number, to: number): boolean {
  while (cursor.from !== child) if (!cursor.nextSibling()) return false;
  if (cursor.name === "Property") cursor.lastChild();
  return cursor.from === from && cursor.to === to;
}

function nameOf(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}
