import * as z from "zod";

/** What a depth may be given a share of. */
export const ALLOWANCES = ["concurrency", "tokens", "timeouts"] as const;
export type AllowanceName = (typeof ALLOWANCES)[number];

const DECAY = "a decay is more than 0 and at most 1: what a level has less than the one above, such as 0.5";
const GROW = "a growth is at least 1 and at most 100: what a level has more than the one above, such as 1.5";
const FROM = "what depth 0 has is more than 0 and at most 100; 1 is all of it";
const from = z.number().gt(0, FROM).max(100, FROM).optional();
const share = z.union([
  z.strictObject({ decay: z.number().gt(0, DECAY).max(1, DECAY), from }),
  z.strictObject({ grow: z.number().min(1, GROW).max(100, GROW), from }),
  z.string().min(1),
]);
/** At depth d: `from · decay^d`, `from · grow^d`, or what CEL gives for `depth` and `tree.remaining`. */
export type Share = z.infer<typeof share>;

/** Of several the least holds: a start can only tighten what a graph says. */
const shares = z.union([share, z.array(share).min(1).max(16)]);

export const allowancesSchema = z.strictObject({
  /** Share of `maxAgentsPerLevel`; at least one place. */
  concurrency: shares.optional(),
  /** Share of `maxTokens`. */
  tokens: shares.optional(),
  /** Factor on the time limit of each attempt, never past what `recursionTimeoutMs` leaves. */
  timeouts: shares.optional(),
  /** Raise them within what the tree has where work queues or slows down, and lower them again. */
  adapt: z.boolean().optional(),
});
export type Allowances = z.infer<typeof allowancesSchema>;

export function sharesOf(allowances: Allowances, name: AllowanceName): readonly Share[] {
  const said = allowances[name] ?? [];
  return Array.isArray(said) ? said : [said];
}

/** Both hold: of each allowance the lesser, and what a graph gives adapts only where the graph says so and the start does not refuse. */
export function bothAllowances(
  own: Allowances | undefined,
  asked: Allowances | undefined,
): { readonly allowances?: Allowances } {
  const given = [own, asked].filter((allowances) => allowances !== undefined);
  if (given.length === 0) return {};
  if (given.length === 1) return { allowances: given[0] as Allowances };
  const merged: Allowances = {};
  for (const name of ALLOWANCES) {
    const all = new Map(
      given.flatMap((allowances) => sharesOf(allowances, name).map((each) => [JSON.stringify(each), each])),
    );
    const [first, ...rest] = all.values();
    if (first !== undefined) merged[name] = rest.length > 0 ? [first, ...rest] : first;
  }
  // To raise what a graph says is to loosen it: a start cannot ask for that, only take it back.
  const adapt = own?.adapt === true ? asked?.adapt !== false : own?.adapt;
  return { allowances: adapt === undefined ? merged : { ...merged, adapt } };
}
