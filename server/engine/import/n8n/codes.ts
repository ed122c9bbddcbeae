import type { Json } from "../../values/json.ts";
import { weigh } from "../../values/weigh.ts";
import { shownText } from "../foreign-names.ts";
import { asLiteral } from "../graph-maker.ts";
import { type Reader, recordOf } from "./reader.ts";

/** Code that does nothing but return JSON. */
const RETURNED = /^\s*return\s+([[{][\s\S]*[\]}])\s*;?\s*$/;

export const codeOf: Reader = ({ jsCode, pythonCode }, { input }) =>
  typeof pythonCode === "string"
    ? kept(asComment(pythonCode), input, "Python, kept as a comment: write it anew, best as a task.")
    : returned(jsCode, input);

export const legacyCodeOf: Reader = ({ functionCode }, { input }) => returned(functionCode, input);

function returned(code: Json | undefined, input: Json): ReturnType<Reader> {
  if (typeof code !== "string" || code === "") return kept(asComment(""), input, "There is no code in it.");
  const item = itemIn(code);
  return item === undefined
    ? kept(
        code,
        input,
        "Code, kept as it is. It gets `input` and returns a value: names such as $input and items are not there.",
      )
    : {
        node: { kind: "transform", output: asLiteral(item) },
        fate: "mapped",
        message: "It returns the same value each time.",
      };
}

/** The one item that such code returns. */
function itemIn(code: string): Json | undefined {
  const [, text = ""] = RETURNED.exec(code) ?? [];
  try {
    const value = JSON.parse(text) as Json;
    const [item, ...others] = Array.isArray(value) ? (value as readonly Json[]) : [value];
    const json = recordOf(item)["json"];
    return others.length > 0 || "flaw" in weigh(json, "user") ? undefined : json;
  } catch {
    return undefined;
  }
}

function asComment(code: string): string {
  return `/* ${code.replaceAll("*/", "* /")} */ return input;`;
}

function kept(code: string, input: Json, message: string): ReturnType<Reader> {
  return {
    node: { kind: "code", code: shownText(code, 100_000), input },
    fate: "approximated",
    message: `${message} Nothing of it was run, and code nodes are off unless an administrator turns them on.`,
  };
}
