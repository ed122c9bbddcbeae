import type { Json } from "../../values/json.ts";
import { quoted } from "../graph-maker.ts";
import { expressionOf, type N8nScope } from "./templates.ts";

const OPERATORS: Readonly<Record<string, string>> = {
  equals: "==",
  equal: "==",
  notEquals: "!=",
  notEqual: "!=",
  gt: ">",
  larger: ">",
  lt: "<",
  smaller: "<",
  gte: ">=",
  largerEqual: ">=",
  lte: "<=",
  smallerEqual: "<=",
};

type Record_ = Readonly<Record<string, Json>>;

function recordOf(value: Json | undefined): Record_ {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record_) : {};
}

/** The conditions of a node as one expression; `null` = at least one of them cannot be read. */
export function conditionOf(conditions: Json | undefined, scope: N8nScope): string | null {
  const { conditions: list, combinator } = recordOf(conditions);
  if (!Array.isArray(list) || list.length === 0) return null;
  const read = list.map((entry) => comparison(recordOf(entry as Json), scope));
  if (read.includes(null)) return null;
  return read.length === 1
    ? (read[0] ?? null)
    : read.map((each) => `(${each})`).join(combinator === "or" ? " || " : " && ");
}

function comparison({ leftValue, rightValue, operator }: Record_, scope: N8nScope): string | null {
  const left = sideOf(leftValue, scope);
  const operation = String(recordOf(operator)["operation"] ?? "");
  if (left === null) return null;
  if (operation === "true" || operation === "false") return `${left} == ${operation}`;
  const right = sideOf(rightValue, scope);
  if (right === null) return null;
  if (operation === "contains" || operation === "startsWith" || operation === "endsWith")
    return `string(${left}).${operation}(string(${right}))`;
  const sign = OPERATORS[operation];
  return sign === undefined ? null : `${left} ${sign} ${right}`;
}

function sideOf(value: Json | undefined, scope: N8nScope): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return null;
  const inside = /^=\s*\{\{([\s\S]*)\}\}\s*$/.exec(value)?.[1];
  if (inside !== undefined) return expressionOf(inside, scope);
  return value.startsWith("=") ? null : quoted(value);
}
