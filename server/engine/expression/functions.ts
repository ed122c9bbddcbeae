import type { Environment } from "@marcbachmann/cel-js";
import { canonicalJson } from "../hash.ts";
import type { Json } from "../values/json.ts";
import { toJson } from "./result.ts";

const MAX_RANGE = 10_000;

/** Functions that Banyan adds to CEL's own, as people read them. */
export const ADDED_FUNCTIONS = [
  { signature: "keys(map)", help: "keys of a map, in order" },
  { signature: "values(map)", help: "values of a map, in order of its keys" },
  { signature: "range(n)", help: `[0, 1, … n−1], n at most ${MAX_RANGE}` },
  { signature: "sum(list)", help: "sum of a list of numbers, 0 when it is empty" },
  { signature: "min(list)", help: "smallest of a list of numbers or of texts" },
  { signature: "max(list)", help: "largest of a list of numbers or of texts" },
  { signature: "flatten(list)", help: "one level of nested lists joined" },
  { signature: "distinct(list)", help: "each value once, in order of first appearance" },
] as const;

/** CEL's own that people use most, with an expression in which each stands. */
export const CEL_FUNCTIONS = [
  { signature: "size(value)", help: "length of a text, a list or a map", example: "size(input)" },
  { signature: "has(path)", help: "whether a field is there", example: "has(input.name)" },
  { signature: "string(value)", help: "as text", example: "string(input.n)" },
  { signature: "int(value)", help: "as a whole number", example: "int(input.n)" },
  { signature: "double(value)", help: "as a number", example: "double(input.n)" },
] as const;

/** What is called on a value, after a dot. */
export const CEL_METHODS = [
  { signature: "map(x, …)", help: "each entry made into another", example: "input.list.map(x, x.name)" },
  { signature: "filter(x, …)", help: "entries for which it holds", example: "input.list.filter(x, x > 1)" },
  { signature: "exists(x, …)", help: "whether it holds for one", example: "input.list.exists(x, x > 1)" },
  { signature: "all(x, …)", help: "whether it holds for each", example: "input.list.all(x, x > 1)" },
  { signature: "contains(text)", help: "whether a text has it", example: "string(input).contains('a')" },
  { signature: "startsWith(text)", help: "how a text begins", example: "string(input).startsWith('a')" },
  { signature: "endsWith(text)", help: "how a text ends", example: "string(input).endsWith('a')" },
  { signature: "split(text)", help: "parts of a text", example: "string(input).split(',')" },
  { signature: "join(text)", help: "texts in one", example: "['a', 'b'].join(', ')" },
] as const;

const SYNC = { async: false };

export function registerFunctions(env: Environment): void {
  env.registerFunction("keys(map): list<string>", (map: object) => Object.keys(map), SYNC);
  env.registerFunction("values(map): list<dyn>", (map: object) => Object.values(map), SYNC);
  env.registerFunction("range(int): list<int>", range, SYNC);
  env.registerFunction("range(double): list<int>", range, SYNC);
  env.registerFunction("sum(list): double", sum, SYNC);
  env.registerFunction(
    "min(list): dyn",
    (list: readonly unknown[]) => extreme("min", list, (a, b) => a < b),
    SYNC,
  );
  env.registerFunction(
    "max(list): dyn",
    (list: readonly unknown[]) => extreme("max", list, (a, b) => a > b),
    SYNC,
  );
  env.registerFunction("flatten(list): list<dyn>", (list: readonly unknown[]) => list.flat(1), SYNC);
  env.registerFunction("distinct(list): list<dyn>", distinct, SYNC);
}

function range(count: number | bigint): bigint[] {
  const n = Number(count);
  if (!Number.isInteger(n) || n < 0 || n > MAX_RANGE) {
    throw new RangeError(`range(n) takes a whole number from 0 to ${MAX_RANGE}, got ${n}`);
  }
  return Array.from({ length: n }, (_, i) => BigInt(i));
}

function sum(list: readonly unknown[]): number {
  let total = 0;
  for (const entry of list) {
    if (typeof entry !== "number" && typeof entry !== "bigint")
      throw new TypeError("sum(list) takes numbers only");
    total += Number(entry);
  }
  return total;
}

function extreme(name: string, list: readonly unknown[], better: (a: Scalar, b: Scalar) => boolean): Scalar {
  const [first, ...rest] = list.map((entry) => (typeof entry === "bigint" ? Number(entry) : entry));
  const type = typeof first;
  if (type !== "number" && type !== "string")
    throw new TypeError(`${name}(list) takes numbers or texts, one at least`);
  let best = first as Scalar;
  for (const entry of rest) {
    if (typeof entry !== type) throw new TypeError(`${name}(list) takes numbers or texts, not a mix`);
    if (better(entry as Scalar, best)) best = entry as Scalar;
  }
  return best;
}
type Scalar = number | string;

function distinct(list: readonly unknown[]): unknown[] {
  const seen = new Map<string, unknown>();
  for (const entry of list) {
    const key = keyOf(toJson(entry));
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()];
}

function keyOf(value: Json): string {
  return typeof value === "string" ? `"${value}` : canonicalJson(value);
}
