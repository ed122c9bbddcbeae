import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { uuidv7 } from "uuidv7";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createUser } from "#db/queries/users";
import { cloneDatabase } from "#db/testing/template-database";
import type { Actor } from "../engine/run/events.ts";
import { OPEN_CALLS } from "../services/permissions/faces.ts";
import { createAuth } from "./auth.ts";
import { createAuthHandler } from "./endpoints.ts";
import { hashOf } from "./secrets.ts";

const { db, sql } = await cloneDatabase();
const auth = createAuth(db);
const ada = uuidv7();
const SYSTEM: Actor = { kind: "system", id: "test", name: "test" };

beforeAll(() => createUser(sql, { id: ada, name: "Ada", role: "operator" }));

/** From an address of its own, so that tests do not count each other's tries. */
let visits = 0;
function visit(cookie?: string) {
  return { cookie, address: `192.0.2.${++visits}`, userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0" };
}

async function redeem(token: unknown, cookie?: string): Promise<string | null> {
  const entry = await auth.redeem(token, visit(cookie));
  return entry.kind === "in" ? entry.cookie : null;
}

async function signIn(): Promise<string> {
  const cookie = await redeem(await auth.issueSignInLink(ada));
  if (cookie === null) throw new Error("The link did not work.");
  return cookie;
}

const bySession = (value: string) => auth.callerFrom({ cookie: `theme=dark; banyan_session=${value}` });
const byToken = (token: string) => auth.callerFrom({ authorization: `Bearer ${token}` });

function exchange(headers: Record<string, string>, method = "POST", url = "/", body = "") {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method, url, headers });
  request.push(body);
  request.push(null);
  return { request, response: new ServerResponse(request) };
}

