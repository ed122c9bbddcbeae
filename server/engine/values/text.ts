import { type Document, isNode, parseDocument, visit, type YAMLParseError } from "yaml";
import { findJsonLoss } from "./json-losses.ts";
import { type Flaw, TOO_DEEP } from "./weigh.ts";
import { findYamlLoss } from "./yaml-losses.ts";

/** A value that somebody has typed, or why the text is none. `comments` = it has some, which no value keeps. */
export type ReadText =
  | { readonly ok: true; readonly value: unknown; readonly comments: boolean }
  | {
      readonly ok: false;
      readonly message: string;
      /** JSON Pointer to what of it would be lost; none where the text cannot be read at all. */
      readonly path?: string;
    };

export function readJson(text: string): ReadText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : "is no JSON" };
  }
  const loss = findJsonLoss(text);
  return loss ? lost(loss) : { ok: true, value, comments: false };
}

function lost({ pointer, what }: Flaw): ReadText {
  return { ok: false, message: what, path: pointer };
}

/** Aliases are allowed, as files use them, but not so many that a small text becomes a huge value. */
const MOST_ALIASES = 50;

export function readYaml(text: string): ReadText {
  const document = parseDocument(text, { merge: false, uniqueKeys: true });
  const [error] = document.errors;
  if (error) return { ok: false, message: faultOf(error) };
  const loss = findYamlLoss(document);
  if (loss) return lost(loss);
  try {
    // Through JSON, so that what YAML has more of becomes what JSON would have said.
    const value = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MOST_ALIASES }) ?? null));
    return { ok: true, value, comments: hasComments(document) };
  } catch {
    return { ok: false, message: "too many aliases, or aliases that lead back to themselves" };
  }
}

/** The library's words, but where they tell of its own parts: its stack, and a function to call. */
function faultOf({ code, message }: YAMLParseError): string {
  if (code === "RESOURCE_EXHAUSTION") return TOO_DEEP;
  const line = message.split("\n", 1)[0] ?? code;
  return code === "MULTIPLE_DOCS" ? line.replace(/;.*(?= at line)/, ", of which one is read") : line;
}

function hasComments(document: Document): boolean {
  let found = Boolean(document.commentBefore ?? document.comment);
  visit(document, (_key, node) => {
    if (isNode(node) && (node.commentBefore ?? node.comment)) found = true;
    return found ? visit.BREAK : undefined;
  });
  return found;
}
