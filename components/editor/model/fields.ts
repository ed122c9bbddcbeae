import * as z from "zod";
import { type Strategy, strategySchema } from "#server/engine/context/schema";
import { looksAt } from "#server/engine/graph/context";
import { type GraphNode, graphSchema, limitsSchema } from "#server/engine/graph/graph";
import { bodySchema } from "#server/engine/nodes/bodies";
import { nodeSchema } from "#server/engine/nodes/definitions";
import { UNSET } from "../../ui/schema-form/model/shape";
import type { BodyKind } from "./kinds";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** How a field is filled in. */
export type Control =
  | { readonly as: "text" | "long" | "code" | "expression" | "words" | "switch" | "body" }
  /** Text, or JSON that may be of several lines. */
  | { readonly as: "template"; readonly oneLine?: true }
  /** Statuses of an answer; people, or an expression that gives them; named values, a row each. */
  | { readonly as: "statuses" | "people" | "entries" }
  /** A name of something that there is: text, with what may be meant. */
  | { readonly as: "task" | "workflow" }
  /** A revision of the workflow that the form names. */
  | { readonly as: "revision" }
  | { readonly as: "number"; readonly least?: number; readonly most?: number; readonly whole: boolean }
  | { readonly as: "choice"; readonly options: readonly string[] }
  /** A form of its own: what has parts. */
  | { readonly as: "form"; readonly schema: JsonSchema };

export type Field = {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly control: Control;
  /** What may stand in it, where its control does not say enough. */
  readonly hint?: string;
};
export type Section = { readonly title: string; readonly fields: readonly Field[] };

const SECTIONS: readonly (readonly [string, readonly string[]])[] = [
  ["Time and retries", ["timeoutMs", "retry", "onExhausted", "delivery"]],
  ["Recovery", ["recovery", "onEscalation", "compensate", "classify"]],
  ["Recursion", ["once", "measure", "onCycle", "cycleIgnore", "limits", "grant", "detached", "closePolicy"]],
  ["Context", ["context", "contextUpdates"]],
  ["Contract", ["join", "inputSchema", "outputSchema"]],
];
/** Shown elsewhere: the head of the inspector has the names, the canvas the place. */
const ELSEWHERE: readonly string[] = ["kind", "position", "name", "description"];
/** CEL, with or without a leading `=`. */
const EXPRESSIONS: readonly string[] = ["over", "while", "until", "once", "measure"];
/** Text that may be an expression after `=`. */
const TEXT_TEMPLATES: readonly string[] = [
  "signal",
  "durationMs",
  "dueMs",
  "url",
  "wait.until",
  "wait.timeoutMs",
];

const DURATION = "Milliseconds, or an expression after =";
/** By name, or by kind and name. */
const HINTS: Readonly<Record<string, string>> = {
  durationMs: DURATION,
  dueMs: DURATION,
  "wait.timeoutMs": DURATION,
  "wait.until": "An instant such as 2026-05-01T09:00:00Z, or an expression after =",
  signal: "A name, or an expression after =",
  url: "Parts such as {user} are filled from the params; an expression stands after =",
  over: "An expression that gives a list, such as input.items",
  once: "An expression that gives a key; each key is visited once, such as item.id",
  measure: "An expression that gives a number which falls on the way down",
  event: "Such as audit.finished",
  expect: "One a line, such as 2xx or 404",
  "compensate.of": "Ids of nodes, one a line; without any, all that was done",
};
const LABELS: Readonly<Record<string, string>> = {
  url: "URL",
  n: "How many",
  "compensate.of": "Only what these have done",
};
/** Of what a form is made of as a whole. */
const SCHEMA = "A JSON Schema";
const WHOLES: Readonly<Record<string, string>> = {
  inputSchema: SCHEMA,
  outputSchema: SCHEMA,
  "agent.output": SCHEMA,
};
/** What holds of a form's parts where they say nothing. */
const UNSETS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "workflow.limits": limitsSchema.parse({}),
};
/** What an item of a list is called. */
const ITEMS: Readonly<Record<string, string>> = { cases: "Case", recovery: "Rung" };

/** Filled in as nothing else is, in these kinds. */
const SPECIAL: Readonly<
  Record<
    string,
    { readonly as: "body" | "code" | "task" | "workflow" | "revision"; readonly kinds: readonly string[] }
  >
> = {
  body: { as: "body", kinds: ["map", "loop", "plan"] },
  code: { as: "code", kinds: ["code"] },
  task: { as: "task", kinds: ["task"] },
  workflow: { as: "workflow", kinds: ["subworkflow"] },
  revision: { as: "revision", kinds: ["subworkflow"] },
};

