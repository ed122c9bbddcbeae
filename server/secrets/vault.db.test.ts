import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { secretInput } from "../services/inputs-agents.ts";
import { createSecret } from "../services/secret/create.ts";
import { listSecrets } from "../services/secret/list.ts";
import { removeSecret } from "../services/secret/remove.ts";
import { rotateKey } from "../services/secret/rotate-key.ts";
import { callerAs, openServices } from "../services/testing/services.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import { updateWorkflow } from "../services/workflow/update.ts";
import { openKeyRing } from "./key-ring.ts";
import { createRedactor } from "./redactor.ts";
import { openVault } from "./vault.ts";

const { db } = await cloneDatabase();
const admin = callerAs("admin");
const newFile = () => join(mkdtempSync(join(tmpdir(), "banyan-key-")), "encryption.key");
const vaultWith = (file: string) =>
  openVault({ db, ring: openKeyRing(file, true), redactor: createRedactor(), warn: () => undefined });
const hosts = ["api.example.com"];

async function emptied(): Promise<void> {
  await db.sql`delete from secrets`;
}

test("a secret is stored once, listed without its value, deleted, and each act is in the audit log", async () => {
  const services = await openServices(db, {});
  const input = secretInput.parse({ name: "github", value: "ghp-a-very-secret-value", hosts });
  expect(await createSecret(services, admin, input)).toMatchObject({
    name: "github",
    kinds: ["http", "agent"],
  });
  await expect(createSecret(services, admin, input)).rejects.toMatchObject({ code: "CONFLICT" });
  const shown = JSON.stringify(await listSecrets(services, callerAs("editor")));
  expect(shown).toContain("github");
  expect(shown).not.toContain("ghp-a-very");
  const rows = JSON.stringify(await db.sql`select * from secrets`);
  expect(rows).not.toContain("ghp-a-very");
  expect(rows).not.toContain(Buffer.from("ghp-a-very-secret-value").toString("base64").slice(0, 20));
  expect(await services.vault.reveal("github")).toMatchObject({ value: "ghp-a-very-secret-value", hosts });
  await removeSecret(services, admin, { name: "github" });
  expect(await services.vault.reveal("github")).toBeNull();
  await expect(removeSecret(services, admin, { name: "github" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const acts = await db.sql`select object, detail from audit_log where action = 'secret.write'`;
  expect(acts.map(({ detail }) => detail)).toEqual(["created for api.example.com", "deleted"]);
  await services.host.stop({ timeoutMs: 1_000 });
});

test("a graph that holds the value of a secret is refused, and one that holds its handle is stored", async () => {
  const services = await openServices(db, {});
  const value = "the-value-that-was-pasted";
  await createSecret(services, admin, secretInput.parse({ name: "pasted", value, hosts }));
  const graph = (authorization: unknown) => ({
    schemaVersion: 1,
    slug: "with-secret",
    name: "With secret",
    nodes: { a: { kind: "http", url: "https://api.example.com/", headers: { authorization } } },
    edges: [],
  });
  const pasted = createWorkflow(services, admin, { graph: graph(`Bearer ${value}`) });
  await expect(pasted).rejects.toMatchObject({
    code: "VALIDATION",
    message: expect.stringContaining('{"$secret": "pasted"}'),
  });
  const stored = await createWorkflow(services, admin, {
    graph: graph({ $secret: "pasted", prefix: "Bearer " }),
  });
  expect(stored.revision).toBe(1);
  const again = updateWorkflow(services, admin, { slug: "with-secret", graph: graph(value) });
  await expect(again).rejects.toMatchObject({ code: "VALIDATION" });
  await services.host.stop({ timeoutMs: 1_000 });
});

test.each([
  [{ value: "short" }, "8 characters"],
  [{ value: "two\nlines-of-a-key" }, "printable ASCII"],
  [{ value: " spaces around " }, "space"],
  [{ hosts: ["*"] }, "A host such as"],
  [{ hosts: ["*.com"] }, "A host such as"],
  [{ hosts: ["https://api.example.com/"] }, "A host such as"],
  [{ hosts: [] }, ""],
  [{ kinds: [] }, ""],
  [{ kinds: ["task"] }, ""],
  [{ name: "OPENAI_API_KEY" }, "lower-case"],
])("a secret with %j is refused", (wrong, why) => {
  const result = secretInput.safeParse({ name: "fine", value: "a-long-enough-value", hosts, ...wrong });
  expect(result.success).toBe(false);
  expect(JSON.stringify(result.error?.issues)).toContain(why);
});

test("rows that were swapped or copied to another name do not open, and the key file alone decides", async () => {
  await emptied();
  const file = newFile();
  const vault = await vaultWith(file);
  for (const name of ["one", "two"])
    await vault.store(db.sql, {
      name,
      value: `the-value-of-${name}`,
      hosts,
      kinds: ["http"],
      createdBy: "test",
    });
  await db.sql`update secrets a set sealed = b.sealed, nonce = b.nonce from secrets b where a.name <> b.name`;
  expect(await vault.reveal("one")).toBeNull();
  expect(await vault.reveal("two")).toBeNull();
  await emptied();
  await vault.store(db.sql, {
    name: "one",
    value: "the-value-of-one",
    hosts,
    kinds: ["http"],
    createdBy: "test",
  });
  expect(await (await vaultWith(newFile())).reveal("one")).toBeNull();
  expect(await (await vaultWith(file)).reveal("one")).toMatchObject({ value: "the-value-of-one" });
});

test("a new key loses nothing, however often the change is cut off", async () => {
  await emptied();
  const file = newFile();
  const first = await vaultWith(file);
  for (let i = 0; i < 400; i++)
    await first.store(db.sql, {
      name: `s${i}`,
      value: `the-value-of-${i}`,
      hosts,
      kinds: ["http"],
      createdBy: "test",
    });
  const old = readFileSync(file, "utf8").trim().split("\n").at(-1) ?? "";
  // Cut off by the death of its database connection after some rows, each time with a key file in between.
  for (let cut = 0; cut < 20; cut++) {
    let left = 15;
    const sql = new Proxy(db.sql, {
      apply: (target, self, [text, ...values]: [TemplateStringsArray, ...unknown[]]) => {
        if (text[0]?.includes("update secrets") && left-- === 0) throw new Error("connection lost");
        return Reflect.apply(target, self, [text, ...values]);
      },
    });
    const dying = await openVault({
      db: { sql },
      ring: openKeyRing(file, false),
      redactor: createRedactor(),
      warn: () => undefined,
    });
    await expect(dying.rotate()).rejects.toThrow("connection lost");
    expect(await first.reveal(`s${cut}`)).toMatchObject({ value: `the-value-of-${cut}` });
  }
  const services = { ...(await openServices(db, {})), vault: await vaultWith(file) };
  const { keyId, secrets } = await rotateKey(services, admin);
  expect(secrets).toBe(400);
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines).toHaveLength(1);
  expect(lines).not.toContain(old);
  const [{ count }] = await db.sql<
    [{ count: number }]
  >`select count(*)::int from secrets where key_id = ${keyId}`;
  expect(count).toBe(400);
  const reopened = await vaultWith(file);
  for (let i = 0; i < 400; i++) expect((await reopened.reveal(`s${i}`))?.value).toBe(`the-value-of-${i}`);
  await services.host.stop({ timeoutMs: 1_000 });
}, 120_000);

test("a secret of the environment is listed, goes to its host only, and cannot be deleted here", async () => {
  const base = await openServices(db, {});
  const fixed = {
    OPENAI_API_KEY: { value: "sk-of-the-environment", hosts: ["api.openai.com"], kinds: ["agent"] as const },
  };
  const vault = await openVault({
    db,
    ring: openKeyRing(newFile(), true),
    redactor: base.redactor,
    fixed,
    warn: () => undefined,
  });
  const services = { ...base, vault };
  expect((await listSecrets(services, admin))[0]).toEqual({
    name: "OPENAI_API_KEY",
    source: "environment",
    hosts: ["api.openai.com"],
    kinds: ["agent"],
    createdBy: null,
    createdAt: null,
  });
  await expect(removeSecret(services, admin, { name: "OPENAI_API_KEY" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(base.redactor.text("sk-of-the-environment")).toBe("[secret OPENAI_API_KEY]");
  await services.host.stop({ timeoutMs: 1_000 });
});
