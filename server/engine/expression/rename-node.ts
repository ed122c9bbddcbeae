import { type Ast, parseCel } from "./cel.ts";
import { compileExpression } from "./compile.ts";
import { binderOf, childrenOf } from "./walk-ast.ts";

type Edit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * An expression, with or without its `=`, in which `nodes.id` is `nodes.to`. The rest stays as it is written.
 * `null` where no expression can say that: it would be too long, or `has()` would need a name with a dash.
 */
export function renameNodeIn(text: string, id: string, to: string): string | null {
  const lead = /^\s*(=(?!=))?\s*/.exec(text)?.[0] ?? "";
  const source = text.slice(lead.length);
  const parsed = parseCel(source);
  if (!parsed.ok) return text;
  const edits: Edit[] = [];
  gather(parsed.parsed.ast, source, { id, to }, false, edits);
  if (edits.length === 0) return text;
  const written = edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((so, { start, end, text: name }) => so.slice(0, start) + name + so.slice(end), source);
  return compileExpression(written).ok ? lead + written : null;
}

type Names = { readonly id: string; readonly to: string };

function gather(node: Ast, source: string, names: Names, bound: boolean, edits: Edit[]): void {
  const edit = bound ? null : editOf(node, source, names);
  if (edit) edits.push(edit);
  const binder = binderOf(node);
  if (!binder) {
    for (const child of childrenOf(node)) gather(child, source, names, bound, edits);
    return;
  }
  gather(binder.outer, source, names, bound, edits);
  const hidden = bound || binder.name === "nodes";
  for (const body of binder.bodies) gather(body, source, names, hidden, edits);
}

/** Where `nodes` is asked for the node by its name. */
function editOf(node: Ast, source: string, { id, to }: Names): Edit | null {
  if (node.op === "." || node.op === ".?") {
    const [base, name] = node.args;
    if (!isNodes(base) || name !== id) return null;
    return afterDot(source.slice(base.range.end, node.range.end), node.range.end, id, to);
  }
  if (node.op !== "[]" && node.op !== "[?]") return null;
  const [base, key] = node.args;
  if (!isNodes(base) || key.op !== "value" || key.args !== id) return null;
  return { ...key.range, text: JSON.stringify(to) };
}

function afterDot(written: string, end: number, id: string, to: string): Edit | null {
  if (/^[A-Za-z_]\w*$/.test(to)) return { start: end - id.length, end, text: to };
  const dot = written.lastIndexOf(".");
  const optional = written.includes("?") ? "?" : "";
  return { start: end - written.length + dot, end, text: `[${optional}${JSON.stringify(to)}]` };
}

function isNodes(node: Ast): boolean {
  return node.op === "id" && node.args === "nodes";
}
