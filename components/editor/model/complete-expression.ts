import { ADDED_FUNCTIONS, CEL_FUNCTIONS, CEL_METHODS } from "#server/engine/expression/index";
import type { Graph } from "#server/engine/graph/graph";
import { type ReadingPlace, readableAt } from "#server/engine/graph/readable";

export type Completion = {
  readonly label: string;
  /** What is written. */
  readonly text: string;
  readonly hint: string;
};
/** What can be written instead of what stands between `from` and the caret. */
export type Completions = { readonly from: number; readonly options: readonly Completion[] };

/** A way such as `nodes["read-file"].output.`, and the beginning of a name behind it. */
const TAIL =
  /((?:[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*|\["[^"]*"\]|\['[^']*'\]|\[\d+\])*)?[\])]?)(\??\.)(\w*)$|(\w*)$/;

/** What an expression may go on with at the caret: names that exist there, and functions. */
export function completeExpression(
  graph: Graph,
  place: ReadingPlace,
  source: string,
  caret: number,
): Completions | null {
  const before = source.slice(0, caret);
  if (inText(before)) return null;
  const found = TAIL.exec(before);
  if (!found) return null;
  const [, holder, dot, behind, first = ""] = found;
  if (dot === undefined) return atStart(graph, place, first, caret);
  const typed = behind ?? "";
  const names = holder ? readableAt(graph, place, partsOf(holder)) : [];
  const from = caret - typed.length - dot.length;
  const options = [
    ...names.map(({ name, hint }) => ({ label: name, text: written(dot, name), hint })),
    ...CEL_METHODS.map((method) => ({ ...called(method), text: `${dot}${called(method).text}` })),
  ];
  return kept(options, typed, from);
}

function atStart(graph: Graph, place: ReadingPlace, typed: string, caret: number): Completions | null {
  if (/^\d/.test(typed)) return null;
  const names = readableAt(graph, place, []).map(({ name, hint }) => ({ label: name, text: name, hint }));
  const functions = [...CEL_FUNCTIONS, ...ADDED_FUNCTIONS].map(called);
  return kept([...names, ...functions], typed, caret - typed.length);
}

function called({ signature, help }: { readonly signature: string; readonly help: string }): Completion {
  return { label: signature, text: `${signature.slice(0, signature.indexOf("("))}(`, hint: help };
}

function kept(options: readonly Completion[], typed: string, from: number): Completions | null {
  const start = typed.toLowerCase();
  const fitting = options.filter(({ label }) => label.toLowerCase().startsWith(start) && label !== typed);
  return fitting.length === 0 ? null : { from, options: fitting };
}

/** `nodes.read-file` would be a subtraction. */
function written(dot: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${dot}${name}` : `['${name}']`;
}

function partsOf(holder: string): readonly string[] {
  return [...holder.matchAll(/\["([^"]*)"\]|\['([^']*)'\]|\[(\d+)\]|([A-Za-z_]\w*)/g)].map(
    ([, double, single, index, name]) => double ?? single ?? index ?? name ?? "",
  );
}

/** Whether the caret stands in a text of the expression. */
function inText(before: string): boolean {
  let open: string | null = null;
  for (let at = 0; at < before.length; at++) {
    const char = before[at] as string;
    if (open !== null && char === "\\") at++;
    else if (char === open) open = null;
    else if (open === null && (char === '"' || char === "'")) open = char;
  }
  return open !== null;
}
