import { type OutputUnit, Validator } from "@cfworker/json-schema";
import { pointerOf } from "../values/index.ts";
import type { Json } from "../values/json.ts";

/** JSON Schema (2020-12) as graphs carry it. */
export type Schema = Readonly<Record<string, unknown>>;
/** One place of a value that a schema does not allow. `path` is a JSON Pointer. */
export type Misfit = { readonly path: string; readonly message: string };

/** An interpreter: it writes no code, so it runs under any content policy. One per schema object, for as long as that lives. */
const validators = new WeakMap<Schema, Validator>();

/** What a misfit says of a key that has to be there. */
export const MISSING = "is missing";

/** What is wrong with a value, each place once; none when it fits. A schema that is none itself lets everything through. */
export function misfitsOf(schema: Schema, value: Json): readonly Misfit[] {
  const validator = validatorOf(schema);
  try {
    const { valid, errors } = validator.validate(value);
    return valid ? [] : distinct(errors.filter(isLeaf).map(described));
  } catch {
    return [];
  }
}

function validatorOf(schema: Schema): Validator {
  const known = validators.get(schema);
  if (known) return known;
  // The library writes into what it reads.
  const validator = new Validator(JSON.parse(JSON.stringify(schema)), "2020-12", false);
  validators.set(schema, validator);
  return validator;
}

/** Keywords that only repeat what is wrong further down. */
const OUTER = new Set([
  "properties",
  "patternProperties",
  "items",
  "prefixItems",
  "allOf",
  "$ref",
  "$dynamicRef",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
]);

function isLeaf({ keyword }: OutputUnit): boolean {
  return !OUTER.has(keyword);
}

function described({ keyword, instanceLocation, error }: OutputUnit): Misfit {
  const path = decodeURI(instanceLocation.slice(1));
  const missing = keyword === "required" ? /property "([\s\S]*)"\.$/.exec(error)?.[1] : undefined;
  if (missing !== undefined) return { path: path + pointerOf([missing]), message: MISSING };
  if (keyword === "false") return { path, message: "is not known here" };
  const [first = "", ...rest] = error.replace(/\.$/, "").replace(/^(?:Instance|String|Number|Array) /, "");
  return { path, message: `${first.toLowerCase()}${rest.join("")}` };
}

function distinct(misfits: readonly Misfit[]): readonly Misfit[] {
  return [...new Map(misfits.map((each) => [`${each.path}\n${each.message}`, each])).values()];
}

const SHOWN = 3;

/** `/total is missing; /name must be a string (and 2 more)` */
export function misfitText(misfits: readonly Misfit[]): string {
  const shown = misfits.slice(0, SHOWN).map(({ path, message }) => `${path || "the value"} ${message}`);
  const rest = misfits.length - shown.length;
  return `${shown.join("; ")}${rest > 0 ? ` (and ${rest} more)` : ""}`;
}
