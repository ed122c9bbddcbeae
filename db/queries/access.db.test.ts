import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { cloneDatabase } from "../testing/template-database.ts";
import { createApiToken, findApiToken, listApiTokens, revokeApiToken, touchApiToken } from "./api-tokens.ts";
import { insertAudit } from "./insert-audit.ts";
import { createSession, findSession, revokeSession, touchSession } from "./sessions.ts";
import { ensureIncarnation, getSetting, putSetting } from "./settings.ts";
import { consumeSignInLink, createSignInLink } from "./sign-in-links.ts";
import { createUser, findOwner, getUser } from "./users.ts";

const { sql } = await cloneDatabase();
const owner = { id: uuidv7(), name: "Owner", role: "owner" };
await createUser(sql, owner);
const minutes = 60_000;
const HOUR = 60 * minutes;

test("a sign-in link works once, also when many use it at the same moment", async () => {
  await createSignInLink(sql, { hash: "link", userId: owner.id, lifetimeMs: minutes });
  const answers = await Promise.all(Array.from({ length: 8 }, () => consumeSignInLink(sql, "link")));
  expect(answers.filter((answer) => answer !== null)).toEqual([owner.id]);
  expect(await consumeSignInLink(sql, "link")).toBeNull();
});

test("an expired or unknown link signs nobody in", async () => {
  await createSignInLink(sql, { hash: "late", userId: owner.id, lifetimeMs: -1 });
  expect(await consumeSignInLink(sql, "late")).toBeNull();
  expect(await consumeSignInLink(sql, "never made")).toBeNull();
});

test("a session holds until it expires, lies unused or is revoked", async () => {
  await createSession(sql, { hash: "now", userId: owner.id, lifetimeMs: minutes });
  await createSession(sql, { hash: "past", userId: owner.id, lifetimeMs: -1 });
  expect((await findSession(sql, "now", 2 * HOUR))?.user).toMatchObject(owner);
  expect(await findSession(sql, "past", 2 * HOUR)).toBeNull();
  await sql`update sessions set last_seen_at = now() - interval '1 hour' where hash = 'now'`;
  expect(await findSession(sql, "now", HOUR / 2)).toBeNull();
  await touchSession(sql, "now");
  expect(Date.now() - ((await findSession(sql, "now", 2 * HOUR))?.lastSeenAt.getTime() ?? 0)).toBeLessThan(
    minutes,
  );
  expect(await revokeSession(sql, "now")).toBe(true);
  expect(await revokeSession(sql, "now")).toBe(false);
  expect(await findSession(sql, "now", 2 * HOUR)).toBeNull();
});

test("a token is found by its hash until it expires or is revoked; making it twice is fine", async () => {
  const token = { id: uuidv7(), name: "ci", hash: "t", role: "operator", lifetimeMs: null };
  await createApiToken(sql, token);
  await createApiToken(sql, { ...token, id: uuidv7(), name: "again" });
  await createApiToken(sql, {
    ...token,
    id: uuidv7(),
    hash: "old",
    lifetimeMs: -minutes,
  });
  await touchApiToken(sql, token.id);
  const found = await findApiToken(sql, "t");
  expect(found).toMatchObject({ id: token.id, name: "ci", role: "operator", expiresAt: null });
  expect(found?.lastUsedAt).toBeInstanceOf(Date);
  expect(await findApiToken(sql, "old")).toBeNull();
  expect((await listApiTokens(sql)).map(({ hash }) => hash)).toEqual(["t", "old"]);
  expect(await revokeApiToken(sql, token.id)).toBe(true);
  expect(await findApiToken(sql, "t")).toBeNull();
});

test("the incarnation is made once, whoever asks first", async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => ensureIncarnation(sql)));
  expect(new Set(all).size).toBe(1);
  await putSetting(sql, "seeded", "1");
  await putSetting(sql, "seeded", "2");
  expect(await getSetting(sql, "seeded")).toBe("2");
  expect(await getSetting(sql, "absent")).toBeNull();
});

test("users and audit entries are kept as given", async () => {
  expect(await findOwner(sql)).toMatchObject(owner);
  expect(await getUser(sql, uuidv7())).toBeNull();
  await insertAudit(sql, {
    actor: { kind: "user", id: owner.id, name: "Owner" },
    action: "run.start",
    object: "x",
  });
  const rows = await sql`select actor_kind, actor_name, action, object, detail from audit_log`;
  expect([...rows]).toEqual([
    { actorKind: "user", actorName: "Owner", action: "run.start", object: "x", detail: null },
  ]);
});
