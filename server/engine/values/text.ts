import { type Document, isNode, parseDocument, visit } from "yaml";

/** A value that somebody has typed, or why the text is none. `comments` = it has some, which no value keeps. */
export type ReadText =
  | { readonly ok: true; readonly value: unknown; readonly comments: boolean }
  | { readonly ok: false; readonly message: string };

export function readJson(text: string): ReadText {
  try {
    return { ok: true, value: JSON.parse(text), comments: false };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : "is no JSON" };
  }
}

/** Aliases are allowed, as files use them, but not so many that a small text becomes a huge value. */
const MOST_ALIASES = 50;

export function readYaml(text: string): ReadText {
  const document = parseDocument(text, { merge: false, uniqueKeys: true });
  const [error] = document.errors;
  if (error) return { ok: false, message: error.message.split("\n", 1)[0] ?? error.code };
  try {
    // Through JSON, so that what YAML has more of becomes what JSON would have said.
    const value = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MOST_ALIASES }) ?? null));
    return { ok: true, value, comments: hasComments(document) };
  } catch {
    return { ok: false, message: "too many aliases, or aliases that lead back to themselves" };
  }
}

function hasComments(document: Document): boolean {
  let found = Boolean(document.commentBefore ?? document.comment);
  visit(document, (_key, node) => {
    if (isNode(node) && (node.commentBefore ?? node.comment)) found = true;
    return found ? visit.BREAK : undefined;
  });
  return found;
}
