import type { Graph } from "../graph/graph.ts";
import type { TreeState } from "../run/state.ts";
import { type Account, type AccountTerms, leftOf, lowestLimit } from "./account.ts";
import { type Amounts, DIMENSIONS, type Dimension, LIMIT_OF, type SomeAmounts } from "./amounts.ts";

/** What a call and the child's own workflow say of the child's limits. */
export type Asked = {
  readonly limits?: LimitsAsked | undefined;
  readonly own?: Graph["limits"] | undefined;
  readonly grant?: SomeAmounts | undefined;
};
type LimitsAsked = { readonly maxDepth?: number | undefined } & {
  readonly [K in (typeof LIMIT_OF)[Dimension]]?: number | null | undefined;
};

export type Terms =
  | { readonly kind: "terms"; readonly terms: AccountTerms | null }
  /** A grant for which nothing is left. */
  | {
      readonly kind: "refuse";
      readonly dimension: Dimension;
      readonly account: Account;
      readonly want: number;
    };

/**
 * The account that a child gets: limits only where they are lower than those that hold anyway, grants as far as something
 * is left for them. `null` = it counts in its parent's.
 */
export function termsFor(tree: TreeState, parent: Account, depth: number, asked: Asked): Terms {
  const limits = tighter(tree, parent, asked);
  const grants: Partial<Amounts> = {};
  const wanted: Partial<Amounts> = {};
  for (const dimension of DIMENSIONS) {
    const want = Math.min(asked.grant?.[dimension] ?? 0, limits[dimension] ?? Number.POSITIVE_INFINITY);
    if (want === 0) continue;
    const { amount, account } = leftOf(tree, parent, dimension);
    if (account && amount === 0) return { kind: "refuse", dimension, account, want };
    grants[dimension] = Math.min(want, amount);
    if (amount < want) wanted[dimension] = want;
  }
  const terms: AccountTerms = {
    ...only("limits", limits),
    ...only("grants", grants),
    ...only("asked", wanted),
    ...deepestOf(parent, depth, asked),
  };
  return { kind: "terms", terms: isEmpty(terms) ? null : terms };
}

function only(name: keyof AccountTerms, amounts: SomeAmounts): AccountTerms {
  return isEmpty(amounts) ? {} : { [name]: amounts };
}

function tighter(tree: TreeState, parent: Account, { limits = {}, own = {} }: Asked): Partial<Amounts> {
  const tight: Partial<Amounts> = {};
  for (const dimension of DIMENSIONS) {
    const name = LIMIT_OF[dimension];
    const least = Math.min(limits[name] ?? Number.POSITIVE_INFINITY, own[name] ?? Number.POSITIVE_INFINITY);
    if (least < lowestLimit(tree, parent, dimension)) tight[dimension] = least;
  }
  return tight;
}

/** `maxDepth` counts from the run that it is said of. */
function deepestOf(parent: Account, depth: number, { limits = {}, own = {} }: Asked): AccountTerms {
  const below = Math.min(
    limits.maxDepth ?? Number.POSITIVE_INFINITY,
    own.maxDepth ?? Number.POSITIVE_INFINITY,
  );
  return depth + below < parent.deepest ? { deepest: depth + below } : {};
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
