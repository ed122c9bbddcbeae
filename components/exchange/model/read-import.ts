import { importWorkflow } from "#server/engine/import/import";
import type { Imported, NotImported } from "#server/engine/import/report";
import { findJsonFault } from "#server/engine/values/json-fault";
import { readJson, readYaml } from "../../graph-text";

/** Longest text that is looked at. */
const MOST_CHARACTERS = 5 * 1024 * 1024;

/** Reads the text of a file, whatever its format. Nothing of it is sent anywhere or run. */
export function readImport(text: string): Imported | NotImported {
  if (text.length > MOST_CHARACTERS)
    return { ok: false, place: "/", message: "A file may be 5 MB long at most." };
  const start = text.trimStart();
  if (start === "") return { ok: false, place: "line 1", message: "There is nothing in it." };
  if (start.startsWith("{") || start.startsWith("[")) {
    const json = readJson(text);
    return json.ok ? importWorkflow({ value: json.value }) : brokenJson(text);
  }
  const drawn = importWorkflow({ text });
  if (drawn.ok || drawn.place !== "line 1" || !drawn.message.startsWith("This is neither")) return drawn;
  const yaml = readYaml(text);
  if (!yaml.ok)
    return {
      ok: false,
      place: /line \d+/.exec(yaml.message)?.[0] ?? "line 1",
      message: `It is no YAML: ${yaml.message}`,
    };
  return typeof yaml.value === "object" && yaml.value !== null
    ? importWorkflow({ value: yaml.value })
    : drawn;
}

function brokenJson(text: string): NotImported {
  const fault = findJsonFault(text);
  return fault
    ? {
        ok: false,
        place: `line ${fault.line}`,
        message: `It is no JSON: unexpected ${fault.found} at column ${fault.column}`,
      }
    : { ok: false, place: "/", message: "It is no JSON." };
}
