import type { Database } from "#db/client";
import type { BanyanContender } from "./banyan.ts";
import { insertHundred } from "./floor.ts";
import { SIZES } from "./peers/protocol.ts";
import { median } from "./statistics.ts";
import { chainsOf, LARGE_OUTPUT } from "./workloads.ts";

/** W4 under other conditions; each is a ratio within one round, and the median of them. */
export type Variants = {
  /** Outputs of 2 KB, beside UNNEST-100 of rows of that size. */
  readonly large: number;
  /** Each commit takes a millisecond longer, beside W4 as it is. */
  readonly slowCommits: number;
};

const { count, length } = SIZES.chains;

export async function measureVariants(
  db: Database,
  banyan: BanyanContender,
  rounds: number,
): Promise<Variants> {
  const floor = insertHundred(10, LARGE_OUTPUT);
  const large: number[] = [];
  const slow: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { rows, ms } = await floor.run(db);
    const two = await banyan.run(chainsOf(count, length, "no-op-2k"));
    const plain = await banyan.run(chainsOf(count, length));
    const delayed = await withSlowCommits(db, () => banyan.run(chainsOf(count, length)));
    if (round === 0) continue;
    large.push((two.perSecond * ms) / (rows * 1_000));
    slow.push(delayed.perSecond / plain.perSecond);
  }
  return { large: median(large), slowCommits: median(slow) };
}

/** PostgreSQL itself waits before each flush of its log: `commit_delay`, whoever else commits. */
async function withSlowCommits<T>({ sql }: Database, act: () => Promise<T>): Promise<T> {
  const set = async (delay: number, siblings: number) => {
    await sql.unsafe(`alter system set commit_delay = ${delay}`);
    await sql.unsafe(`alter system set commit_siblings = ${siblings}`);
    await sql`select pg_reload_conf()`;
    await new Promise((resolve) => setTimeout(resolve, 200));
  };
  await set(1_000, 0);
  try {
    return await act();
  } finally {
    await set(0, 5);
  }
}
