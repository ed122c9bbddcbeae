import type { Output } from "ai";
import type { Json } from "#server/engine/values/json";
import { compileSchema } from "#server/json-schema/compile";
import { BadJson, boundedJson } from "../http/bounded-json.ts";
import { badAnswer } from "./agent-problem.ts";

type Schema = Readonly<Record<string, unknown>>;
type TextOutput = ReturnType<typeof Output.text>;
export type Checked =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly flaw: string };

const SHOWN_FLAWS = 5;

/** Asks the provider for JSON of this schema and hands the text on as it came: it is checked here, not there. */
export function outputSpec(schema: Schema): TextOutput {
  return {
    name: "text",
    responseFormat: Promise.resolve({ type: "json", schema, name: "answer" }),
    parseCompleteOutput: async ({ text }) => text,
    parsePartialOutput: async ({ text }) => ({ partial: text }),
    createElementStreamTransform: () => undefined,
  };
}

/** Whether a text is JSON of the schema, a fence around it aside; if not, what a model needs to know to mend it. */
export function checkAnswer(text: string, schema: Schema): Checked {
  const validate = compiled(schema);
  let value: Json;
  try {
    value = boundedJson(withoutFence(text));
  } catch (error) {
    if (error instanceof BadJson) return { ok: false, flaw: error.message };
    throw error;
  }
  if (validate(value)) return { ok: true, value };
  const flaws = (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "the value"} ${message}`,
  );
  return { ok: false, flaw: flaws.slice(0, SHOWN_FLAWS).join("; ") };
}

function compiled(schema: Schema) {
  try {
    return compileSchema(schema);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badAnswer("AgentSchemaInvalid", `The node's output is no JSON Schema (2020-12): ${why}`, false);
  }
}

function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/i.exec(text)?.[1] ?? text;
}
