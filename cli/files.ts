import { readFileSync } from "node:fs";
import { parse as parseYaml, YAMLParseError } from "yaml";
import { CliError, EXIT } from "./exit.ts";

/** Whether an argument means a graph file rather than the slug of a workflow. */
export const isGraphFile = (argument: string) => /\.(json|ya?ml)$/i.test(argument);

/** A graph from a JSON or YAML file, as written. */
export function readGraph(file: string): unknown {
  const text = readText(file);
  return /\.json$/i.test(file) ? parseJson(text, file) : parseYamlText(text, file);
}

/** A value for `option`: JSON as it stands, from a file, or from stdin for `-`. A leading `@` is allowed. */
export function readInput(argument: string, option = "--input"): unknown {
  if (/^\s*[{[]/.test(argument)) return parseJson(argument, option);
  const file = argument.replace(/^@/, "");
  return file === "-" ? parseJson(readText(0), "standard input") : parseJson(readText(file), file);
}

/** A secret's value from a file, or from stdin for `-`: never from the arguments, which everyone on the machine can read. */
export function readSecretValue(argument: string): string {
  const file = argument.replace(/^@/, "");
  return readText(file === "-" ? 0 : file).replace(/\r?\n$/, "");
}

/** @param file 0 = standard input. */
export function readText(file: string | 0): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error && error.code === "ENOENT"
        ? "there is no such file"
        : String(error);
    throw new CliError(`Cannot read ${file === 0 ? "standard input" : file}: ${reason}.`);
  }
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new CliError(
      `${source} is not JSON: ${error instanceof Error ? error.message : error}`,
      EXIT.invalid,
    );
  }
}

function parseYamlText(text: string, source: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const reason = error instanceof YAMLParseError ? error.message : String(error);
    throw new CliError(`${source} is not YAML: ${reason}`, EXIT.invalid);
  }
}