/** Who is asked is chosen among those that there are; these say it by names. */
const WHO: readonly string[] = ["agent", "capabilities"];

/** The fields that say whom an agent's node asks, apart from its others. */
export function withoutWho(sections: readonly Section[]): {
  readonly who: readonly Field[];
  readonly others: readonly Section[];
} {
  const isWho = ({ name }: Field) => WHO.includes(name);
  return {
    who: sections.flatMap(({ fields }) => fields.filter(isWho)),
    others: sections.map((section) => ({
      ...section,
      fields: section.fields.filter((field) => !isWho(field)),
    })),
  };
}

/** Whether what is written stands on one line. */
export function isOneLine(control: Control): boolean {
  return control.as === "expression" || (control.as === "template" && control.oneLine === true);
}

const made = new Map<string, readonly Section[]>();

/** Every field of a kind of node, from the format itself: what stands in no section of its own comes first. */
export function sectionsOf(kind: GraphNode["kind"]): readonly Section[] {
  return remembered(`node ${kind}`, () => inSections(kind, shapeOf(nodeSchema.options, kind)));
}

/** The same of what a map, a loop or a plan repeats. */
export function bodySections(kind: BodyKind): readonly Section[] {
  return remembered(`body ${kind}`, () => inSections(kind, shapeOf(bodySchema.options, kind)));
}

const WORKFLOW_SECTIONS: readonly (readonly [string, readonly string[]])[] = [
  ["Input and output", ["inputSchema", "outputSchema"]],
  ["Limits", ["limits"]],
  ["Context", ["context", "variables"]],
  ["Recovery", ["recovery", "classify", "onEscalation"]],
];

/** Fields of the workflow itself. */
export function workflowSections(): readonly Section[] {
  return remembered("workflow", () => {
    const own = graphSchema.omit({ schemaVersion: true, slug: true, nodes: true, edges: true });
    const fields = fieldsIn("workflow", z.toJSONSchema(own, { io: "input" }));
    return WORKFLOW_SECTIONS.map(([title, names]) => ({
      title,
      fields: names.flatMap((name) => fields.find((field) => field.name === name) ?? []),
    }));
  });
}

/** Settings of a strategy, of which each does something in it. */
export function strategySections(strategy: Pick<Strategy, "type" | "resourceThreshold">): readonly Section[] {
  const [all] = remembered("strategy", () => {
    const settings = strategySchema.omit({ type: true, name: true });
    return [{ title: "", fields: fieldsIn("strategy", z.toJSONSchema(settings, { io: "input" })) }];
  });
  const fields = all?.fields.filter(({ name }) => looksAt(strategy, name)) ?? [];
  return [{ title: `Settings of ${strategy.type}`, fields }];
}

