import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { registerFunctions } from "./functions.ts";
import { registerNumbers } from "./numbers.ts";

/** A node of a parsed expression. Only this folder sees it. */
export type Ast = ASTNode;

/** Names that an expression starts from. */
export const ROOTS = [
  "input",
  "nodes",
  "run",
  "tree",
  "item",
  "index",
  "previous",
  "vars",
  "context",
  "original",
  "entry",
  "current",
  "incoming",
  "failure",
  "depth",
  "level",
] as const;

export function isRoot(name: string): boolean {
  return (ROOTS as readonly string[]).includes(name);
}

export type CelFault = {
  readonly message: string;
  readonly offset?: number;
  readonly node?: Ast;
  readonly code?: string;
};

export type Parsed = {
  readonly ast: Ast;
  /** Type-checks; must be called before `run`. */
  readonly check: () => CelFault | null;
  /** CEL's name of what it gives, once it is checked; `dyn` where only a run can tell. */
  readonly type: () => string;
  /** Throws a CelError; see `faultOf`. */
  readonly run: (context: Readonly<Record<string, unknown>>) => unknown;
};

/** Structural caps of one expression. Its bytes are capped by `GRAPH_CAPS.expressionBytes`. */
const LIMITS = {
  maxAstNodes: 1_000,
  maxDepth: 48,
  maxListElements: 500,
  maxMapEntries: 500,
  maxCallArguments: 16,
};

function environment(): Environment {
  const env = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: LIMITS,
  });
  for (const root of ROOTS) env.registerVariable(root, "dyn");
  registerNumbers(env);
  registerFunctions(env);
  return env;
}

const env = environment();

/** An environment that knows these variables too. */
export function environmentWith(variables: Readonly<Record<string, string>>): Environment {
  const own = environment();
  for (const [name, type] of Object.entries(variables)) own.registerVariable(name, type);
  return own;
}

export function parseCel(
  source: string,
  within = env,
): { readonly ok: true; readonly parsed: Parsed } | { readonly ok: false; readonly fault: CelFault } {
  try {
    const run = within.parse(source);
    const check = () => checkOf(run.check());
    return { ok: true, parsed: { ast: run.ast, check, type: () => run.check().type ?? "dyn", run } };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
}

function checkOf(result: { readonly valid: boolean; readonly error?: unknown }): CelFault | null {
  return result.valid ? null : faultOf(result.error);
}

/** What a thrown CEL error says, without the library's drawing of the source. */
export function faultOf(error: unknown): CelFault {
  if (!(error instanceof Error)) return { message: String(error) };
  const cel = error as Error & { summary?: string; range?: { start: number }; node?: Ast; code?: string };
  return {
    message: plain(cel.summary ?? cel.message),
    ...(cel.range ? { offset: cel.range.start } : {}),
    ...(cel.node ? { node: cel.node } : {}),
    ...(cel.code ? { code: cel.code } : {}),
  };
}

/** CEL's type names in the words of JSON, with the fix where there is an obvious one. */
function plain(message: string): string {
  const text = message.replace(/\bdyn<([^<>]+)>/g, "$1").replace(/\b(double|int|uint)\b/g, "number");
  if (/no such overload: (string \+|\S+ \+ string$)/.test(text))
    return `${text}; join text with string(value)`;
  if (text.startsWith("Ternary branches")) return `${text}; wrap one branch in dyn(…)`;
  return text;
}
