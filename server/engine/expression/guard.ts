import { type Ast, type CelFault, ROOTS } from "./cel.ts";
import { accessPaths } from "./paths.ts";
import { binderOf, childrenOf } from "./walk-ast.ts";

const MAX_NESTED_COMPREHENSIONS = 2;

/** What CEL would allow and Banyan does not, because its cost has no bound or its reach cannot be known. */
export function guard(ast: Ast): CelFault | null {
  return refused(ast, 0) ?? wholeNodes(ast);
}

function refused(node: Ast, nesting: number): CelFault | null {
  if (node.op === "rcall" && node.args[0] === "matches") {
    return fault(
      node,
      "matches() is not available: a pattern can take unbounded time; use contains, startsWith or endsWith",
    );
  }
  const binder = binderOf(node);
  const level = nesting + (binder?.kind === "comprehension" ? 1 : 0);
  if (level > MAX_NESTED_COMPREHENSIONS) {
    return fault(
      node,
      `map, filter, all and exists may be nested ${MAX_NESTED_COMPREHENSIONS} deep; move the inner one to a node of its own`,
    );
  }
  if (binder) return first([binder.outer], nesting) ?? first(binder.bodies, level);
  return first(childrenOf(node), nesting);
}

function first(nodes: readonly Ast[], nesting: number): CelFault | null {
  for (const node of nodes) {
    const found = refused(node, nesting);
    if (found) return found;
  }
  return null;
}

function wholeNodes(ast: Ast): CelFault | null {
  for (const { path, offset } of accessPaths(ast)) {
    if (path[0] !== "nodes" || typeof path[1] === "string") continue;
    return { message: 'name the node: nodes.<id>.output or nodes["<id>"].output', offset };
  }
  return null;
}

/** Says which names there are when the checker met one that it does not know. */
export function explainUnknown(fault: CelFault, source: string): CelFault {
  if (fault.code !== "unknown_variable") return fault;
  const dashed = /\bnodes\.([\w-]+-)$/.exec(source.slice(0, fault.offset));
  if (dashed) {
    const id = `${dashed[1]}${/^[\w-]*/.exec(source.slice(fault.offset))?.[0] ?? ""}`;
    return { ...fault, message: `a "-" is a subtraction here; write nodes["${id}"].output` };
  }
  return { ...fault, message: `${fault.message}; there are: ${ROOTS.join(", ")}` };
}

function fault(node: Ast, message: string): CelFault {
  return { message, offset: node.range.start };
}
