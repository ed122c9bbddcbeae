import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createUser, updateUser } from "#db/queries/users";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../../services/context.ts";
import { startInput } from "../../services/inputs.ts";
import { SHARED_PROCEDURES } from "../../services/permissions/faces.ts";
import { startRun } from "../../services/run/start.ts";
import { createShare } from "../../services/share/create.ts";
import { listShares } from "../../services/share/list.ts";
import { revokeShare } from "../../services/share/revoke.ts";
import { callerAs, GROW, openServices, untilEnded } from "../../services/testing/services.ts";
import type { Caller } from "../../services/types.ts";
import { createWorkflow } from "../../services/workflow/create.ts";
import { appRouter } from "../root.ts";
import { createSharedHandler } from "./handler.ts";
import { sharedRouter } from "./router.ts";

const { db } = await cloneDatabase();
const personId = uuidv7();
const editor: Caller = { actor: { kind: "user", id: personId, name: "Ada" }, role: "editor", personId };
let services: Services;
let treeId: string;
let other: string;

beforeAll(async () => {
  await createUser(db.sql, { id: personId, name: "Ada", role: "editor" });
  services = await openServices(db, { visit: { run: () => null } });
  await createWorkflow(services, callerAs("owner"), { graph: GROW });
  const start = async () => {
    const input = { depth: 1, name: "ACME 4711", text: "k3y-of-the-vault" };
    return (await startRun(services, callerAs("owner"), startInput.parse({ slug: "grow", input }))).id;
  };
  treeId = await start();
  other = await start();
  await untilEnded(services, treeId);
  await untilEnded(services, other);
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

type Answer = {
  readonly status: number;
  readonly data?: unknown;
  readonly reason?: string;
  readonly why?: string;
};

/** Over HTTP, each time from a server of its own unless one is given: what one address may ask is counted. */
async function ask(token: string, path: string, input?: unknown, server?: Server): Promise<Answer> {
  const own = server ?? (await serve());
  const { port } = own.address() as AddressInfo;
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const answer = await fetch(`http://127.0.0.1:${port}/api/shared/trpc/${path}${query}`, {
    headers: { "x-banyan-share": token },
  });
  const body = (await answer.json()) as {
    result?: { data: unknown };
    error?: { data: { reason: string; details: { message: string }[] } };
  };
  if (!server) own.close();
  const refused = body.error?.data;
  return {
    status: answer.status,
    data: body.result?.data,
    ...(refused ? { reason: refused.reason, why: refused.details?.[0]?.message ?? "" } : {}),
  };
}

async function serve(): Promise<Server> {
  const handle = createSharedHandler(services);
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const made = (given: Partial<Parameters<typeof createShare>[2]> = {}) =>
  createShare(services, editor, { id: treeId, hours: 1, names: false, values: false, ...given });

test("a link to the structure shows the tree without labels, values and messages", async () => {
  const { token } = await made();
  const { data } = (await ask(token, "shared.tree", {})) as {
    data: { snapshot: { seq: number; rows: unknown[]; tree: object } };
  };
  expect(data.snapshot.rows).toHaveLength(3);
  expect(data.snapshot.tree).toMatchObject({ treeId, status: "succeeded" });
  expect(await ask(token, "shared.run", { no: 0 })).toMatchObject({
    status: 200,
    data: { path: "root", workflow: "grow", values: null },
  });
  expect(await ask(token, "runs.context", { id: treeId })).toMatchObject({ status: 403 });
  expect(JSON.stringify(data)).not.toMatch(/child \d|ACME/);
  expect(await ask(token, "shared.tree", { after: data.snapshot.seq, status: "succeeded" })).toEqual({
    status: 200,
    data: { snapshot: null },
  });
});

test("values come when the link shares them, without secrets that are known by now", async () => {
  const { token, names } = await made({ values: true });
  services.redactor.learn("vault", "k3y-of-the-vault");
  const { data } = await ask(token, "shared.run", { no: 0 });
  expect(data).toMatchObject({ values: { input: { name: "ACME 4711", text: "[secret vault]" } } });
  expect(names).toBe(true);
  expect(JSON.stringify((await ask(token, "shared.tree", {})).data)).toContain("child 1");
  expect((await ask(token, "runs.context", { id: treeId })).status).toBe(200);
});

test("a link to one tree gives nothing of another, by no procedure", async () => {
  const { token } = await made({ values: true });
  const asked: readonly [string, object][] = [
    ["runs.context", { id: other }],
    ["runs.context", { id: `${other}.1` }],
    ["runs.levels", { id: other }],
    ["trees.agents", { treeId: other }],
    ["trees.history", { treeId: other }],
    ["trees.past", { treeId: other, at: Date.now() }],
    ["trees.spans", { treeId: other, runs: [0] }],
    ["shared.run", { no: 99 }],
  ];
  for (const [path, input] of asked)
    expect([path, await ask(token, path, input)]).toMatchObject([path, { status: 404, reason: "NOT_FOUND" }]);
  // The same of its own tree, so that it is the tree that is refused and not the question.
  for (const [path, input] of asked.slice(2, -1)) {
    const own = Object.fromEntries(
      Object.entries(input).map(([key, value]) => [key, value === other ? treeId : value]),
    );
    expect([path, (await ask(token, path, own)).status]).toEqual([path, 200]);
  }
});

test("behind a link there are the procedures of the table and no others, and all of them need the link", async () => {
  const there = Object.keys(sharedRouter._def.procedures).toSorted();
  expect(there).toEqual([...SHARED_PROCEDURES].toSorted());
  const { token } = await made();
  const server = await serve();
  for (const path of Object.keys(appRouter._def.procedures).filter((name) => !there.includes(name)))
    expect([path, (await ask(token, path, { id: treeId }, server)).status]).toEqual([path, 404]);
  server.close();
  for (const path of there) expect([path, (await ask("", path, {})).status]).toEqual([path, 404]);
});

test("a link that has ended says why, and one that never was says so", async () => {
  const revoked = await made();
  await revokeShare(services, editor, { id: revoked.id });
  expect(await ask(revoked.token, "shared.link")).toMatchObject({ status: 404, why: "revoked" });
  const expired = await made();
  await db.sql`update share_links set expires_at = now() where id = ${expired.id}`;
  expect(await ask(expired.token, "shared.link")).toMatchObject({ status: 404, why: "expired" });
  expect(await ask(`${expired.token}x`, "shared.link")).toMatchObject({ status: 404, why: "unknown" });
  const states = (await listShares(services, editor, { id: treeId })).map(({ id, state }) => [id, state]);
  expect(states).toContainEqual([revoked.id, "revoked"]);
  expect(states).toContainEqual([expired.id, "expired"]);
  await expect(revokeShare(services, editor, { id: expired.id })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a link carries no more than its maker has", async () => {
  const { token, id } = await made();
  await updateUser(db.sql, personId, { role: "operator" });
  expect(await ask(token, "shared.link")).toMatchObject({ status: 404, why: "withdrawn" });
  await updateUser(db.sql, personId, { role: "editor" });
  expect(await ask(token, "shared.link")).toMatchObject({ status: 200, data: { id } });
  await expect(
    createShare(services, callerAs("operator"), { id: treeId, hours: 1, names: false, values: false }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("only a hash of the token is stored, and making and revoking leave their rows in the audit log", async () => {
  const { token, id } = await made({ names: true });
  await revokeShare(services, editor, { id });
  const stored = await db.sql`select row_to_json(l)::text as row from share_links l`;
  expect(JSON.stringify(stored)).not.toContain(token);
  const rows = await db.sql`
    select action, object, detail from audit_log where detail like ${`link ${id}%`} order by id`;
  expect([...rows]).toEqual([
    {
      action: "share.create",
      object: `runs/${treeId}`,
      detail: `link ${id} for 1 hours: structure, labels`,
    },
    { action: "share.revoke", object: `runs/${treeId}`, detail: `link ${id}` },
  ]);
});

test("who tries tokens has to wait after twenty, with the right one too", async () => {
  const server = await serve();
  const { token } = await made();
  for (let tried = 0; tried < 20; tried += 1) await ask(`bns_${uuidv7()}`, "shared.link", undefined, server);
  expect(await ask(token, "shared.link", undefined, server)).toMatchObject({ status: 429 });
  server.close();
  expect((await ask(token, "shared.link")).status).toBe(200);
});
