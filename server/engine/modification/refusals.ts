import { pointerOf } from "../values/index.ts";

/** Every code with which an operation can be refused. Codes are stable: they are never given another meaning. */
export const REFUSALS = {
  M000: "This is no operation. The message says what is expected at this place.",
  M001: "There is no such node. The message names the nearest one.",
  M002: "The name is taken by another node. Choose another one.",
  M003: "There is no such edge. The message lists those that are near.",
  M004: "The same edge stands already. Change it with setEdge.",
  M005: "Several edges fit. Say with `at` which one is meant.",
  M006: "What the operation makes has the wrong shape. The message says what is expected at this place.",
  M007: "Nothing can stand at that place. Choose a place below an object, or an index of a list.",
  M008: "The node cannot be skipped. The message says what to do instead.",
  M009: "The edges that leave the node have ports: say which of them is taken.",
  M010: "An approval here would change what reaches the node. The message says what to do first.",
  M011: "An expression cannot carry the new name. Choose one of letters, digits and '_'.",
  M012: "The node starts no child run, so it hands no context on.",
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** Why an operation does not apply. `path` is a JSON Pointer into the graph, or into the operation for `M000`. */
export type Refusal = { readonly code: RefusalCode; readonly path: string; readonly message: string };

export function refusal(
  code: RefusalCode,
  path: readonly (string | number)[] | string,
  message: string,
): Refusal {
  return { code, path: typeof path === "string" ? path : pointerOf(path), message };
}
