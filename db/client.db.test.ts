import { expect, test } from "vitest";
import { isUniqueViolation, openDatabase, withTransaction } from "./client.ts";
import { postgres } from "./driver.ts";
import { cloneDatabase } from "./testing/template-database.ts";

const { url, db, sql } = await cloneDatabase();

test("bigint comes back as number, timestamptz as Date, columns in camelCase", async () => {
  const [row] =
    await sql`select 9007199254740991::bigint as big_one, '2026-01-02T03:04:05.678Z'::timestamptz as at_time`;
  expect(row).toEqual({ bigOne: 9007199254740991, atTime: new Date("2026-01-02T03:04:05.678Z") });
});

test("an array result of a transaction stays an array", async () => {
  expect(await withTransaction(db, () => Promise.resolve([1, 2]))).toEqual([1, 2]);
});

test("two transactions that deadlock both finish, one of them at its second try", async () => {
  await sql`create table pair (id int primary key, n int not null)`;
  await sql`insert into pair values (1, 0), (2, 0)`;
  let tries = 0;
  const crossing = (first: number, second: number) =>
    withTransaction(db, async (tx) => {
      tries++;
      await tx`update pair set n = n + 1 where id = ${first}`;
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx`update pair set n = n + 1 where id = ${second}`;
    });
  await Promise.all([crossing(1, 2), crossing(2, 1)]);
  expect(tries).toBeGreaterThan(2);
  expect([...(await sql`select n from pair order by id`)]).toEqual([{ n: 2 }, { n: 2 }]);
});

test("a transaction whose connection is cut in the middle leaves nothing behind", async () => {
  await sql`create table cut (n int)`;
  const admin = postgres(url, { max: 1 });
  for (let round = 0; round < 20; round++) {
    const victim = openDatabase({ url, max: 1 });
    const work = withTransaction(victim, async (tx) => {
      const [me] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await tx`insert into cut values (${round})`;
      await admin`select pg_terminate_backend(${me?.pid ?? 0})`;
      await tx`insert into cut values (${round})`;
    });
    await expect(work).rejects.toThrow();
    await victim.close();
  }
  await admin.end();
  expect(await sql`select n from cut`).toHaveLength(0);
});

test("a refusal by a unique constraint is recognised by its name", async () => {
  await sql`create table one (id int constraint only_one primary key)`;
  await sql`insert into one values (1)`;
  const error: unknown = await sql`insert into one values (1)`.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(isUniqueViolation(error)).toBe(true);
  expect(isUniqueViolation(error, "only_one")).toBe(true);
  expect(isUniqueViolation(error, "another")).toBe(false);
});
