import { type CelFault, environmentWith, parseCel } from "./cel.ts";
import type { Compiled } from "./compile.ts";
import type { AccessPath } from "./paths.ts";
import { sureFault } from "./sure-fault.ts";

export type JsonType = "number" | "string" | "boolean" | "object" | "array";
/** The type of a value, as far as it is known before a run. Numbers of JSON are CEL's doubles, whole or not. */
export type Known = JsonType | `array of ${Exclude<JsonType, "array">}`;

/** What the types of what an expression reads say of it. */
type Inferred = {
  /** What it gives; `null` = only a run can tell. */
  readonly type: JsonType | null;
  /** Why it fails wherever it is evaluated as far as there. */
  readonly fault?: string;
};

/** Variables that stand for a value of a type. Their names are shorter than any read, so that places stay the same. */
const STAND_INS: Readonly<Record<Known, string>> = {
  number: "__n",
  string: "__s",
  boolean: "__b",
  object: "__m",
  array: "__l",
  "array of number": "__ln",
  "array of string": "__ls",
  "array of boolean": "__lb",
  "array of object": "__lm",
};
const UNKNOWN = "__u";

let typed: ReturnType<typeof environmentWith> | undefined;

function environment(): ReturnType<typeof environmentWith> {
  typed ??= environmentWith({
    __n: "double",
    __s: "string",
    __b: "bool",
    __m: "map<string, dyn>",
    __l: "list<dyn>",
    __ln: "list<double>",
    __ls: "list<string>",
    __lb: "list<bool>",
    __lm: "list<map<string, dyn>>",
    [UNKNOWN]: "dyn",
  });
  return typed;
}

/** What was found last: schemas seldom change, and expressions are compiled once. */
const found = new WeakMap<Compiled, { readonly standing: string; readonly inferred: Inferred }>();

/** Type-checks an expression with the types that are known of what it reads. Says nothing that is not sure. */
export function inferTypes(expression: Compiled, knownOf: (path: AccessPath) => Known | null): Inferred {
  const { source, plain, reads, type } = expression;
  const whole = plain && knownOf(plain);
  if (whole) return { type: jsonType(whole) };
  const standing = source.includes("__") ? source : withStandIns(source, reads, knownOf);
  if (standing === source) return { type: ofCel(type) };
  const last = found.get(expression);
  if (last?.standing === standing) return last.inferred;
  const inferred = check(standing, source);
  found.set(expression, { standing, inferred });
  return inferred;
}

/** A text of the same length in which each read of a known type is a variable of that type. */
function withStandIns(
  source: string,
  reads: Compiled["reads"],
  knownOf: (path: AccessPath) => Known | null,
): string {
  let text = source;
  for (const { path, start, ends } of reads) {
    for (let depth = path.length; depth > 0; depth--) {
      const known = knownOf(path.slice(0, depth));
      if (known && (depth === path.length || isScalar(known)))
        text = withText(text, { start, end: ends[depth - 1] ?? start }, STAND_INS[known]);
      if (known) break;
    }
  }
  return text;
}

function isScalar(known: Known): boolean {
  return known === "number" || known === "string" || known === "boolean";
}

function withText(text: string, { start, end }: Range, name: string): string {
  return text.slice(0, start) + name.padEnd(end - start) + text.slice(end);
}

/** Times that a part of which nothing is sure is set aside, and the rest looked at again. */
const ROUNDS = 8;

function check(standing: string, source: string): Inferred {
  let text = standing;
  for (let round = 0; round < ROUNDS; round++) {
    const result = parseCel(text, environment());
    if (!result.ok) break;
    const fault = result.parsed.check();
    if (!fault) return { type: ofCel(result.parsed.type()) };
    const range = rangeOf(fault, text, source);
    const said = range && sureFault(fault, source.slice(range.start, range.end));
    if (said) return { type: null, fault: said };
    if (!range || range.end - range.start < UNKNOWN.length) break;
    text = withText(text, range, UNKNOWN);
  }
  return { type: null };
}

type Range = { readonly start: number; readonly end: number };

/** With the blanks that fill up a name at its end. */
function rangeOf({ node }: CelFault, text: string, source: string): Range | null {
  if (!node) return null;
  let { end } = node.range;
  while (text[end] === " " && source[end] !== " " && end < source.length) end++;
  return { start: node.range.start, end };
}

function jsonType(known: Known): JsonType {
  return known.startsWith("array") ? "array" : (known as JsonType);
}

/** What a value of one of CEL's types is as JSON. */
function ofCel(type: string): JsonType | null {
  if (type === "bool") return "boolean";
  if (type === "double" || type === "int" || type === "uint") return "number";
  if (type === "string") return "string";
  if (/^list\b/.test(type)) return "array";
  return /^map\b/.test(type) ? "object" : null;
}
