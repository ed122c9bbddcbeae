import { type Document, isPair, isScalar, isSeq, type Pair, visit, type YAMLMap } from "yaml";
import { numberLoss, STANDS_TWICE } from "./json-losses.ts";
import { brief, type Flaw, pointerOf } from "./weigh.ts";

type Holders = readonly unknown[];
type Step = string | number;

/**
 * What a YAML document says and its JSON value would not have: digits of numbers, `.inf` and `.nan`, keys that are
 * another's name once they are texts, keys that are no texts at all, and the meaning of tags. The first of them;
 * `null` = there is none. The document is one without errors, in which no key stands twice.
 */
export function findYamlLoss(document: Document): Flaw | null {
  let loss: Flaw | null = null;
  const found = (steps: readonly Step[], what: string | null) => {
    if (what === null) return undefined;
    loss = { pointer: pointerOf(steps), what };
    return visit.BREAK;
  };
  visit(document, {
    Map: (at, map, holders) => {
      const steps = stepsTo(at, holders);
      const key = keyLoss(map);
      return found(steps, tagLoss(map)) ?? (key ? found([...steps, ...key.steps], key.what) : undefined);
    },
    Seq: (at, seq, holders) => found(stepsTo(at, holders), tagLoss(seq)),
    Scalar: (at, scalar, holders) =>
      at === "key" ? undefined : found(stepsTo(at, holders), tagLoss(scalar) ?? valueLoss(scalar)),
  });
  return loss;
}

/** JSON's own types, of which a tag only says what is there anyway. */
const PLAIN_TAGS = new Set(["map", "seq", "str", "int", "float", "bool", "null"].map(fullTag));

function fullTag(name: string): string {
  return `tag:yaml.org,2002:${name}`;
}

function tagLoss({ tag }: { readonly tag?: string }): string | null {
  if (tag === undefined || PLAIN_TAGS.has(tag)) return null;
  return `the tag ${brief(tag.replace(fullTag(""), "!!"))} means nothing here; write the value itself`;
}

function valueLoss({ value, source = "" }: { readonly value: unknown; readonly source?: string }) {
  if (typeof value !== "number") return null;
  if (!Number.isFinite(value) && !/\d/.test(source))
    return `${source} is no number of JSON; write it as text`;
  return numberLoss(source);
}

/** Names are texts: `1` and `'1'` are one. */
function keyLoss({ items }: YAMLMap): { readonly steps: readonly Step[]; readonly what: string } | null {
  const names = new Set<string>();
  for (const pair of items) {
    const name = nameOf(pair);
    if (name === null)
      return { steps: [], what: "a key is a list, a map or an alias; only texts can be keys" };
    if (names.has(name))
      return { steps: [name], what: `the key ${JSON.stringify(brief(name))} ${STANDS_TWICE}` };
    names.add(name);
  }
  return null;
}

function nameOf({ key }: Pair): string | null {
  if (isScalar(key)) return String(key.value ?? "");
  return key === null ? "" : null;
}

/** Names and indexes on the way to a value: a pair has the name, and a list the index, of what is in it. */
function stepsTo(at: number | string | null, holders: Holders): readonly Step[] {
  return holders.flatMap((holder, depth): readonly Step[] => {
    if (isPair(holder)) return [nameOf(holder) ?? ""];
    const below = holders[depth + 1];
    if (!isSeq(holder)) return [];
    return [below === undefined ? Number(at) : holder.items.indexOf(below)];
  });
}
