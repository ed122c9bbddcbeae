import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../../services/context.ts";
import { callerAs, openServices, rowCounts } from "../../services/testing/services.ts";
import type { Role } from "../../services/types.ts";
import type { Auth } from "../auth.ts";
import { createTrpcHandler } from "../handler.ts";
import { createRestHandler } from "./handler.ts";

const { db } = await cloneDatabase();
let services: Services;
let server: Server;
let base: string;

/** A stand-in for sessions and tokens, which have tests of their own: the token is the role. */
const auth: Auth = {
  callerOf: async ({ headers }) => callerAs((headers.authorization ?? "").replace("Bearer ", "") as Role),
  signOut: async () => undefined,
};

beforeAll(async () => {
  services = await openServices(db, { echo: { pure: true, run: (input) => input } });
  const rest = createRestHandler(services, auth);
  const trpc = createTrpcHandler(services, auth);
  server = createServer((request, response) => {
    if (request.url?.startsWith("/api/trpc/")) trpc(request, response);
    else void rest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await services.host.stop({ timeoutMs: 2_000 });
});

type Sent = { readonly body?: unknown; readonly ifMatch?: string; readonly role?: Role };

type Hashed = { readonly hash: string };
/** What the tests read of an answer before they compare it. */
type Answer = Hashed & {
  readonly code: string;
  readonly draft: Hashed;
  readonly present: Hashed;
  readonly result: { readonly data: { readonly draft: Hashed } };
  readonly error: { readonly data: { readonly present: Hashed } };
};

async function ask(method: string, path: string, { body, ifMatch, role = "editor" }: Sent = {}) {
  const response = await fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${role}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    etag: response.headers.get("etag"),
    answer: (await response.json()) as Answer,
  };
}

const graphOf = (slug: string, description = "") => ({
  schemaVersion: 1,
  slug,
  name: slug,
  description,
  nodes: { only: { kind: "task", task: "echo" } },
  edges: [],
});

test("a draft is saved, read with its ETag, saved again over it, published without a body, and gone", async () => {
  const created = await ask("POST", "/api/v1/workflows?draft=true", { body: graphOf("one") });
  expect(created).toMatchObject({
    status: 201,
    answer: { slug: "one", draft: { by: "editor" }, problems: [] },
  });
  const read = await ask("GET", "/api/v1/workflows/one/draft", { role: "viewer" });
  expect(read).toMatchObject({
    status: 200,
    etag: `"${created.answer.draft.hash}"`,
    answer: { revision: 0, valid: true, graph: { slug: "one" } },
  });
  const again = await ask("PUT", "/api/v1/workflows/one?draft=true", {
    body: graphOf("one", "next"),
    ifMatch: read.etag ?? "",
  });
  expect(again.status).toBe(200);
  expect(await ask("POST", "/api/v1/workflows/one/runs", { body: {} })).toMatchObject({
    status: 412,
    answer: { detail: expect.stringContaining("Publish it first") },
  });
  const published = await ask("POST", "/api/v1/workflows/one/publish");
  expect(published).toMatchObject({ status: 200, answer: { revision: 1, hash: again.answer.draft.hash } });
  expect((await ask("GET", "/api/v1/workflows/one/draft")).status).toBe(404);
  expect((await ask("GET", "/api/v1/workflows/one")).etag).toBe(`"${published.answer.hash}"`);
  expect((await ask("POST", "/api/v1/workflows/one/runs", { body: {} })).status).toBe(201);
});

test("If-Match of a draft that moved is answered 412 with the present hash, and nothing is written", async () => {
  const first = await ask("POST", "/api/v1/workflows?draft=true", { body: graphOf("two", "a") });
  const stale = first.answer.draft.hash;
  const moved = await ask("PUT", "/api/v1/workflows/two?draft=true", {
    body: graphOf("two", "b"),
    ifMatch: "*",
  });
  const present = moved.answer.draft.hash;
  // A run of an earlier test may still write its own rows.
  const written = async () => {
    const { workflows, revisions, audit } = (await rowCounts(db)) as Record<string, number>;
    return { workflows, revisions, audit };
  };
  const before = await written();
  const late: readonly (readonly [string, string, Sent])[] = [
    ["PUT", "/api/v1/workflows/two?draft=true", { body: graphOf("two", "c"), ifMatch: `"${stale}"` }],
    ["DELETE", "/api/v1/workflows/two/draft", { ifMatch: stale }],
    ["POST", "/api/v1/workflows/two/publish", { body: { hash: stale } }],
  ];
  for (const [method, path, sent] of late) {
    const { status, answer } = await ask(method, path, sent);
    expect([method, status, answer.code, answer.present]).toEqual([
      method,
      412,
      "PRECONDITION_FAILED",
      { hash: present },
    ]);
  }
  expect(await written()).toEqual(before);
  expect((await ask("GET", "/api/v1/workflows/two/draft")).answer.draft.hash).toBe(present);
  expect(await ask("DELETE", "/api/v1/workflows/two/draft", { ifMatch: `"${present}"` })).toMatchObject({
    status: 200,
    answer: { workflowDeleted: true },
  });
});

test("If-Match guards direct publishing too, and is refused when it is no hash", async () => {
  const { answer } = await ask("POST", "/api/v1/workflows", { body: graphOf("three") });
  const stale = `"${answer.hash}"`;
  const put = (description: string, ifMatch: string) =>
    ask("PUT", "/api/v1/workflows/three", { body: graphOf("three", description), ifMatch });
  expect((await put("a", stale)).status).toBe(200);
  expect((await put("b", stale)).status).toBe(412);
  expect(await put("b", "W/stale")).toMatchObject({ status: 400, answer: { code: "VALIDATION" } });
  expect((await ask("PUT", "/api/v1/workflows/three?draft=maybe", { body: graphOf("three") })).status).toBe(
    400,
  );
});

test("tRPC takes the hash as `base` and refuses a draft that moved with the present one", async () => {
  const call = (name: string, body: unknown) => ask("POST", `/api/trpc/workflows.${name}`, { body });
  const saved = await call("saveDraft", { graph: graphOf("four", "a") });
  const { hash } = saved.answer.result.data.draft;
  expect((await call("saveDraft", { slug: "four", graph: graphOf("four", "b"), base: hash })).status).toBe(
    200,
  );
  for (const [name, body] of [
    ["saveDraft", { slug: "four", graph: graphOf("four", "c"), base: hash }],
    ["publish", { slug: "four", hash }],
    ["discardDraft", { slug: "four", base: hash }],
  ] as const) {
    const { status, answer } = await call(name, body);
    expect([name, status, answer.error.data.present.hash]).toEqual([
      name,
      412,
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  }
  expect(await call("publish", { slug: "four", note: "first" })).toMatchObject({
    status: 200,
    answer: { result: { data: { revision: 1 } } },
  });
});

test("what is pinned to a draft is read and changed, and its runs and no revision have it", async () => {
  await ask("POST", "/api/v1/workflows", { body: graphOf("pinned-by-rest") });
  const path = "/api/v1/workflows/pinned-by-rest/draft/pins";
  const node = Object.keys(graphOf("").nodes)[0] ?? "";
  const output = { said: "pinned" };
  expect(await ask("POST", path, { body: { pins: { [node]: { output } } } })).toMatchObject({
    status: 200,
    answer: { slug: "pinned-by-rest", pins: { [node]: { output } } },
  });
  expect((await ask("GET", path)).answer).toEqual({ slug: "pinned-by-rest", pins: { [node]: { output } } });
  expect(JSON.stringify((await ask("GET", "/api/v1/workflows/pinned-by-rest")).answer)).not.toContain(
    'pinned"}',
  );
  expect(await ask("POST", path, { body: { pins: { [node]: null } } })).toMatchObject({
    answer: { pins: {} },
  });
  expect((await ask("POST", path, { body: { pins: {} }, role: "viewer" })).status).toBe(403);
});

test("the tasks that nodes may call are listed by name", async () => {
  const { answer } = await ask("GET", "/api/v1/tasks", { role: "viewer" });
  expect(answer).toMatchObject({
    data: expect.arrayContaining([{ name: "echo", output: null }]),
    nextCursor: null,
  });
});
