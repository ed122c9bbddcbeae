import type Postgres from "postgres";
import { backoff, postgres } from "./driver.ts";

type Types = { readonly bigint: number };

/** What every query accepts: the pool of a `Database` or a transaction. */
export type Sql = Postgres.ISql<Types>;
/** A part of a query, to be put into one. */
export type Fragment = Postgres.PendingQuery<Postgres.Row[]>;
export type Transaction = Postgres.TransactionSql<Types>;
type Pool = Postgres.Sql<Types>;

export type Database = {
  /** Raw client. Rows come back in camelCase, `bigint` as number, `timestamptz` as `Date`. */
  readonly sql: Pool;
  /**
   * One connection of its own for the journal, whose writer has one statement in flight: nothing that reads takes it
   * away, and one backend stays warm (a chain is 15 to 25 % faster than through the pool, which goes round).
   */
  readonly journal: Pool;
  /** The same for a flush that begins while one is in flight. */
  readonly journalBeside: Pool;
  /** Waits for what is in flight, 5 s at most, then closes every connection. */
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  /** Connections of the raw client; they open when needed. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
};

const BIGINT: Postgres.PostgresType<number> = { to: 20, from: [20], serialize: String, parse: Number };

/** Connects lazily: a wrong address shows at the first query. */
export function openDatabase({ url, max = 8, applicationName = "banyan" }: DatabaseOptions): Database {
  const pool = {
    onnotice: () => undefined,
    connect_timeout: 10,
    backoff,
    connection: { application_name: applicationName },
    types: { bigint: BIGINT },
    transform: { column: { from: postgres.toCamel } },
  };
  const sql = postgres(url, { ...pool, max });
  const [journal, journalBeside] = [postgres(url, { ...pool, max: 1 }), postgres(url, { ...pool, max: 1 })];
  return {
    sql,
    journal,
    journalBeside,
    close: async () => {
      await Promise.all([
        sql.end({ timeout: 5 }),
        journal.end({ timeout: 5 }),
        journalBeside.end({ timeout: 5 }),
      ]);
    },
  };
}

/** Serialization failure and deadlock: the transaction left nothing behind and may simply run again. */
const REPEATABLE = new Set(["40001", "40P01"]);
const MAX_TRIES = 5;

export type TransactionOptions = "read write" | "read only" | "isolation level repeatable read read only";

/** Runs `work` in a transaction; after a deadlock or serialization failure again, 5 times at most, so `work` may repeat. */
export async function withTransaction<T>(
  db: { readonly sql: Pool },
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = "read write",
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      // An array result would be unwrapped by postgres.js; the box keeps it whole.
      const box = await db.sql.begin(options, async (tx) => ({ value: await work(tx) }));
      return box.value as T;
    } catch (error) {
      if (attempt >= MAX_TRIES || !isRepeatable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 10 * Math.random()));
    }
  }
}

function isRepeatable(error: unknown): boolean {
  return error instanceof postgres.PostgresError && REPEATABLE.has(error.code);
}

/** Whether the statement was refused because of a unique constraint (named `constraint`, if given). */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof postgres.PostgresError &&
    error.code === "23505" &&
    (constraint === undefined || error.constraint_name === constraint)
  );
}
