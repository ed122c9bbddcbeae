import { compileExpression } from "../../expression/index.ts";
import type { Json } from "../../values/json.ts";
import { quoted, textOrNothing } from "../graph-maker.ts";
import { recordOf } from "./reader.ts";
import { maybeNothing, type Read, there } from "./reads.ts";
import { expressionIn, type N8nScope, placeOf } from "./templates.ts";

type Parameters = Readonly<Record<string, Json>>;
/** Two sides and what compares them, as the second version of conditions has it. */
export type Comparison = {
  readonly left: Json | undefined;
  readonly right: Json | undefined;
  readonly type: string;
  readonly operation: string;
};
/** As an expression, or which of its comparisons nothing here is the same as. */
export type Condition = { readonly when: string | null; readonly strange: readonly string[] };

/** Operations of the first version that the second one calls otherwise. */
const RENAMED: Readonly<Record<string, string>> = {
  equal: "equals",
  notEqual: "notEquals",
  larger: "gt",
  smaller: "lt",
  largerEqual: "gte",
  smallerEqual: "lte",
  isEmpty: "empty",
  isNotEmpty: "notEmpty",
};
/** What is meant where the first version does not say. */
const USUAL: Readonly<Record<string, readonly [operation: string, right: Json]>> = {
  string: ["equals", ""],
  number: ["lt", 0],
  boolean: ["equals", false],
  dateTime: ["after", ""],
};
const SIGNS: Readonly<Record<string, string>> = {
  equals: "==",
  notEquals: "!=",
  gt: ">",
  lt: "<",
  gte: ">=",
  lte: "<=",
  after: ">",
  before: "<",
  afterOrEquals: ">=",
  beforeOrEquals: "<=",
  lengthEquals: "==",
  lengthNotEquals: "!=",
  lengthGt: ">",
  lengthLt: "<",
  lengthGte: ">=",
  lengthLte: "<=",
};

/** A comparison as the first version of If, Filter and Switch writes it. */
export function firstVersion(type: string, { value1, operation, value2 }: Parameters): Comparison {
  const [usual, right] = (Object.hasOwn(USUAL, type) ? USUAL[type] : undefined) ?? ["equals", ""];
  const named = typeof operation === "string" ? operation : usual;
  return {
    left: value1,
    right: value2 ?? right,
    type,
    operation: (Object.hasOwn(RENAMED, named) ? RENAMED[named] : undefined) ?? named,
  };
}

/** The conditions of an If or a Filter, or of a rule of a Switch, of either version. */
export function conditionOf(parameters: Parameters, scope: N8nScope): Condition {
  const conditions = recordOf(parameters["conditions"]);
  const { conditions: list, combinator, options } = conditions;
  if (Array.isArray(list)) {
    const ignoresCase =
      recordOf(options)["caseSensitive"] === false || recordOf(parameters["options"])["ignoreCase"] === true;
    const all = (list as readonly Json[]).map(recordOf).map(({ leftValue, rightValue, operator }) => {
      const { type, operation } = recordOf(operator);
      return { left: leftValue, right: rightValue, type: String(type), operation: String(operation) };
    });
    return joined(all, combinator === "or", scope, ignoresCase);
  }
  const all = Object.entries(conditions).flatMap(([type, entries]) =>
    Array.isArray(entries)
      ? (entries as readonly Json[]).map((one) => firstVersion(type, recordOf(one)))
      : [],
  );
  const any = parameters["combineOperation"] === "any" || parameters["combineConditions"] === "OR";
  return joined(all, any, scope, false);
}

function joined(all: readonly Comparison[], any: boolean, scope: N8nScope, ignoresCase: boolean): Condition {
  const read = all.map((comparison) => comparisonOf(comparison, scope, ignoresCase));
  const strange = all.filter((_one, at) => read[at] === null).map(said);
  if (read.length === 0 || strange.length > 0) return { when: null, strange };
  const when = read.length === 1 ? read[0] : read.map((each) => `(${each})`).join(any ? " || " : " && ");
  return { when: when && compileExpression(when).ok ? when : null, strange };
}

function said({ left, operation, right }: Comparison): string {
  const side = (value: Json | undefined) =>
    value === undefined || value === "" ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return `${side(left)} ${operation} ${side(right)}`.trim().slice(0, 120);
}