function remembered(key: string, make: () => readonly Section[]): readonly Section[] {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

function shapeOf(options: readonly z.ZodObject[], kind: string): JsonSchema {
  const option = options.find(({ shape }) => (shape["kind"] as z.ZodLiteral).value === kind);
  if (!option) throw new Error(`There is no kind "${kind}".`);
  return z.toJSONSchema(option, { io: "input" });
}

function inSections(kind: string, schema: JsonSchema): readonly Section[] {
  const fields = fieldsIn(kind, schema);
  const placed = new Set(SECTIONS.flatMap(([, names]) => names));
  // How long a wait waits is its work.
  if (kind === "wait") placed.delete("timeoutMs");
  const rest = fields.filter(({ name }) => !placed.has(name));
  const sections = SECTIONS.map(([title, names]) => ({
    title,
    fields: names.flatMap((name) =>
      placed.has(name) ? (fields.find((field) => field.name === name) ?? []) : [],
    ),
  }));
  return [{ title: "Work", fields: rest }, ...sections].filter((section) => section.fields.length > 0);
}

function fieldsIn(kind: string, schema: JsonSchema): readonly Field[] {
  const properties = asObject(schema["properties"]);
  const required = schema["required"] as readonly string[] | undefined;
  return Object.entries(properties)
    .filter(([name]) => !ELSEWHERE.includes(name))
    .map(([name, property]) => {
      const hint = HINTS[`${kind}.${name}`] ?? HINTS[name];
      return {
        name,
        label: LABELS[`${kind}.${name}`] ?? LABELS[name] ?? wordsOf(name),
        required: required?.includes(name) ?? false,
        control: controlOf(kind, name, asObject(property)),
        ...(hint === undefined ? {} : { hint }),
      };
    });
}

function controlOf(kind: string, name: string, property: JsonSchema): Control {
  const special = SPECIAL[name];
  if (special?.kinds.includes(kind)) return { as: special.as };
  if (TEXT_TEMPLATES.includes(name) || TEXT_TEMPLATES.includes(`${kind}.${name}`)) {
    return { as: "template", oneLine: true };
  }
  if (EXPRESSIONS.includes(name)) return { as: "expression" };
  if (name === "assignees") return { as: "people" };
  if (name === "expect") return { as: "statuses" };
  if ("$ref" in property) return { as: "template" };
  if (isEntries(property)) return { as: "entries" };
  if (Array.isArray(property["enum"])) return { as: "choice", options: property["enum"] as string[] };
  return plainControl(property) ?? { as: "form", schema: formSchema(kind, name, property) };
}

function formSchema(kind: string, name: string, property: JsonSchema): JsonSchema {
  const of = `${kind}.${name}`;
  const description = WHOLES[of] ?? WHOLES[name];
  const schema = withUnset(UNSETS[of] ?? {}, itemised(name, forForm(property) as JsonSchema));
  return description ? { description, ...schema } : schema;
}

function itemised(name: string, schema: JsonSchema): JsonSchema {
  const title = ITEMS[name];
  return title === undefined ? schema : { ...schema, items: { ...asObject(schema["items"]), title } };
}

function withUnset(unset: Readonly<Record<string, unknown>>, schema: JsonSchema): JsonSchema {
  const parts = Object.entries(asObject(schema["properties"])).map(([name, part]) => [
    name,
    name in unset ? { ...asObject(part), [UNSET]: unset[name] } : part,
  ]);
  return parts.length === 0 ? schema : { ...schema, properties: Object.fromEntries(parts) };
}

/** Values under names of one's own, each of which may be an expression. */
function isEntries({ properties, additionalProperties }: JsonSchema): boolean {
  return properties === undefined && "$ref" in asObject(additionalProperties);
}

/** Texts longer than a line. */
const LONG = 200;

function plainControl(property: JsonSchema): Control | null {
  const { type, items } = property;
  switch (type) {
    case "boolean":
      return { as: "switch" };
    case "number":
    case "integer":
      return { as: "number", whole: type === "integer", ...boundsOf(property) };
    case "string":
      return { as: Number(property["maxLength"] ?? 0) > LONG ? "long" : "text" };
    case "array":
      return asObject(items)["type"] === "string" ? { as: "words" } : null;
    default:
      return null;
  }
}

function boundsOf({ minimum, maximum }: JsonSchema): { least?: number; most?: number } {
  return {
    ...(typeof minimum === "number" ? { least: minimum } : {}),
    ...(typeof maximum === "number" ? { most: maximum } : {}),
  };
}

/** As a form shows it: any JSON is one piece of JSON, not a choice of what JSON can be, and parts are called as fields are. */
function forForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => forForm(entry));
  if (typeof value !== "object" || value === null) return value;
  const { $ref, ...rest } = value as JsonSchema;
  if ($ref !== undefined) return rest;
  return Object.fromEntries(Object.entries(rest).map(([key, entry]) => [key, formPart(key, entry)]));
}

function formPart(key: string, value: unknown): unknown {
  if (key === "properties")
    return Object.fromEntries(
      Object.entries(asObject(value)).map(([name, part]) => [
        name,
        { title: LABELS[name] ?? wordsOf(name), ...asObject(forForm(part)) },
      ]),
    );
  if (key === "anyOf" && Array.isArray(value))
    return value.map((option) => ({ ...optionTitle(option), ...asObject(forForm(option)) }));
  return forForm(value);
}

/** An option of one part is called as that is. */
function optionTitle(option: unknown): { readonly title?: string } {
  if (hasParts(option)) return { title: "settings" };
  const [only, ...more] = Object.entries(asObject(asObject(option)["properties"]));
  return only && more.length === 0 && !("const" in asObject(only[1]))
    ? { title: LABELS[only[0]] ?? wordsOf(only[0]) }
    : {};
}

/** One of several shapes that no fixed entry tells apart from the others. */
function hasParts(option: unknown): boolean {
  const parts = Object.values(asObject(asObject(option)["properties"]));
  return parts.length > 1 && !parts.some((part) => "const" in asObject(part));
}

function asObject(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null ? (value as JsonSchema) : {};
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Ms$/, " (ms)"],
  [/Usd$/, " (USD)"],
  [/Mb$/, " (MB)"],
];

/** `maxConcurrent` → `Max concurrent`, `timeoutMs` → `Timeout (ms)`. */
export function wordsOf(name: string): string {
  const [ending, unit] = UNITS.find(([suffix]) => suffix.test(name)) ?? [/$/, ""];
  const words = name
    .replace(ending, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1) + unit;
}
