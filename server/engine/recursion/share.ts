import { compileExpression, evaluateWhole } from "../expression/index.ts";
import type { Json } from "../values/json.ts";
import { ALLOWANCES, type AllowanceName, type Allowances, type Share, sharesOf } from "./allowance-schema.ts";

/** Declared shares of one depth; what is not declared is absent. */
export type Shares = Readonly<Partial<Record<AllowanceName, number>>>;

/** What a share that is an expression may read. */
export type ShareScope = { readonly depth: number; readonly remaining: Json };

export type ShareFault = { readonly allowance: AllowanceName; readonly message: string };
export type SharesAt = { readonly shares: Shares } | { readonly fault: ShareFault };

const LEAST_FACTOR = 0.01;
const MOST_FACTOR = 100;

/** What a depth is given, each within what it can be: the least where several say it. */
export function sharesAt(allowances: Allowances, scope: ShareScope): SharesAt {
  const shares: Partial<Record<AllowanceName, number>> = {};
  for (const allowance of ALLOWANCES) {
    for (const share of sharesOf(allowances, allowance)) {
      const value = shareAt(share, scope);
      if (typeof value !== "number") return { fault: { allowance, message: value.problem } };
      shares[allowance] = Math.min(shares[allowance] ?? Number.POSITIVE_INFINITY, within(allowance, value));
    }
  }
  return { shares };
}

/** Nobody is given more than all, and none less than nothing; a time limit keeps a hundredth of itself. */
function within(allowance: AllowanceName, value: number): number {
  return allowance === "timeouts"
    ? Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, value))
    : Math.min(1, Math.max(0, value));
}

/** The number as it was meant, before it is brought within bounds. */
export function shareAt(share: Share, scope: ShareScope): number | { readonly problem: string } {
  if (typeof share === "string") return computed(share, scope);
  const factor = "decay" in share ? share.decay : share.grow;
  return (share.from ?? 1) * factor ** scope.depth;
}

function computed(source: string, { depth, remaining }: ShareScope): number | { readonly problem: string } {
  const compiled = compileExpression(source);
  if (!compiled.ok) return { problem: compiled.problem.message };
  const result = evaluateWhole(
    compiled.expression,
    { input: null, node: () => undefined, run: {}, tree: { remaining }, values: { depth } },
    () => undefined,
  );
  if (!result.ok)
    return { problem: "failure" in result ? result.failure.message : "it reads what is not here" };
  if (typeof result.value === "number" && Number.isFinite(result.value)) return result.value;
  return { problem: `a share is a number, at depth ${depth} this gave ${JSON.stringify(result.value)}` };
}
