import type * as z from "zod";
import { STRATEGY_TYPES } from "../context/strategy-types.ts";
import { weigh } from "../values/weigh.ts";
import { GRAPH_CAPS, type Graph, graphSchema } from "./graph.ts";
import { knownFields } from "./known-fields.ts";
import { nearest, suggest } from "./nearest.ts";
import type { Findings, Path } from "./problems.ts";

type Issue = z.core.$ZodIssue;

/** Parses the shape of a graph; what does not fit becomes findings. */
export function parseShape(input: unknown, findings: Findings): Graph | null {
  if (!withinCaps(input, findings) || hasLostKey(input, [], findings)) return null;
  const result = graphSchema.safeParse(input);
  if (result.success) return result.data;
  for (const issue of result.error.issues) report(issue, input, findings);
  return null;
}

/** Checked before the shape: parsing something huge or endlessly deep is itself a cost. */
function withinCaps(input: unknown, findings: Findings): boolean {
  const measured = weigh(input, "user");
  if ("flaw" in measured) {
    const reserved = measured.flaw.what.includes("is reserved");
    findings.add(reserved ? "X002" : "G005", measured.flaw.pointer, measured.flaw.what);
    return false;
  }
  const { nodes, edges } = (input ?? {}) as { readonly nodes?: unknown; readonly edges?: unknown };
  const sizes: readonly (readonly [string, Path, number, number])[] = [
    ["bytes", [], measured.weight, GRAPH_CAPS.bytes],
    ["nodes", ["nodes"], sizeOf(nodes), GRAPH_CAPS.nodes],
    ["edges", ["edges"], sizeOf(edges), GRAPH_CAPS.edges],
  ];
  const over = sizes.filter(([, , size, cap]) => size > cap);
  for (const [what, path, size, cap] of over)
    findings.add("G015", path, `the graph has ${size} ${what}, the cap is ${cap}`);
  return over.length === 0;
}

/** Objects cannot be relied on to keep this key: parsing drops it without a word. */
const LOST_KEY = "__proto__";

function hasLostKey(value: unknown, path: Path, findings: Findings): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Object.hasOwn(value, LOST_KEY)) {
    findings.add("G021", [...path, LOST_KEY], `nothing can be called "${LOST_KEY}"`);
    return true;
  }
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [name, inner] of entries) if (hasLostKey(inner, [...path, name], findings)) return true;
  return false;
}

function sizeOf(value: unknown): number {
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

function report(issue: Issue, input: unknown, findings: Findings): void {
  const path = issue.path as Path;
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) unknownField(key, path, input, findings);
      return;
    case "invalid_union":
      if (issue.errors.length === 0) unknownKind(path, input, findings);
      else reportUnion(issue, path, input, findings);
      return;
    case "invalid_format":
      findings.add(
        "G005",
        path,
        path.at(-1) === "durationMs" ? unionMessage(path, input) : shapeMessage(issue, path, input),
      );
      return;
    case "invalid_key":
      findings.add("G005", path, `"${String(path.at(-1))}" is not a name: ${issue.issues[0]?.message ?? ""}`);
      return;
    default:
      findings.add("G005", path, shapeMessage(issue, path, input));
  }
}

/** Where one of the shapes was clearly meant, what is wrong with the value as that shape. */
function reportUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: Path,
  input: unknown,
  findings: Findings,
): void {
  const meant = SAID_AT_ONCE.includes(String(path.at(-1)))
    ? undefined
    : issue.errors.find((issues) =>
        issues.every((each) => each.path.length > 0 || each.code === "unrecognized_keys"),
      );
  if (!meant) findings.add("G005", path, unionMessage(path, input));
  for (const each of meant ?? []) report({ ...each, path: [...path, ...each.path] }, input, findings);
}

/** Small unions: naming all their shapes says more. */
const SAID_AT_ONCE: readonly string[] = ["join", "durationMs"];

function unknownField(key: string, path: Path, input: unknown, findings: Findings): void {
  findings.add(
    "G007",
    [...path, key],
    `there is no field "${key}" here; ${suggest(key, knownFields(path, input))}`,
  );
}

function unknownKind(path: Path, input: unknown, findings: Findings): void {
  const kinds = knownFields(path, input);
  const kind = valueAt(input, path);
  const near = typeof kind === "string" ? nearest(kind, kinds) : null;
  const what = kind === undefined ? "a kind is missing" : `there is no kind ${JSON.stringify(kind)}`;
  const hint = near ? `; did you mean "${near}"?` : "";
  findings.add("G006", path, `${what}${hint} (kinds: ${kinds.join(", ")})`);
}

function shapeMessage(issue: Issue, path: Path, input: unknown): string {
  if (issue.code === "invalid_type" && valueAt(input, path) === undefined) {
    return `"${String(path.at(-1) ?? "the graph")}" is missing (a ${issue.expected})`;
  }
  const [first = "", ...rest] = issue.message;
  return `${first.toLowerCase()}${rest.join("")}`;
}

function unionMessage(path: Path, input: unknown): string {
  const name = String(path.at(-1));
  if (valueAt(input, path) === undefined) return `"${name}" is missing`;
  if (name === "join") return 'a join is "all", "any" or {"n": 2}; a map also takes "allSettled"';
  if (name === "durationMs")
    return "durationMs is a whole number of milliseconds up to a year, or an expression starting with =";
  const hint = SHAPES[name];
  return hint ?? `"${name}" has none of the shapes that fit here`;
}

const STRATEGIES = STRATEGY_TYPES.join(", ");
const SHAPES: Readonly<Record<string, string>> = {
  context: `a context is the name of a strategy (${STRATEGIES}), or an object`,
  strategy: `a strategy is one of ${STRATEGIES}, or an object with "type"`,
  when: 'a condition is "always", {"depthAbove": n}, {"depthBelow": n}, {"usageAbove": x}, {"performanceBelow": x}, {"expression": "…"}, or a list of them',
  reducer: 'a reducer is "replace", "append", "deepMerge" or "max", or an expression after "="',
};

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
}
