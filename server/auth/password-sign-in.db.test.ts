import { uuidv7 } from "uuidv7";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "#db/client";
import { createInvitation } from "#db/queries/invitations";
import { createSignInLink } from "#db/queries/sign-in-links";
import { createUser, disableUser, getUser, updateUser } from "#db/queries/users";
import { cloneDatabase } from "#db/testing/template-database";
import { createAuth } from "./auth.ts";
import { hashPassword } from "./password-hash.ts";
import { hashOf, newSecret } from "./secrets.ts";

const { db, sql, url } = await cloneDatabase();
const auth = createAuth(db);
const PASSWORD = "correct horse battery staple";
const EMAIL = "ada@example.org";
const ada = uuidv7();
const MINUTE = 60_000;

beforeAll(async () => {
  const passwordHash = await hashPassword(PASSWORD);
  await createUser(sql, { id: ada, name: "Ada", role: "admin", email: EMAIL, passwordHash });
});
beforeEach(() => sql`delete from attempts`.then(() => undefined));

const from = (address: string, cookie?: string) => ({ address, cookie, userAgent: "test" });
const signIn = (password: unknown, email: unknown = EMAIL, address = "192.0.2.1") =>
  auth.signIn({ email, password }, from(address));
const caller = (cookie: string) => auth.callerFrom({ cookie: `banyan_session=${cookie}` });

async function cookieOf(entry: ReturnType<typeof signIn>): Promise<string> {
  const settled = await entry;
  if (settled.kind !== "in") throw new Error(`Not in: ${settled.kind}`);
  return settled.cookie;
}

describe("a password", () => {
  test("opens a session that knows where it began, and leaves an audit row", async () => {
    const cookie = await cookieOf(signIn(PASSWORD, "  ADA@Example.org "));
    expect(await caller(cookie)).toMatchObject({ role: "admin", personId: ada });
    const [row] = await sql`select address, user_agent from sessions where hash = ${hashOf(cookie)}`;
    expect(row).toEqual({ address: "192.0.2.1", userAgent: "test" });
    const [audit] = await sql`select action, object, detail from audit_log order by id desc limit 1`;
    expect(audit).toEqual({ action: "session.start", object: `users/${ada}`, detail: "password" });
  });

  test("that does not fit leaves an audit row too, with where it came from; one for nobody names nobody", async () => {
    await signIn("wrong", EMAIL, "192.0.2.7");
    await signIn("wrong", "nobody@example.org", "192.0.2.8");
    const rows = await sql`
      select actor_kind, action, object, detail from audit_log where action = 'session.refused' order by id desc limit 2`;
    const row = { actorKind: "system", action: "session.refused" };
    expect([...rows]).toEqual([
      { ...row, object: "users", detail: "password from 192.0.2.8" },
      { ...row, object: `users/${ada}`, detail: "password from 192.0.2.7" },
    ]);
  });

  test("S24: gives a new session each time and ends the one that the browser had", async () => {
    const first = await cookieOf(signIn(PASSWORD));
    const entry = await auth.signIn(
      { email: EMAIL, password: PASSWORD },
      from("192.0.2.1", `banyan_session=${first}`),
    );
    expect(entry.kind === "in" && entry.cookie !== first).toBe(true);
    expect(await caller(first)).toBeNull();
  });

  test.each([null, undefined, "", "null", [], {}, 0, true, [PASSWORD], "wrong", "x".repeat(5_000)])(
    "S22: %j opens nothing",
    async (password) => {
      expect(await signIn(password)).toEqual({ kind: "refused" });
      expect(await auth.signIn({ email: password, password: PASSWORD }, from("192.0.2.1"))).toEqual({
        kind: "refused",
      });
    },
  );

  test("opens nothing for somebody who has none, or who is disabled", async () => {
    const [bare, gone] = [uuidv7(), uuidv7()];
    await createUser(sql, { id: bare, name: "Bare", role: "viewer", email: "bare@example.org" });
    await createUser(sql, {
      id: gone,
      name: "Gone",
      role: "viewer",
      email: "gone@example.org",
      passwordHash: await hashPassword(PASSWORD),
    });
    await disableUser(sql, gone, true);
    for (const email of ["bare@example.org", "gone@example.org", "nobody@example.org"])
      expect(await signIn(PASSWORD, email)).toEqual({ kind: "refused" });
  });

  test("hashed with weaker parameters is hashed anew when it is used", async () => {
    const weak = await hashPassword(PASSWORD, { memory: 8_192, passes: 1, parallelism: 1 });
    await updateUser(sql, ada, { passwordHash: weak });
    await cookieOf(signIn(PASSWORD));
    expect((await getUser(sql, ada))?.passwordHash).toContain("$m=19456,t=2,p=1$");
    await cookieOf(signIn(PASSWORD));
  });

  test("two people cannot have one e-mail, however it is written", async () => {
    const twin = { id: uuidv7(), name: "Twin", role: "viewer", email: EMAIL };
    await expect(createUser(sql, twin)).rejects.toThrow(/unique/);
  });
});

