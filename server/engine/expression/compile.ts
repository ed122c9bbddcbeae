import { GRAPH_CAPS } from "../graph/graph.ts";
import { type CelFault, parseCel } from "./cel.ts";
import { meter } from "./fuel.ts";
import { explainUnknown, guard } from "./guard.ts";
import { type AccessPath, accessPaths, chainOf } from "./paths.ts";
import { type Read, readsOf } from "./reads.ts";

/** An expression that is ready to evaluate. */
export type Compiled = {
  /** Without the leading `=`. */
  readonly source: string;
  /** Everything that it can read of its scope. */
  readonly paths: readonly { readonly path: AccessPath; readonly offset: number }[];
  /** The path that the whole expression is, when it is no more than that: its value is handed on by reference. */
  readonly plain: AccessPath | null;
  /** Each place where it reads its scope for sure: none in `has()`, behind `?` or where a constant decides. */
  readonly reads: readonly Read[];
  /** CEL's name of what it gives; `dyn` where only a run can tell. */
  readonly type: string;
  /** Throws; use `evaluate`. */
  readonly run: (context: Readonly<Record<string, unknown>>) => unknown;
};

export type ExpressionProblem = { readonly message: string; readonly offset?: number };
export type CompileResult =
  | { readonly ok: true; readonly expression: Compiled }
  | { readonly ok: false; readonly problem: ExpressionProblem };

const CACHE_ENTRIES = 4_000;
const cache = new Map<string, CompileResult>();

/** Parses, type-checks and guards a CEL source; a leading `=` is left out. Results are kept. */
export function compileExpression(text: string): CompileResult {
  const known = cache.get(text);
  if (known) return known;
  const result = compile(text);
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(text, result);
  return result;
}

function compile(text: string): CompileResult {
  const source = text
    .trimStart()
    .replace(/^=(?!=)/, "")
    .trim();
  if (source === "") return refuse({ message: "the expression is empty" });
  // Every character is at least one byte and at most three.
  if (source.length > GRAPH_CAPS.expressionBytes || byteLength(source) > GRAPH_CAPS.expressionBytes) {
    return refuse({ message: `an expression may have ${GRAPH_CAPS.expressionBytes} bytes at most` });
  }
  const result = parseCel(source);
  if (!result.ok) return refuse(result.fault);
  const { ast, check, type, run } = result.parsed;
  const fault = guard(ast) ?? check();
  if (fault) return refuse(explainUnknown(fault, source));
  const known = { reads: readsOf(ast), type: type() };
  meter(ast);
  const chain = chainOf(ast);
  return {
    ok: true,
    expression: {
      source,
      paths: accessPaths(ast),
      plain: chain && !chain.optional ? chain.path : null,
      ...known,
      run,
    },
  };
}

function refuse({ message, offset }: CelFault): CompileResult {
  return { ok: false, problem: offset === undefined ? { message } : { message, offset } };
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code > 0xffff ? 4 : code > 0x7ff ? 3 : code > 0x7f ? 2 : 1;
  }
  return bytes;
}
