import type { Json } from "#server/engine/values/json";

type Read = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string };

/** An output as a person writes it: JSON, and nothing is null. */
export function readOutput(text: string): Read {
  if (text.trim() === "") return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `This is not JSON: ${why}. Put text in quotes.` };
  }
}