describe("guessing", () => {
  test("S23: of 200 guesses at once, by two processes, at most five are looked at", async () => {
    const second = openDatabase({ url });
    const other = createAuth(second);
    const guess = (i: number) =>
      (i % 2 ? auth : other).signIn(
        { email: EMAIL, password: `guess ${i} of many` },
        from(`198.51.100.${i}`),
      );
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => guess(i)));
    await second.close();
    expect(answers.filter(({ kind }) => kind === "refused")).toHaveLength(5);
    // Not even with the right password, from anywhere, until the time is over.
    expect((await signIn(PASSWORD, EMAIL, "203.0.113.9")).kind).toBe("wait");
    expect((await signIn(PASSWORD, "other@example.org", "203.0.113.9")).kind).toBe("refused");
  });

  test("S23: an address may try 20 times a minute, whatever accounts it names", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => signIn("guess", `person${i}@example.org`)),
    );
    expect(answers.filter(({ kind }) => kind === "refused")).toHaveLength(20);
    expect((await signIn("guess", "one@example.org", "192.0.2.2")).kind).toBe("refused");
  });

  /** Tries until the account's bucket is full, and answers how long it is closed then. */
  async function waitAfterFive(email: string): Promise<number> {
    for (let i = 0; i < 5; i++) await signIn("guess", email, `198.51.100.${i}`);
    const entry = await signIn("guess", email, "198.51.100.9");
    await sql`delete from attempts where bucket like 'address:%'`;
    await sql`update attempts set blocked_until = now() - interval '1 second', since = now() - interval '1 minute'`;
    return entry.kind === "wait" ? entry.seconds : 0;
  }

  test.each([EMAIL, "nobody@example.org"])("S23: the wait for %s doubles each time", async (email) => {
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) waits.push(await waitAfterFive(email));
    expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
  });

  test("that stops in time, and then the right password, begins anew", async () => {
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 4; i++) expect((await signIn("guess")).kind).toBe("refused");
      expect((await signIn(PASSWORD)).kind).toBe("in");
      await sql`delete from attempts where bucket like 'address:%'`;
    }
  });

  test("people who sign in all day from one address are not taken for guessers", async () => {
    for (let i = 0; i < 25; i++) expect((await signIn(PASSWORD)).kind).toBe("in");
  });
});

