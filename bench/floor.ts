import type { Database } from "#db/client";

/** What the same PostgreSQL does with the same kind of rows and nothing around them. */
export type Floor = {
  readonly id: "insert-1" | "UNNEST-100";
  readonly name: string;
  readonly run: (db: Database) => Promise<{ readonly rows: number; readonly ms: number }>;
};

const PAYLOAD = JSON.stringify({ type: "NodeCompleted", run: 0, node: "n1", output: { i: 1, ok: true } });

export async function prepareFloor({ sql }: Database): Promise<void> {
  await sql`create table if not exists floor_journal (
    run_id uuid not null, seq bigint not null, kind text not null, data text not null, at timestamptz not null default now(),
    primary key (run_id, seq)
  )`;
}

/** One row, one commit, one connection: what a chain of durable steps cannot beat without pipelining. */
export function insertOne(rows: number): Floor {
  return {
    id: "insert-1",
    name: "insert-1 (one row a commit)",
    run: async ({ sql }) => {
      const run = crypto.randomUUID();
      const start = performance.now();
      for (let seq = 1; seq <= rows; seq++) {
        await sql`insert into floor_journal (run_id, seq, kind, data) values (${run}, ${seq}, 'step', ${PAYLOAD})`;
      }
      return { rows, ms: performance.now() - start };
    },
  };
}

/** A hundred rows a commit by UNNEST: what group commit can reach. */
export function insertHundred(batches: number, payload = PAYLOAD): Floor {
  const size = 100;
  return {
    id: "UNNEST-100",
    name: "UNNEST-100 (100 rows a commit)",
    run: async ({ sql }) => {
      const run = crypto.randomUUID();
      const payloads = Array.from({ length: size }, () => payload);
      const start = performance.now();
      for (let batch = 0; batch < batches; batch++) {
        const seqs = Array.from({ length: size }, (_, index) => batch * size + index + 1);
        await sql`insert into floor_journal (run_id, seq, kind, data)
          select ${run}, seq, 'step', data from unnest(${seqs}::bigint[], ${payloads}::text[]) as rows (seq, data)`;
      }
      return { rows: batches * size, ms: performance.now() - start };
    },
  };
}
