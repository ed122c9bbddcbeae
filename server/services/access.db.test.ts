import { uuidv7 } from "uuidv7";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSession } from "#db/queries/sessions";
import { createUser, getUser, updateUser } from "#db/queries/users";
import { cloneDatabase } from "#db/testing/template-database";
import { createAuth } from "../auth/auth.ts";
import { hashPassword } from "../auth/password-hash.ts";
import { hashOf, newSecret } from "../auth/secrets.ts";
import { auditInput, exportInput } from "./access-inputs.ts";
import { changePassword } from "./account/change-password.ts";
import { endOtherSessions } from "./account/end-other-sessions.ts";
import { endOwnSession } from "./account/end-session.ts";
import { ownSessions } from "./account/sessions.ts";
import { updateAccount } from "./account/update.ts";
import { exportAudit } from "./audit-log/export.ts";
import { auditPage } from "./audit-log/list.ts";
import { invite } from "./invitation/create.ts";
import { openInvitations } from "./invitation/list.ts";
import { revokeOpenInvitation } from "./invitation/revoke.ts";
import { ROLES } from "./permissions/actions.ts";
import { createToken } from "./token/create.ts";
import { listTokens } from "./token/list.ts";
import { revokeToken } from "./token/revoke.ts";
import type { Caller, Role } from "./types.ts";
import { changeRole } from "./user/change-role.ts";
import { disablePerson } from "./user/disable.ts";
import { enablePerson } from "./user/enable.ts";
import { endPersonsSessions } from "./user/end-sessions.ts";
import { listPeople } from "./user/list.ts";
import { removePerson } from "./user/remove.ts";

const { db, sql } = await cloneDatabase();
const services = { db };
const auth = createAuth(db);
const PASSWORD = "correct horse battery staple";
const people = Object.fromEntries(ROLES.map((role) => [role, uuidv7()])) as Record<Role, string>;
let passwordHash: string;

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(async () => {
  await sql`truncate users, attempts, audit_log cascade`;
  for (const role of ROLES)
    await createUser(sql, { id: people[role], name: role, role, email: `${role}@example.org`, passwordHash });
});

function as(role: Role, sessionId?: string): Caller {
  const id = people[role];
  return { actor: { kind: "user", id, name: role }, role, personId: id, ...(sessionId ? { sessionId } : {}) };
}

async function session(role: Role): Promise<{ cookie: string; id: string }> {
  const cookie = newSecret();
  const id = await createSession(sql, { hash: hashOf(cookie), userId: people[role], lifetimeMs: 60_000 });
  return { cookie, id };
}
const callerBy = (cookie: string) => auth.callerFrom({ cookie: `banyan_session=${cookie}` });
const roleBy = async (token: string) => (await auth.peek({ authorization: `Bearer ${token}` }))?.role ?? null;
const lastAct = async () =>
  (await sql`select actor_name, action, object from audit_log order by id desc limit 1`)[0];
const acts = async () => (await sql<{ n: number }[]>`select count(*)::int as n from audit_log`)[0]?.n;

