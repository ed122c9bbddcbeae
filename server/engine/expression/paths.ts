import { type Ast, isRoot } from "./cel.ts";
import { binderOf, childrenOf } from "./walk-ast.ts";

/** A chain of accesses from a root, such as `["nodes", "read", "output", "deps", 0]`. */
export type AccessPath = readonly (string | number)[];

type Chain = { readonly path: AccessPath; readonly optional: boolean };

/** The chain that a node is, when it is one: an identifier followed by literal accesses. */
export function chainOf(node: Ast): Chain | null {
  if (node.op === "id") return { path: [node.args], optional: false };
  const key = keyOf(node);
  if (key === null) return null;
  const base = chainOf((node.args as readonly [Ast, unknown])[0]);
  if (!base) return null;
  return { path: [...base.path, key], optional: base.optional || node.op === ".?" || node.op === "[?]" };
}

function keyOf(node: Ast): string | number | null {
  if (node.op === "." || node.op === ".?") return node.args[1];
  if (node.op !== "[]" && node.op !== "[?]") return null;
  const index = node.args[1];
  if (index.op !== "value") return null;
  if (typeof index.args === "string") return index.args;
  return typeof index.args === "bigint" ? Number(index.args) : null;
}

/** Where an expression reads its scope: the longest chains, each once, with the place of the first. */
export function accessPaths(ast: Ast): readonly { readonly path: AccessPath; readonly offset: number }[] {
  const found = new Map<string, { path: AccessPath; offset: number }>();
  gather(ast, new Set(), (path, offset) => {
    const key = JSON.stringify(path);
    if (!found.has(key)) found.set(key, { path, offset });
  });
  return [...found.values()];
}

function gather(
  node: Ast,
  bound: ReadonlySet<string>,
  report: (path: AccessPath, offset: number) => void,
): void {
  const chain = chainOf(node);
  if (chain) {
    const root = chain.path[0] as string;
    if (!bound.has(root) && isRoot(root)) report(chain.path, node.range.start);
    return;
  }
  const binder = binderOf(node);
  if (!binder) {
    for (const child of childrenOf(node)) gather(child, bound, report);
    return;
  }
  gather(binder.outer, bound, report);
  const inner = new Set(bound).add(binder.name);
  for (const body of binder.bodies) gather(body, inner, report);
}

/** A path as people write it. */
export function formatPath(path: AccessPath): string {
  return path
    .map((part, i) => {
      if (typeof part === "number") return `[${part}]`;
      if (i === 0) return part;
      return /^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join("");
}
