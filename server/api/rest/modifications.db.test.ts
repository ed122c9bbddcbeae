import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../../services/context.ts";
import { callerAs, openServices } from "../../services/testing/services.ts";
import type { Role } from "../../services/types.ts";
import { createRestHandler } from "./handler.ts";

const { db } = await cloneDatabase();
let services: Services;
let server: Server;
let base: string;

beforeAll(async () => {
  services = await openServices(db, { echo: { pure: true, run: (input) => input } });
  /** A stand-in for tokens, which have tests of their own: the token is the role. */
  const callerOf = async ({ headers }: { headers: { authorization?: string | undefined } }) =>
    callerAs((headers.authorization ?? "").replace("Bearer ", "") as Role);
  const rest = createRestHandler(services, { callerOf });
  server = createServer((request, response) => void rest(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await services.host.stop({ timeoutMs: 2_000 });
});

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: "Bearer editor", "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, etag: response.headers.get("etag"), answer };
}

test("operations and their inverse go over the wire, with ETags, back to the same hash", async () => {
  const nodes = { only: { kind: "task", task: "echo" } };
  const graph = { schemaVersion: 1, slug: "wired", name: "Wired", nodes, edges: [] };
  const { answer: first } = await ask("POST", "/workflows", graph);
  const path = "/workflows/wired/draft/modifications";
  const operations = [{ op: "addNode", id: "more", node: { kind: "transform", output: null } }];
  const done = await ask("POST", path, { operations }, { "if-match": `"${first["hash"]}"` });
  expect(done).toMatchObject({ status: 200, answer: { slug: "wired", valid: true, operations } });
  expect(done.etag).toBe(`"${done.answer["hash"]}"`);
  const stale = await ask("POST", path, { operations }, { "if-match": `"${first["hash"]}"` });
  expect(stale).toMatchObject({ status: 412, answer: { present: { hash: done.answer["hash"] } } });
  const inverse = { operations: done.answer["inverse"] };
  expect((await ask("POST", path, { ...inverse, dryRun: true })).etag).toBeNull();
  expect((await ask("POST", path, inverse)).answer["hash"]).toBe(first["hash"]);
});

test("what is refused says which operation, and why", async () => {
  const refused = await ask("POST", "/workflows/wired/draft/modifications", {
    operations: [{ op: "skipNode", id: "onyl" }],
  });
  expect(refused).toMatchObject({
    status: 400,
    answer: { errors: [{ path: "/operations/0", message: expect.stringContaining('did you mean "only"?') }] },
  });
});

test("actions and operations are listed with their formats", async () => {
  const actions = await ask("GET", "/modification-actions", undefined, { authorization: "Bearer viewer" });
  expect(actions.answer["data"]).toContainEqual(
    expect.objectContaining({
      name: "setTimeouts",
      builtIn: true,
      params: expect.objectContaining({ required: ["timeoutMs"] }),
    }),
  );
  const operations = await ask("GET", "/modification-operations");
  expect(operations.answer["data"]).toContainEqual(
    expect.objectContaining({ op: "rewireEdge", schema: expect.objectContaining({ type: "object" }) }),
  );
  expect(JSON.stringify(operations.answer).length).toBeLessThan(60_000);
});