describe("people", () => {
  test("S24: another role ends every session of before, and is audited", async () => {
    const { cookie } = await session("editor");
    await changeRole(services, as("admin"), { id: people.editor, role: "viewer" });
    expect(await callerBy(cookie)).toBeNull();
    expect((await getUser(sql, people.editor))?.role).toBe("viewer");
    expect(await lastAct()).toEqual({
      actorName: "admin",
      action: "user.role",
      object: `users/${people.editor}`,
    });
  });

  test("S24: who is disabled is out at once with sessions and tokens, and comes back with the tokens alone", async () => {
    const { cookie } = await session("editor");
    const { token } = await createToken(services, as("editor"), { name: "ci", role: "editor", days: 1 });
    await disablePerson(services, as("admin"), { id: people.editor });
    expect(await callerBy(cookie)).toBeNull();
    expect(await roleBy(token)).toBeNull();
    await enablePerson(services, as("admin"), { id: people.editor });
    expect(await callerBy(cookie)).toBeNull();
    expect(await roleBy(token)).toBe("editor");
  });

  test("who is removed leaves nothing behind but what the audit log says", async () => {
    const { cookie } = await session("editor");
    const { token } = await createToken(services, as("editor"), { name: "ci", role: "editor", days: null });
    await removePerson(services, as("admin"), { id: people.editor });
    expect(await callerBy(cookie)).toBeNull();
    expect(await roleBy(token)).toBeNull();
    expect((await listPeople(services, as("admin"))).map(({ name }) => name)).not.toContain("editor");
    expect(await lastAct()).toMatchObject({ action: "user.remove" });
  });

  const touches: readonly [string, (caller: Caller, id: string) => Promise<unknown>][] = [
    ["lower", (caller, id) => changeRole(services, caller, { id, role: "viewer" })],
    ["disable", (caller, id) => disablePerson(services, caller, { id })],
    ["remove", (caller, id) => removePerson(services, caller, { id })],
  ];

  test.each(touches)("nobody can %s the last owner, but an owner among several", async (_, touch) => {
    const second = uuidv7();
    await expect(touch(as("admin"), people.owner)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await createUser(sql, { id: second, name: "second", role: "owner" });
    const caller: Caller = {
      ...as("owner"),
      actor: { kind: "user", id: second, name: "second" },
      personId: second,
    };
    await touch(caller, people.owner);
    const before = await acts();
    await expect(changeRole(services, caller, { id: second, role: "admin" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await acts()).toBe(before);
  });

  test("of two owners that lower each other at the same moment, one stays", async () => {
    const second = uuidv7();
    await createUser(sql, { id: second, name: "second", role: "owner" });
    const outcomes = await Promise.allSettled(
      [people.owner, second].map((id) => changeRole(services, as("owner"), { id, role: "admin" })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("an admin makes nobody an owner and gives away no more than admin", async () => {
    const admin = as("admin");
    await expect(changeRole(services, admin, { id: people.viewer, role: "owner" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await changeRole(services, admin, { id: people.viewer, role: "admin" });
    await expect(invite(services, admin, { role: "owner", hours: 1 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(createToken(services, admin, { name: "x", role: "owner", days: 1 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(endPersonsSessions(services, admin, { id: people.owner })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test.each(["x", "'; drop table users", uuidv7()])("S18: the id %j is nobody", async (id) => {
    await expect(disablePerson(services, as("owner"), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(revokeToken(services, as("owner"), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(revokeOpenInvitation(services, as("owner"), { id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(endOwnSession(services, as("owner"), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("one's own account", () => {
  test("a new password takes the current one and ends all other sessions", async () => {
    const [here, there] = [await session("viewer"), await session("viewer")];
    const caller = as("viewer", here.id);
    const wanted = { current: "not it at all", password: "another fine phrase" };
    await expect(changePassword(services, caller, wanted)).rejects.toMatchObject({
      details: [{ path: "/current" }],
    });
    await expect(changePassword(services, caller, { password: wanted.password })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    await expect(
      changePassword(services, caller, { current: PASSWORD, password: "viewer@example.org" }),
    ).rejects.toThrow("e-mail");
    expect(await changePassword(services, caller, { ...wanted, current: PASSWORD })).toEqual({ ended: 1 });
    expect(await callerBy(here.cookie)).not.toBeNull();
    expect(await callerBy(there.cookie)).toBeNull();
    const visit = { address: "192.0.2.1", userAgent: null };
    expect((await auth.signIn({ email: "viewer@example.org", password: wanted.password }, visit)).kind).toBe(
      "in",
    );
  });

  test("S23: the current password cannot be found out from a session that somebody left open", async () => {
    const caller = as("viewer", (await session("viewer")).id);
    const wanted = (i: number) => ({ current: `guess number ${i}`, password: "another fine phrase" });
    for (let i = 0; i < 5; i++)
      await expect(changePassword(services, caller, wanted(i))).rejects.toThrow("not your current");
    await expect(changePassword(services, caller, { ...wanted(9), current: PASSWORD })).rejects.toThrow(
      "Too many",
    );
  });

  test("who has no password yet sets one without", async () => {
    await sql`update users set password_hash = null where id = ${people.owner}`;
    await changePassword(services, as("owner"), { password: "another fine phrase" });
    expect((await getUser(sql, people.owner))?.passwordHash).toMatch(/^\$argon2id/);
  });

  test("name and e-mail change; an e-mail that somebody has does not", async () => {
    expect(
      await updateAccount(services, as("viewer"), { name: "Vi", email: " VI@example.org" }),
    ).toMatchObject({
      name: "Vi",
      email: "vi@example.org",
    });
    await expect(
      updateAccount(services, as("viewer"), { email: "Editor@example.org" }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(updateAccount(services, as("viewer"), { email: "vi" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  test("sessions are listed with the one that asks, and end one by one or all others at once", async () => {
    const [here, one, two, three] = [
      await session("viewer"),
      await session("viewer"),
      await session("viewer"),
      await session("viewer"),
    ];
    const caller = as("viewer", here.id);
    const rows = await ownSessions(services, caller);
    expect(rows).toHaveLength(4);
    expect(rows.filter(({ current }) => current).map(({ id }) => id)).toEqual([here.id]);
    await endOwnSession(services, caller, { id: one.id });
    expect(await callerBy(one.cookie)).toBeNull();
    await expect(endOwnSession(services, as("editor"), { id: two.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await endOtherSessions(services, caller)).toEqual({ ended: 2 });
    expect([await callerBy(two.cookie), await callerBy(three.cookie)]).toEqual([null, null]);
    expect(await callerBy(here.cookie)).not.toBeNull();
  });

  test("is nothing that a token has", async () => {
    const { token } = await createToken(services, as("admin"), { name: "ci", role: "admin", days: 1 });
    const caller = await auth.peek({ authorization: `Bearer ${token}` });
    if (!caller) throw new Error("The token does not work.");
    await expect(changePassword(services, caller, { password: "another fine phrase" })).rejects.toMatchObject(
      { code: "FORBIDDEN" },
    );
  });
});

describe("an API token", () => {
  test("S25: follows its creator down, and up again to its own role at most", async () => {
    const { token } = await createToken(services, as("editor"), { name: "ci", role: "operator", days: 90 });
    expect(await roleBy(token)).toBe("operator");
    await updateUser(sql, people.editor, { role: "viewer" });
    expect(await roleBy(token)).toBe("viewer");
    expect((await listTokens(services, as("editor"), { everybody: false }))[0]).toMatchObject({
      role: "operator",
      effectiveRole: "viewer",
    });
    await updateUser(sql, people.editor, { role: "owner" });
    expect(await roleBy(token)).toBe("operator");
  });

  test("S25: is shown once, lives 90 days unless told otherwise, and notes where it was used last", async () => {
    const made = await createToken(services, as("editor"), { name: "ci", role: "viewer", days: 90 });
    const days = (Date.parse(made.expiresAt ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89.9);
    expect(JSON.stringify(await listTokens(services, as("editor"), { everybody: false }))).not.toContain(
      made.token.slice(4),
    );
    const request = {
      headers: { authorization: `Bearer ${made.token}` },
      socket: { remoteAddress: "::ffff:192.0.2.5" },
    };
    await auth.callerOf(request as never);
    expect((await listTokens(services, as("editor"), { everybody: false }))[0]).toMatchObject({
      lastUsedAddress: "192.0.2.5",
    });
  });

  test("S18: of somebody else cannot be seen or revoked without the right to manage tokens", async () => {
    const { id, token } = await createToken(services, as("editor"), { name: "ci", role: "viewer", days: 1 });
    expect(await listTokens(services, as("operator"), { everybody: false })).toEqual([]);
    await expect(listTokens(services, as("operator"), { everybody: true })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(revokeToken(services, as("operator"), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await revokeToken(services, as("admin"), { id });
    expect(await roleBy(token)).toBeNull();
    expect(await lastAct()).toMatchObject({ actorName: "admin", action: "token.revoke" });
  });

  test("of an owner or of the server is for owners to revoke", async () => {
    const { id } = await createToken(services, as("owner"), { name: "mine", role: "viewer", days: 1 });
    await auth.createApiToken({ name: "cli", role: "owner", actor: as("owner").actor });
    const all = await listTokens(services, as("admin"), { everybody: true });
    const server = all.find(({ createdBy }) => createdBy === null)?.id ?? "";
    for (const target of [id, server]) {
      await expect(revokeToken(services, as("admin"), { id: target })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      await revokeToken(services, as("owner"), { id: target });
    }
  });
});

describe("invitations", () => {
  test("are listed without their secret and can be revoked until somebody came", async () => {
    const made = await invite(services, as("admin"), { role: "editor", note: "for Grace", hours: 72 });
    const open = await openInvitations(services, as("admin"));
    expect(open).toMatchObject([
      { id: made.id, role: "editor", note: "for Grace", invitedBy: { name: "admin" } },
    ]);
    expect(JSON.stringify(open)).not.toContain(made.token);
    await revokeOpenInvitation(services, as("admin"), { id: made.id });
    expect((await auth.invitation(made.token, { address: "192.0.2.1", userAgent: null })).kind).toBe(
      "refused",
    );
    expect(await openInvitations(services, as("admin"))).toEqual([]);
  });
});

describe("the audit log", () => {
  test("is read page by page, newest first, and by actor, action, object and time", async () => {
    for (let i = 0; i < 5; i++)
      await updateAccount(services, as(i % 2 ? "viewer" : "editor"), { name: `name ${i}` });
    await invite(services, as("admin"), { role: "viewer", hours: 1 });
    const all: number[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof auditPage>> = await auditPage(
        services,
        as("admin"),
        auditInput.parse({ limit: 4, cursor }),
      );
      all.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(all).toHaveLength(6);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
    const count = async (filter: object) =>
      (await auditPage(services, as("admin"), auditInput.parse(filter))).data.length;
    expect(await count({ actor: people.viewer })).toBe(2);
    expect(await count({ actor: "ADM" })).toBe(1);
    expect(await count({ action: "account." })).toBe(5);
    expect(await count({ object: `users/${people.editor}` })).toBe(3);
    expect(await count({ from: "2020-01-01T00:00:00Z", to: "2021-01-01T00:00:00Z" })).toBe(0);
    expect(await count({ from: new Date(Date.now() - 60_000).toISOString() })).toBe(6);
    expect(await count({ action: "%" })).toBe(0);
  });

  test("S38: goes out as CSV that no spreadsheet runs, or as one JSON object a line", async () => {
    await updateAccount(
      services,
      { ...as("viewer"), actor: { kind: "user", id: people.viewer, name: "=cmd()" } },
      { name: "x" },
    );
    const csv = await exportAudit(services, as("admin"), exportInput.parse({}));
    const [head, line] = csv.split("\n");
    expect(head).toBe("id,at,actorKind,actorId,actor,action,object,detail");
    expect(line).toContain(",'=cmd(),");
    const lines = (await exportAudit(services, as("admin"), exportInput.parse({ format: "ndjson" })))
      .trim()
      .split("\n");
    expect(lines.map((text) => JSON.parse(text))).toMatchObject([
      { actor: "=cmd()", action: "account.update" },
    ]);
  });

  test("says nothing of what was refused, and is for admins", async () => {
    await expect(
      changeRole(services, as("editor"), { id: people.viewer, role: "admin" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await acts()).toBe(0);
    await expect(auditPage(services, as("editor"), auditInput.parse({}))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
