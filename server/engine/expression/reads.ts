import { type Ast, isRoot } from "./cel.ts";
import { type AccessPath, chainOf } from "./paths.ts";
import { binderOf, childrenOf } from "./walk-ast.ts";

/** One place where an expression reads its scope. `ends[i]` is where the part of the source for `path[i]` ends. */
export type Read = { readonly path: AccessPath; readonly start: number; readonly ends: readonly number[] };

/**
 * Reads whose value something is done with. Left out is what only asks whether it is there, what a constant such as
 * `false &&` may keep from being done, and all of an expression that asks for types itself.
 */
export function readsOf(ast: Ast): readonly Read[] {
  const reads: Read[] = [];
  return gather(ast, new Set(), reads) ? reads : [];
}

/** `false` = the expression asks for types. */
function gather(node: Ast, bound: ReadonlySet<string>, reads: Read[]): boolean {
  const chain = chainOf(node);
  if (chain) {
    const root = String(chain.path[0]);
    if (!chain.optional && isRoot(root) && !bound.has(root))
      reads.push({ path: chain.path, start: node.range.start, ends: endsOf(node) });
    return true;
  }
  if (node.op === "call" && node.args[0] === "type") return false;
  if ((node.op === "call" && node.args[0] === "has") || isConstant(node)) return true;
  const binder = binderOf(node);
  if (!binder) return childrenOf(node).every((child) => gather(child, bound, reads));
  const inner = new Set(bound).add(binder.name);
  return gather(binder.outer, bound, reads) && binder.bodies.every((body) => gather(body, inner, reads));
}

function isConstant(node: Ast): boolean {
  if (node.op !== "&&" && node.op !== "||" && node.op !== "?:") return false;
  const deciding = node.op === "?:" ? [node.args[0]] : node.args;
  return deciding.some(({ op }) => op === "value");
}

function endsOf(node: Ast): readonly number[] {
  const base = node.op === "id" ? [] : endsOf((node.args as readonly [Ast, unknown])[0]);
  return [...base, node.range.end];
}