describe("a sign-in link", () => {
  test("S20: opens one session when 50 programs redeem it at the same time", async () => {
    const link = await auth.issueSignInLink(ada);
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(link)));
    const cookies = answers.filter((cookie) => cookie !== null);
    expect(cookies).toHaveLength(1);
    expect(await bySession(cookies[0] ?? "")).toMatchObject({
      actor: { kind: "user", id: ada, name: "Ada" },
      role: "operator",
      personId: ada,
    });
    expect(await redeem(link)).toBeNull();
  });

  test("does not work once its time is over by the database's clock", async () => {
    const link = await auth.issueSignInLink(ada);
    await sql`update sign_in_links set expires_at = now() - interval '1 second' where hash = ${hashOf(link)}`;
    expect(await redeem(link)).toBeNull();
  });

  test("lasts for 30 minutes", async () => {
    const link = await auth.issueSignInLink(ada);
    const [row] = await sql<{ minutes: number }[]>`
      select round(extract(epoch from expires_at - now()) / 60)::int as minutes from sign_in_links
      where hash = ${hashOf(link)}`;
    expect(row?.minutes).toBe(30);
  });

  test.each([
    null,
    undefined,
    "",
    "null",
    [],
    ["x"],
    {},
    0,
    true,
    "short",
    "x".repeat(600),
    `${"a".repeat(40)}\n`,
  ])("S22: %j opens nothing", async (token) => {
    const count = async () => (await sql<{ n: number }[]>`select count(*)::int as n from sessions`)[0]?.n;
    const before = await count();
    expect(await redeem(token)).toBeNull();
    expect(await count()).toBe(before);
  });

  test("replaces the session that the browser had", async () => {
    const first = await signIn();
    const second = await redeem(await auth.issueSignInLink(ada), `banyan_session=${first}`);
    expect(await bySession(first)).toBeNull();
    expect(await bySession(second ?? "")).not.toBeNull();
  });

  test("leaves an audit row", async () => {
    await signIn();
    const rows =
      await sql`select * from audit_log where action = 'session.start' and object = ${`users/${ada}`}`;
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe("a session", () => {
  test("ends after 12 hours without use, and 30 days after its start", async () => {
    const idle = await signIn();
    await sql`update sessions set last_seen_at = now() - interval '11 hours 59 minutes' where hash = ${hashOf(idle)}`;
    expect(await bySession(idle)).not.toBeNull();
    await sql`update sessions set last_seen_at = now() - interval '12 hours 1 second' where hash = ${hashOf(idle)}`;
    expect(await bySession(idle)).toBeNull();

    const old = await signIn();
    const [row] = await sql<{ days: number }[]>`
      select round(extract(epoch from expires_at - now()) / 86400)::int as days from sessions
      where hash = ${hashOf(old)}`;
    expect(row?.days).toBe(30);
    await sql`update sessions set expires_at = now() where hash = ${hashOf(old)}`;
    expect(await bySession(old)).toBeNull();
  });

  test("being looked at does not keep it alive", async () => {
    const value = await signIn();
    await sql`update sessions set last_seen_at = now() - interval '11 hours' where hash = ${hashOf(value)}`;
    expect(await auth.peek({ cookie: `banyan_session=${value}` })).toMatchObject({ role: "operator" });
    const [row] = await sql<{ hours: number }[]>`
      select round(extract(epoch from now() - last_seen_at) / 3600)::int as hours from sessions
      where hash = ${hashOf(value)}`;
    expect(row?.hours).toBe(11);
    await sql`update sessions set last_seen_at = now() - interval '13 hours' where hash = ${hashOf(value)}`;
    expect(await auth.peek({ cookie: `banyan_session=${value}` })).toBeNull();
  });

  test("use keeps it alive", async () => {
    const cookie = await signIn();
    await sql`update sessions set last_seen_at = now() - interval '11 hours' where hash = ${hashOf(cookie)}`;
    await bySession(cookie);
    const [row] = await sql<{ fresh: boolean }[]>`
      select last_seen_at > now() - interval '1 minute' as fresh from sessions where hash = ${hashOf(cookie)}`;
    expect(row?.fresh).toBe(true);
  });

  test("S24: is gone after signing out, and the browser forgets it", async () => {
    const cookie = await signIn();
    const { request, response } = exchange({ cookie: `banyan_session=${cookie}` });
    await auth.signOut(request, response);
    expect(await bySession(cookie)).toBeNull();
    expect(await sql`select 1 from sessions where hash = ${hashOf(cookie)}`).toHaveLength(0);
    expect(response.getHeader("set-cookie")).toContain("Max-Age=0");
    expect(response.getHeader("clear-site-data")).toBe('"cache", "storage"');
  });

  test("S13: the role is the database's, at each request", async () => {
    const cookie = await signIn();
    await sql`update users set role = 'viewer' where id = ${ada}`;
    expect((await bySession(cookie))?.role).toBe("viewer");
    await sql`update users set role = 'superuser' where id = ${ada}`;
    expect(await bySession(cookie)).toBeNull();
    await sql`update users set role = 'operator' where id = ${ada}`;
  });
});

describe("an API token", () => {
  test("S25: authenticates as itself, and the database holds nothing that does", async () => {
    const token = await auth.createApiToken({ name: "robot", role: "editor", actor: SYSTEM });
    const link = await auth.issueSignInLink(ada);
    const cookie = await signIn();
    expect(token).toMatch(/^bny_[\w-]{43}$/);
    expect(await byToken(token)).toMatchObject({ actor: { kind: "token", name: "robot" }, role: "editor" });

    const tables = ["api_tokens", "sessions", "sign_in_links", "users", "audit_log", "settings"];
    const dumps = await Promise.all(tables.map((table) => sql`select t::text as line from ${sql(table)} t`));
    const dump = JSON.stringify(dumps);
    for (const secret of [token, token.slice(4), link, cookie]) expect(dump).not.toContain(secret);
    for (const hash of [token, cookie].map(hashOf)) {
      expect(dump).toContain(hash);
      expect(await byToken(hash)).toBeNull();
      expect(await bySession(hash)).toBeNull();
    }
  });

  test("is not made up for by a cookie when it is no good", async () => {
    const cookie = `banyan_session=${await signIn()}`;
    for (const authorization of ["Bearer wrong-wrong-wrong-wrong-wrong", "Bearer ", "Basic YTpi", ""]) {
      expect(await auth.callerFrom({ authorization, cookie })).toBeNull();
    }
  });

  test("S25: is not taken from the address", async () => {
    const token = await auth.createApiToken({ name: "robot", role: "editor", actor: SYSTEM });
    const { request } = exchange({}, "GET", `/api/v1/runs?token=${token}&access_token=${token}`);
    expect(await auth.callerOf(request)).toBeNull();
  });

  test("stops working when it expires or is revoked", async () => {
    const token = await auth.createApiToken({ name: "short-lived", role: "editor", actor: SYSTEM });
    await sql`update api_tokens set expires_at = now() where hash = ${hashOf(token)}`;
    expect(await byToken(token)).toBeNull();
    const other = await auth.createApiToken({ name: "revoked", role: "editor", actor: SYSTEM });
    await auth.revokeApiTokens("revoked");
    expect(await byToken(other)).toBeNull();
  });
});

test("S26: below /api/auth there is what the table of open calls names, and nothing else", async () => {
  const handle = createAuthHandler(auth);
  const statusOf = async (path: string) => {
    const { request, response } = exchange({}, "POST", path, "{}");
    await handle(request, response);
    return response.statusCode;
  };
  for (const call of OPEN_CALLS.filter((name) => name.startsWith("POST ")))
    expect(await statusOf(call.slice(5)), call).not.toBe(404);
  for (const path of [
    "/api/auth",
    "/api/auth/",
    "/api/auth/setup",
    "/api/auth/sign-up",
    "/api/auth/__proto__",
  ])
    expect(await statusOf(path), path).toBe(404);
});

describe("POST /api/auth/redeem", () => {
  const handle = createAuthHandler(auth);
  beforeEach(() => sql`delete from attempts`.then(() => undefined));
  const post = async (body: string, method = "POST") => {
    const { request, response } = exchange({}, method, "/api/auth/redeem", body);
    await handle(request, response);
    return response;
  };

  test("sets a cookie that opens the session", async () => {
    const response = await post(JSON.stringify({ token: await auth.issueSignInLink(ada) }));
    expect(response.statusCode).toBe(204);
    const [, cookie] =
      /^banyan_session=([^;]+); Path=\/; HttpOnly; SameSite=Strict;/.exec(
        String(response.getHeader("set-cookie")),
      ) ?? [];
    expect(await bySession(cookie ?? "")).not.toBeNull();
  });

  test("does not use the link up when it is only opened", async () => {
    const link = await auth.issueSignInLink(ada);
    expect((await post(JSON.stringify({ token: link }), "GET")).statusCode).toBe(405);
    expect((await post(JSON.stringify({ token: link }))).statusCode).toBe(204);
  });

  test.each(["", "null", "[]", '"x"', "{", '{"token":null}', '{"token":["a"]}', '{"token":{}}'])(
    "S22: %s is refused with 400",
    async (body) => expect((await post(body)).statusCode).toBe(400),
  );

  test("S23: stops looking after 20 failures within a minute, also at a good link", async () => {
    const strict = createAuthHandler(auth);
    const guess = async (token: string) => {
      const { request, response } = exchange({}, "POST", "/api/auth/redeem", JSON.stringify({ token }));
      await strict(request, response);
      return response.statusCode;
    };
    const answers: number[] = [];
    for (let i = 0; i < 25; i++) answers.push(await guess(`guess-${i}-${"x".repeat(30)}`));
    expect(answers.filter((status) => status === 400)).toHaveLength(20);
    expect(answers.slice(20)).toEqual([429, 429, 429, 429, 429]);
    expect(await guess(await auth.issueSignInLink(ada))).toBe(429);
  });
});