describe("a reset link", () => {
  const issue = async (purpose: "reset" | "sign-in" = "reset") => {
    const token = newSecret();
    await createSignInLink(sql, { hash: hashOf(token), userId: ada, lifetimeMs: MINUTE, purpose });
    return token;
  };
  const reset = (token: unknown, password: unknown = "another good phrase") =>
    auth.reset({ token, password }, from("192.0.2.7"));

  test("S22: sets the password once, ends every session, and signs in", async () => {
    const before = await cookieOf(signIn(PASSWORD));
    const token = await issue();
    const entry = await reset(token);
    expect(entry.kind).toBe("in");
    expect(await caller(before)).toBeNull();
    expect((await signIn(PASSWORD)).kind).toBe("refused");
    expect((await signIn("another good phrase")).kind).toBe("in");
    expect((await reset(token)).kind).toBe("refused");
    await updateUser(sql, ada, { passwordHash: await hashPassword(PASSWORD) });
  });

  test("stays good when the new password will not do", async () => {
    const token = await issue();
    await expect(reset(token, "password123")).rejects.toThrow("commonest");
    await expect(reset(token, null)).rejects.toThrow("at least 10");
    expect((await reset(token)).kind).toBe("in");
    await updateUser(sql, ada, { passwordHash: await hashPassword(PASSWORD) });
  });

  test.each([null, "", [], {}, "null", "x".repeat(40)])("S22: %j resets nothing", async (token) => {
    expect((await reset(token)).kind).toBe("refused");
    expect((await signIn(PASSWORD)).kind).toBe("in");
  });

  test("S22: expired, or made for something else, resets nothing", async () => {
    const late = await issue();
    await sql`update sign_in_links set expires_at = now() where hash = ${hashOf(late)}`;
    expect((await reset(late)).kind).toBe("refused");
    expect((await reset(await issue("sign-in"))).kind).toBe("refused");
    expect((await auth.redeem(await issue("reset"), from("192.0.2.8"))).kind).toBe("refused");
  });
});

describe("an invitation", () => {
  const issue = async (role = "editor") => {
    const token = newSecret();
    const draft = { id: uuidv7(), hash: hashOf(token), note: null, role, invitedBy: ada, lifetimeMs: MINUTE };
    await createInvitation(sql, draft);
    return token;
  };
  let guests = 0;
  const join = (token: unknown, fields: object = {}) =>
    auth.join(
      {
        token,
        name: "Grace",
        email: `grace${++guests}@example.org`,
        password: "a ship of many letters",
        ...fields,
      },
      from(`203.0.113.${guests}`),
    );

  test("makes a person with its role and signs them in, once, however many try at once", async () => {
    const token = await issue();
    const looked = await auth.invitation(token, from("203.0.113.200"));
    expect(looked).toMatchObject({ kind: "invited", invitation: { role: "editor", inviter: "Ada" } });
    const entries = await Promise.all(Array.from({ length: 10 }, () => join(token)));
    const [entry, ...more] = entries.filter(({ kind }) => kind === "in");
    expect(more).toEqual([]);
    if (entry?.kind !== "in") throw new Error("nobody got in");
    expect(await caller(entry.cookie)).toMatchObject({ role: "editor", actor: { name: "Grace" } });
    expect(await sql`select 1 from users where name = 'Grace'`).toHaveLength(1);
  });

  test("stays good when a field will not do, which is named", async () => {
    const token = await issue();
    for (const [fields, path] of [
      [{ name: " " }, "/name"],
      [{ email: "not an address" }, "/email"],
      [{ email: EMAIL }, "/email"],
      [{ password: "short" }, "/password"],
    ] as const)
      await expect(join(token, fields)).rejects.toMatchObject({ details: [{ path }] });
    expect((await join(token)).kind).toBe("in");
  });

  test("opens nothing once it expired, or its maker lost the right to give that role", async () => {
    const late = await issue();
    await sql`update invitations set expires_at = now() where hash = ${hashOf(late)}`;
    expect((await join(late)).kind).toBe("refused");
    const token = await issue("admin");
    await updateUser(sql, ada, { role: "editor" });
    expect((await join(token)).kind).toBe("refused");
    await updateUser(sql, ada, { role: "admin" });
    expect((await join(await issue("owner"))).kind).toBe("refused");
    expect((await join(token)).kind).toBe("in");
  });
});
