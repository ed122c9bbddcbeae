import type { Json } from "../../values/json.ts";

/** `{{ expression }}` in a prompt; braces of JSON that stand alone are left as they are. */
const HOLE = /\{\{([\s\S]+?)\}\}/g;

/**
 * A prompt as a list of texts and of expressions that start with `=`, in order. Values are put in as they are by whoever
 * writes the prompt out; no value is ever read as a template again, and a large one stays a reference.
 */
export function promptParts(prompt: string): readonly string[] {
  if (prompt.startsWith("=")) return [prompt];
  const parts: string[] = [];
  let at = 0;
  for (const hole of prompt.matchAll(HOLE)) {
    parts.push(...literal(prompt.slice(at, hole.index)), `= ${hole[1]?.trim() ?? ""}`);
    at = hole.index + hole[0].length;
  }
  return [...parts, ...literal(prompt.slice(at))];
}

/** A text that starts with `=` would be read as an expression: the sign gets a part of its own, written as a value. */
function literal(text: string): readonly string[] {
  if (text === "") return [];
  return text.startsWith("=") ? ["= '='", ...literal(text.slice(1))] : [text];
}

/** The parts as a template. */
export function promptTemplate(prompt: string): Json {
  return promptParts(prompt);
}

/** The prompt with another source in each of its holes; `null` where there is none for one of them. */
export function mapHoles(prompt: string, map: (source: string) => string | null): string | null {
  if (prompt.startsWith("=")) return map(prompt);
  const mapped = [...prompt.matchAll(HOLE)].map((hole) => map(hole[1] ?? ""));
  if (mapped.includes(null)) return null;
  let at = 0;
  return prompt.replace(HOLE, () => `{{${mapped[at++] ?? ""}}}`);
}
