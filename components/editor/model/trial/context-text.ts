import { type ContextValues, contextFlaws } from "#server/engine/dry-run/edited-context";
import { readJson } from "#server/engine/values/text";
import type { Look } from "./messages";

export type ReadContext =
  | { readonly ok: true; readonly context: ContextValues }
  /** `problems` name a place each; a text that is no JSON has none, and says so by itself. */
  | { readonly ok: false; readonly problems: ReturnType<typeof contextFlaws>; readonly message: string };

export function contextText(entries: Look["entries"]): string {
  return JSON.stringify(Object.fromEntries(entries.map(({ key, value }) => [key, value])), null, 2);
}

/** A context as a person has typed it. */
export function readContext(text: string): ReadContext {
  const read = readJson(text);
  if (!read.ok && read.path !== undefined) {
    const { path, message } = read;
    return { ok: false, problems: [{ path, message }], message: `${path.slice(1)}: ${message}` };
  }
  if (!read.ok) return { ok: false, problems: [], message: `This is no JSON: ${read.message}` };
  const { value } = read;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = "A context is an object: a value for each key";
    return { ok: false, problems: [{ path: "", message }], message };
  }
  const context = value as ContextValues;
  const problems = contextFlaws(context);
  const [first] = problems;
  if (!first) return { ok: true, context };
  return { ok: false, problems, message: `${first.path.slice(1)}: ${first.message}` };
}
