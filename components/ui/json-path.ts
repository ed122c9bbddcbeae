import type { Json } from "#server/engine/values/json";

type Step = string | number;
/** A part of a JSON value, and where it stands. */
export type JsonPart = { readonly path: string; readonly value: Json };

/** The part that is reached by taking the n-th entry of each object or list on the way; `null` = there is none. */
export function partAt(whole: Json, entries: readonly number[]): JsonPart | null {
  const steps: Step[] = [];
  let value = whole;
  for (const entry of entries) {
    if (typeof value !== "object" || value === null) return null;
    const step = Array.isArray(value) ? entry : Object.keys(value)[entry];
    const next = step === undefined ? undefined : (value as Readonly<Record<Step, Json>>)[step];
    if (step === undefined || next === undefined) return null;
    steps.push(step);
    value = next;
  }
  return { path: pathText(steps), value };
}

/** What expressions take for words of their own where a name stands. */
const RESERVED = /^(?:in|true|false|null)$/;

/** A path as expressions write it: `deps[0].name`, `["odd key"]`. */
function pathText(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === "number" || !/^[A-Za-z_]\w*$/.test(step) || RESERVED.test(step))
        return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** As people paste it: a text as it is, everything else as JSON. */
export function partText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
