import { findJsonFault } from "../values/json-fault.ts";
import { readJson, readYaml } from "../values/text.ts";
import { briefPointer, TOO_DEEP } from "../values/weigh.ts";
import { importWorkflow } from "./import.ts";
import { isMermaid } from "./mermaid/parse.ts";
import type { Imported, NotImported } from "./report.ts";

/** Longest text that is looked at. */
const MOST_CHARACTERS = 5 * 1024 * 1024;

/** Reads the text of a file by what stands in it, whatever the file is called. Nothing of it is sent anywhere or run. */
export function readImport(file: string): Imported | NotImported {
  const read = readText(file);
  return read.ok ? read : { ...read, place: briefPointer(read.place) };
}

function readText(file: string): Imported | NotImported {
  if (file.length > MOST_CHARACTERS)
    return { ok: false, place: "/", message: "A file may be 5 MB long at most." };
  const text = file.replace(/^\uFEFF/, "");
  const start = text.trimStart();
  if (start === "") return { ok: false, place: "line 1", message: "There is nothing in it." };
  if (start.startsWith("{") || start.startsWith("[")) return fromJson(text);
  return isMermaid(text) ? importWorkflow({ text }) : fromYaml(text);
}

/** YAML may begin with a brace too, but nobody exports that; whoever has a brace means JSON, and hears of its faults. */
function fromJson(text: string): Imported | NotImported {
  const json = readJson(text);
  if (json.ok) return importWorkflow({ value: json.value });
  if (json.path !== undefined) return lost(json.path, json.message);
  const fault = findJsonFault(text);
  if (!fault) return { ok: false, place: "/", message: "It is no JSON." };
  const { line, found, column } = fault;
  return {
    ok: false,
    place: `line ${line}`,
    message: `It is no JSON: unexpected ${found} at column ${column}`,
  };
}

function fromYaml(text: string): Imported | NotImported {
  const yaml = readYaml(text);
  if (!yaml.ok && yaml.path !== undefined) return lost(yaml.path, yaml.message);
  if (!yaml.ok) {
    const place = /line \d+/.exec(yaml.message)?.[0] ?? "line 1";
    return {
      ok: false,
      place,
      message: yaml.message === TOO_DEEP ? TOO_DEEP : `It is no YAML: ${yaml.message}`,
    };
  }
  // One word is a YAML text too: such a file is none of what is read here.
  const isText = typeof yaml.value !== "object" || yaml.value === null;
  return importWorkflow(isText ? { text } : { value: yaml.value });
}

function lost(path: string, message: string): NotImported {
  return { ok: false, place: path || "/", message };
}
