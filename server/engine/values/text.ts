import { type Document, isNode, isPair, isScalar, isSeq, parseDocument, visit } from "yaml";
import { findJsonLoss, numberLoss } from "./json-losses.ts";
import { type Flaw, pointerOf } from "./weigh.ts";

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
  if (error) return { ok: false, message: error.message.split("\n", 1)[0] ?? error.code };
  const loss = lossIn(document);
  if (loss) return lost(loss);
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

/** The first number of which digits would be lost; keys that stand twice are errors of the document. */
function lossIn(document: Document): Flaw | null {
  let loss: Flaw | null = null;
  visit(document, {
    Scalar(at, { value, source = "" }, holders) {
      const what = typeof value === "number" && at !== "key" ? numberLoss(source) : null;
      if (what === null) return undefined;
      loss = { pointer: pointerOf(stepsTo(at, holders)), what };
      return visit.BREAK;
    },
  });
  return loss;
}

type Visited = Parameters<NonNullable<Extract<Parameters<typeof visit>[1], { Scalar?: unknown }>["Scalar"]>>;

/** Names and indexes on the way to a value: a pair has the name, and a list the index, of what is in it. */
function stepsTo(at: Visited[0], holders: Visited[2]): readonly (string | number)[] {
  return holders.flatMap((holder, depth): (string | number)[] => {
    if (isPair(holder)) return [String(isScalar(holder.key) ? holder.key.value : holder.key)];
    const below = holders[depth + 1];
    if (!isSeq(holder)) return [];
    return [below === undefined ? Number(at) : holder.items.indexOf(below)];
  });
}
