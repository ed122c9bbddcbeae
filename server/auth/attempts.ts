import { createHash } from "node:crypto";
import type { Database } from "#db/client";
import { clearAttempts, giveAttemptBack, takeAttempt } from "#db/queries/attempts";

const PER_ADDRESS = 20;
const PER_ACCOUNT = 5;

export type Attempt = {
  /** Seconds to wait before another try is looked at; 0 = this one may be. */
  readonly wait: number;
  /** The try turned out well: it does not count. */
  readonly succeeded: () => Promise<void>;
};

type Tables = Pick<Database, "sql">;

/**
 * Tries to get in, counted in the database before each is made: 20 a minute for an address, 5 for an account, then a
 * wait that grows.
 * @param address The socket's, never a header's; `null` = it is known who tries.
 * @param account Counts whether it exists or not.
 */
export async function takeTry(db: Tables, address: string | null, account?: string): Promise<Attempt> {
  const from = address === null ? null : `address:${address}`;
  const of = account === undefined ? null : `account:${createHash("sha256").update(account).digest("hex")}`;
  const wait =
    (from ? await takeAttempt(db.sql, from, PER_ADDRESS) : 0) ||
    (of ? await takeAttempt(db.sql, of, PER_ACCOUNT) : 0);
  return {
    wait,
    succeeded: async () => {
      if (from) await giveAttemptBack(db.sql, from);
      if (of) await clearAttempts(db.sql, of);
    },
  };
}
