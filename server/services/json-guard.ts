import { briefPointer } from "#server/engine/values/weigh";
import type { ErrorDetail } from "./errors.ts";

const MAX_DEPTH = 64;

type Place = {
  readonly value: object;
  readonly depth: number;
  readonly key: string;
  readonly up: Place | null;
};

/**
 * Refuses JSON that is built to hurt: nesting beyond any real document, and keys that change what an object is.
 * Answers the first place found. Walks with its own stack, so depth cannot overflow the call stack.
 */
export function findUnsafeJson(root: unknown): ErrorDetail | null {
  const stack: Place[] = [];
  push(stack, { value: root, depth: 0, key: "", up: null });
  for (let place = stack.pop(); place; place = stack.pop()) {
    const problem = problemOf(place);
    if (problem) return problem;
    for (const [key, value] of Object.entries(place.value)) {
      push(stack, { value, depth: place.depth + 1, key, up: place });
    }
  }
  return null;
}

function push(stack: Place[], { value, ...rest }: Omit<Place, "value"> & { readonly value: unknown }): void {
  if (typeof value === "object" && value !== null) stack.push({ value, ...rest });
}

function problemOf(place: Place): ErrorDetail | null {
  if (place.depth >= MAX_DEPTH) {
    const path = pathOf(place);
    return { path, message: `Nested more than ${MAX_DEPTH} levels deep, at ${briefPointer(path)}.` };
  }
  if (!Object.hasOwn(place.value, "__proto__")) return null;
  return { path: `${pathOf(place)}/__proto__`, message: 'The key "__proto__" is not allowed.' };
}

function pathOf(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | null = place; at?.up; at = at.up) keys.unshift(escapePointer(at.key));
  return keys.map((key) => `/${key}`).join("");
}

/** One key as a part of a JSON Pointer. */
export function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