/** `null` = nothing here is surely the same. */
export function comparisonOf(
  { left, right, type, operation }: Comparison,
  scope: N8nScope,
  ignoresCase = false,
): string | null {
  const one = sideOf(left, type === "array" || type === "object" ? "any" : type, scope);
  if (one === null) return null;
  const alone = ofOne(one, type, operation);
  if (alone !== null) return alone;
  const counts = operation.startsWith("length");
  const other = sideOf(right, counts ? "number" : type === "array" ? "any" : type, scope);
  return other === null ? null : ofTwo(one, other, { type, operation, ignoresCase });
}

/** Operations that look at one side. */
function ofOne({ text: maybe }: Read, type: string, operation: string): string | null {
  switch (operation) {
    case "true":
    case "false":
      return `${maybe} == ${operation}`;
    case "exists":
      return `${maybe} != null`;
    case "notExists":
      return `${maybe} == null`;
    case "empty":
      return emptyText(maybe, type);
    case "notEmpty":
      return `!(${emptyText(maybe, type)})`;
    default:
      return null;
  }
}

function emptyText(maybe: string, type: string): string {
  if (type === "string") return `${maybe} == null || ${maybe} == ''`;
  return type === "array" || type === "object"
    ? `${maybe} == null || size(${maybe}) == 0`
    : `${maybe} == null`;
}

type How = { readonly type: string; readonly operation: string; readonly ignoresCase: boolean };

/** What is not there is `null`: equal to nothing else, and neither more nor less than anything. */
function ofTwo(one: Read, other: Read, { type, operation, ignoresCase }: How): string | null {
  const [, not, plain = ""] = /^(not(?=[A-Z]))?(.*)$/.exec(operation) ?? [];
  const method = plain.charAt(0).toLowerCase() + plain.slice(1);
  if (["contains", "startsWith", "endsWith"].includes(method)) {
    const holds =
      type === "array"
        ? there([one], (list) => `${other.text} in ${list}`)
        : `${textOf(one, ignoresCase)}.${method}(${textOf(other, ignoresCase)})`;
    return not ? `!(${holds})` : holds;
  }
  const sign = Object.hasOwn(SIGNS, operation) ? SIGNS[operation] : undefined;
  return sign === undefined ? null : bySign(one, other, sign, { type, operation, ignoresCase });
}

function bySign(one: Read, other: Read, sign: string, { type, operation, ignoresCase }: How): string {
  const by = (left: string, right: string) => `${left} ${sign} ${right}`;
  if (operation.startsWith("length"))
    return there([one, other], (left, right) => by(`size(${left})`, `${right}`));
  if (type === "dateTime")
    return there([one, other], (left, right) => by(`timestamp(${left})`, `timestamp(${right})`));
  if (/[<>]/.test(sign) || one.counted !== undefined || other.counted !== undefined)
    return there([one, other], (left, right) => by(`${left}`, `${right}`));
  return type === "string" && ignoresCase
    ? by(textOf(one, true), textOf(other, true))
    : by(one.text, other.text);
}

function textOf(side: Read, ignoresCase: boolean): string {
  return `${maybeNothing(side) ? textOrNothing(side.text) : `string(${side.text})`}${ignoresCase ? ".lowerAscii()" : ""}`;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function sideOf(value: Json | undefined, type: string, scope: N8nScope): Read | null {
  if (typeof value === "number" || typeof value === "boolean") return literal(String(value));
  if (typeof value !== "string") return null;
  if (!value.startsWith("=")) return literalOf(value, type);
  const inside = /^=\s*\{\{([\s\S]*)\}\}\s*$/.exec(value)?.[1];
  const place = inside === undefined ? null : placeOf(inside, scope);
  if (place) return place;
  const read = expressionIn(value, scope);
  return read === null ? null : literal(`(${read})`);
}

/** What was typed into a field is text there, whatever it is compared as. */
function literalOf(value: string, type: string): Read | null {
  if (type === "number") return /^-?\d+(\.\d+)?$/.test(value.trim()) ? literal(value.trim()) : null;
  if (type === "boolean") return /^(true|false)$/.test(value) ? literal(value) : null;
  if (type === "dateTime" && !INSTANT.test(value)) return null;
  return literal(quoted(value));
}

function literal(text: string): Read {
  return { text };
}
