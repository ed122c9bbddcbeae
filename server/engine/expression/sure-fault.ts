import type { Ast, CelFault } from "./cel.ts";

/** The library keeps the type of each part that it has checked. */
type Checked = { readonly checkedType?: { readonly kind: string; readonly name: string } };
type Type = NonNullable<Checked["checkedType"]>;

const DYN: Type = { kind: "dyn", name: "dyn" };
const SHOWN = 60;

/**
 * A fault of the checker in words, where a run would surely fail of it too; `null` where it may not. The checker is
 * stricter than an evaluation: it wants both branches of one type, whole numbers as indexes, and compares like with like.
 * `text` is how the part is written that it is about.
 */
export function sureFault({ code, node }: CelFault, text: string): string | null {
  const what = node ? saidOf(code, node) : null;
  return what && `${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}: ${what}`;
}

function saidOf(code: string | undefined, node: Ast): string | null {
  switch (code) {
    case "no_such_overload":
      return ofOperator(node);
    case "no_matching_overload":
      return ofCall(node);
    case "invalid_logical_operand":
      return ofLogical(node);
    case "invalid_condition_type":
      return `a condition is true or false, and this is ${wordFor(typeOf(node))}`;
    case "invalid_comprehension_range":
      return `a list or an object is gone through, and this is ${wordFor(typeOf(node))}`;
    case "cannot_index_type":
      return ofAccess(node);
    default:
      return null;
  }
}

function ofOperator(node: Ast): string | null {
  if (node.op === "-_" || node.op === "!_")
    return `"${node.op[0]}" does not take ${wordFor(typeOf(node.args))}`;
  const [left, right] = (node.args as readonly [Ast, Ast]).map(typeOf) as [Type, Type];
  if (mayWork(node.op, left, right)) return null;
  const fix =
    node.op === "+" && [left, right].some(({ kind, name }) => kind === "primitive" && name === "string")
      ? "; join text with string(…)"
      : "";
  return `"${node.op}" does not take ${words([left, right])}${fix}`;
}

/** Values of any two types can be compared, lists of any two be joined, and anything be looked for in a list. */
function mayWork(op: string, left: Type, right: Type): boolean {
  if (op === "==" || op === "!=") return true;
  const holds = right.kind === "list" || right.kind === "map" || right.kind === "dyn";
  if (op === "in") return holds;
  return op === "+" && left.kind === "list" && right.kind === "list";
}

function ofCall(node: Ast): string | null {
  if (node.op === "call") return `${node.args[0]}() does not take ${words(node.args[1].map(typeOf))}`;
  if (node.op !== "rcall") return null;
  const [name, receiver, args] = node.args;
  const given = args.length > 0 ? ` with ${words(args.map(typeOf))}` : "";
  return `${wordFor(typeOf(receiver))} has no ${name}()${given}`;
}

function ofLogical(node: Ast): string | null {
  const wrong = (node.args as readonly Ast[])
    .map(typeOf)
    .filter(({ kind, name }) => kind !== "dyn" && name !== "bool");
  return `"${node.op}" joins what is true or false, and this has ${words(wrong)}`;
}

function ofAccess(node: Ast): string | null {
  const [holder] = node.args as readonly [Ast, unknown];
  return `this reads a part of ${wordFor(typeOf(holder))}, which has none`;
}

function typeOf(node: Ast): Type {
  return (node as Checked).checkedType ?? DYN;
}

function words(types: readonly Type[]): string {
  const known = types.filter(({ kind }) => kind !== "dyn");
  return [...new Set(known.map(wordFor))].join(" and ");
}

const WORDS: Readonly<Record<string, string>> = {
  double: "a number",
  int: "a number",
  uint: "a number",
  string: "a string",
  bool: "a boolean",
  null: "null",
};

function wordFor({ kind, name }: Type): string {
  if (kind === "list") return "a list";
  if (kind === "map") return "an object";
  return WORDS[name] ?? name;
}
