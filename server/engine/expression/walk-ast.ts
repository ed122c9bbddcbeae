import type { Ast } from "./cel.ts";

const COMPREHENSIONS = new Set(["map", "filter", "all", "exists", "exists_one"]);

/** `list.map(x, body)` and its kin, and `cel.bind(x, value, body)`: a name that holds inside `bodies`. */
export type Binder = {
  readonly kind: "comprehension" | "bind";
  readonly name: string;
  /** Evaluated outside the name. */
  readonly outer: Ast;
  readonly bodies: readonly Ast[];
};

export function binderOf(node: Ast): Binder | null {
  if (node.op !== "rcall") return null;
  const [method, receiver, args] = node.args;
  const [variable, ...rest] = args;
  if (variable?.op !== "id") return null;
  if (COMPREHENSIONS.has(method) && rest.length > 0 && rest.length <= 2) {
    return { kind: "comprehension", name: variable.args, outer: receiver, bodies: rest };
  }
  const [value, body] = rest;
  if (method === "bind" && receiver.op === "id" && receiver.args === "cel" && value && body) {
    return { kind: "bind", name: variable.args, outer: value, bodies: [body] };
  }
  return null;
}

/** Direct parts of a node, as they are written. */
export function childrenOf(node: Ast): readonly Ast[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}

export function sizeOf(node: Ast): number {
  let size = 1;
  for (const child of childrenOf(node)) size += sizeOf(child);
  return size;
}
