import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import { literalOf } from "./code-literal.ts";
import type { Reader } from "./reader.ts";
import type { N8nScope } from "./templates.ts";

export const codeOf: Reader = ({ jsCode, pythonCode }, { input, scope }) =>
  typeof pythonCode === "string"
    ? kept(asComment(pythonCode), input, "Python, kept as a comment: write it anew, best as a task.")
    : returned(jsCode, input, scope);

export const legacyCodeOf: Reader = ({ functionCode }, { input, scope }) =>
  returned(functionCode, input, scope);

function returned(code: Json | undefined, input: Json, scope: N8nScope): ReturnType<Reader> {
  if (typeof code !== "string" || code === "") return kept(asComment(""), input, "There is no code in it.");
  const item = literalOf(code, scope);
  return item === null
    ? kept(
        code,
        input,
        "Code, kept as it is. It gets `input` and returns a value: names such as $input and items are not there.",
      )
    : {
        node: { kind: "transform", output: item },
        fate: "mapped",
        message: "It gives one item of what stands in it and what it reads.",
      };
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
