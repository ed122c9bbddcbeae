import { globSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createUser } from "#db/queries/users";
import { cloneDatabase } from "#db/testing/template-database";
import { ROLES } from "../services/authorize.ts";
import type { Services } from "../services/context.ts";
import { startInput } from "../services/inputs.ts";
import { LEAST_ROLE } from "../services/permissions/actions.ts";
import { OPEN_CALLS, PROCEDURES } from "../services/permissions/faces.ts";
import { startRun } from "../services/run/start.ts";
import { callerAs, GROW, openServices, untilEnded } from "../services/testing/services.ts";
import type { Role } from "../services/types.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import type { Auth } from "./auth.ts";
import { createTrpcHandler } from "./handler.ts";
import { createOpsHandlers } from "./ops.ts";
import { createRestHandler } from "./rest/handler.ts";
import { restTable } from "./rest/table.ts";
import { appRouter } from "./root.ts";
import { procedure, router } from "./trpc.ts";

const { db } = await cloneDatabase();
let services: Services;
let server: Server;
let base: string;
let runId: string;

const people = new Map<Role, string>(ROLES.map((role) => [role, uuidv7()]));
/** A stand-in for sessions and tokens, which have tests of their own: the token is the role. */
const auth: Auth = {
  callerOf: async ({ headers }) => {
    const role = headers.authorization?.replace("Bearer ", "") as Role;
    const id = people.get(role);
    return id === undefined ? null : { actor: { kind: "user", id, name: role }, role, personId: id };
  },
  signOut: async () => undefined,
};

beforeAll(async () => {
  for (const [role, id] of people) await createUser(db.sql, { id, name: role, role });
  services = await openServices(db, { visit: { run: () => null } });
  const owner = callerAs("owner");
  await createWorkflow(services, owner, { graph: GROW });
  const { id } = await startRun(services, owner, startInput.parse({ slug: "grow", input: { depth: 1 } }));
  runId = id;
  await untilEnded(services, id);
  const rest = createRestHandler(services, auth);
  const trpc = createTrpcHandler(services, auth);
  const ops = Object.entries(createOpsHandlers(services));
  server = createServer((request, response) => {
    const call = ops.find(([path]) => request.url === path)?.[1];
    if (call) void call(request, response);
    else if (request.url?.startsWith("/api/trpc/")) trpc(request, response);
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

type Asked = {
  readonly method?: string;
  readonly role?: string | null;
  readonly body?: unknown;
  readonly type?: string;
};

async function ask(
  path: string,
  { method = "GET", role = "owner", body, type = "application/json" }: Asked = {},
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(role === null ? {} : { authorization: `Bearer ${role}` }),
      ...(body === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { body: text }),
  });
  const json = response.headers.get("content-type")?.includes("json");
  const answer = (json ? await response.json() : { text: await response.text() }) as Record<string, unknown>;
  return { status: response.status, answer, headers: response.headers };
}

const WHO = [null, ...ROLES] as const;
const PROCEDURE_NAMES = Object.keys(appRouter._def.procedures);

function typeOf(name: string): "query" | "mutation" {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
  return procedures[name]?._def.type === "query" ? "query" : "mutation";
}

function expectedStatus(who: Role | null, least: Role): "refused" | "unknown" | "allowed" {
  if (who === null) return "unknown";
  return ROLES.indexOf(who) >= ROLES.indexOf(least) ? "allowed" : "refused";
}

function serviceFiles() {
  const root = join(import.meta.dirname, "..", "services");
  const files = globSync("*/*.ts", { cwd: root, exclude: (name) => /\.test\.ts$|^testing$/.test(name) });
  return files.toSorted().map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}

/** 401 and 403 are about the caller; every other status means that the request itself was looked at. */
function seenStatus(status: number): "refused" | "unknown" | "allowed" {
  if (status === 401) return "unknown";
  return status === 403 ? "refused" : "allowed";
}

describe("permissions", () => {
  test("S16: every procedure stands in the table, and the table names no other", () => {
    expect(Object.keys(PROCEDURES).toSorted()).toEqual(PROCEDURE_NAMES.toSorted());
  });

  test("S17: a procedure whose action nobody has named is refused to everybody", async () => {
    const stray = router({ stray: procedure.query(() => "got in") }).createCaller({
      services,
      caller: callerAs("owner"),
      requestId: "test",
      signOut: async () => undefined,
    });
    await expect(stray.stray()).rejects.toThrow("server/services/permissions/faces.ts");
  });

  test.each(restTable.map((call) => [`${call.method} ${call.path}`, call] as const))(
    "S16: REST %s takes the role of its action",
    async (_, { method, path: pattern, action }) => {
      const path = `/api/v1${pattern.replace("{slug}", "unknown-workflow").replace("{id}", runId).replace("{nodeId}", "visit")}`;
      const sent = method === "GET" || method === "DELETE" ? { method } : { method, body: { slug: "x" } };
      for (const who of WHO) {
        const { status } = await ask(path, { ...sent, role: who });
        expect([who, seenStatus(status)]).toEqual([who, expectedStatus(who, LEAST_ROLE[action])]);
      }
    },
  );

  test.each(PROCEDURE_NAMES)("S16: procedure %s takes the role of its action", async (name) => {
    const least = LEAST_ROLE[PROCEDURES[name] ?? "user.role"];
    const input = { id: runId, treeId: runId, slug: "unknown-workflow" };
    const query = `?input=${encodeURIComponent(JSON.stringify(input))}`;
    const [path, sent] =
      typeOf(name) === "query" ? [`${name}${query}`, {}] : [name, { method: "POST", body: input }];
    for (const who of WHO) {
      const { status } = await ask(`/api/trpc/${path}`, { role: who, ...sent });
      expect([who, seenStatus(status)]).toEqual([who, expectedStatus(who, least)]);
    }
  });

  test("S17: every service asks by itself what its caller may do", () => {
    const silent = serviceFiles().filter(
      ({ text }) => /\bcaller: Caller\b/.test(text) && !/\bauthorize\(/.test(text),
    );
    // Shared parts of services that have asked; each is named, so that a new one is thought about.
    expect(silent.map(({ file }) => file)).toEqual([
      "breaker/change.ts",
      "run/command.ts",
      "workflow/check-graph.ts",
      "workspace/announce.ts",
    ]);
  });

  test("health, readiness and the document need nobody, and only those do", async () => {
    expect(await ask("/api/healthz", { role: null })).toMatchObject({
      status: 200,
      answer: { status: "ok" },
    });
    expect(await ask("/api/readyz", { role: null })).toMatchObject({ status: 200, answer: { reasons: [] } });
    expect((await ask("/api/openapi.json", { role: null })).answer).toMatchObject({ openapi: "3.1.0" });
    expect((await ask("/api/v1/nowhere", { role: null })).status).toBe(401);
    const paths = Object.keys(createOpsHandlers(services)).map((path) => `GET ${path}`);
    expect(OPEN_CALLS.filter((call) => call.startsWith("GET "))).toEqual(paths);
  });
});

describe("REST", () => {
  test("starts a run with its key in a header, and answers 201 with the same run again", async () => {
    const send = async () => {
      const response = await fetch(`${base}/api/v1/workflows/grow/runs`, {
        method: "POST",
        headers: {
          authorization: "Bearer operator",
          "content-type": "application/json",
          "idempotency-key": "k1",
        },
        body: JSON.stringify({ input: { depth: 0 } }),
      });
      return { status: response.status, answer: (await response.json()) as { id: string } };
    };
    const [one, two] = [await send(), await send()];
    expect(one.status).toBe(201);
    expect(two).toEqual({ status: 201, answer: { ...one.answer, status: expect.any(String) } });
  });

  test("refuses a key that is longer than any list of keys can hold", async () => {
    const response = await fetch(`${base}/api/v1/workflows/grow/runs`, {
      method: "POST",
      headers: {
        authorization: "Bearer operator",
        "content-type": "application/json",
        "idempotency-key": Array.from({ length: 800 }, (_, index) => index.toString(36)).join("."),
      },
      body: JSON.stringify({ input: { depth: 0 } }),
    });
    expect([response.status, await response.json()]).toMatchObject([400, { code: "VALIDATION" }]);
  });

  test("takes a graph as YAML and tells the same problems as for JSON", async () => {
    const yaml = "schemaVersion: 1\nslug: yaml-graph\nname: Y\nnodes:\n  a: { kind: end }\n";
    const sent = { method: "POST", body: yaml, type: "application/yaml" };
    expect(await ask("/api/v1/workflows/validate", sent)).toMatchObject({
      status: 200,
      answer: { valid: true },
    });
    expect(await ask("/api/v1/workflows", sent)).toMatchObject({ status: 201, answer: { revision: 1 } });
  });

  test("downloads a whole value as a file", async () => {
    const { answer, headers } = await ask(`/api/v1/runs/${runId}/input`);
    expect(answer).toEqual({ depth: 1, width: 2 });
    expect(headers.get("content-disposition")).toBe(`attachment; filename="run-${runId}-input.json"`);
  });

  test.each<[string, string, Asked, number, object]>([
    ["an unknown call", "/api/v1/nowhere", {}, 404, { code: "NOT_FOUND" }],
    ["an unknown run", "/api/v1/runs/x", {}, 404, { code: "NOT_FOUND" }],
    ["a slug that no database can hold", "/api/v1/workflows/a%00b", {}, 400, { code: "VALIDATION" }],
    ["a filter that no database can hold", "/api/v1/runs?slug=%00", {}, 400, { code: "VALIDATION" }],
    [
      "a revision beyond any",
      "/api/v1/workflows/grow/runs",
      { method: "POST", body: { input: { depth: 0 }, revision: 3_000_000_000 } },
      400,
      { code: "VALIDATION" },
    ],
    ["a wrong method", "/api/v1/runs", { method: "PUT" }, 405, { code: "METHOD_NOT_ALLOWED" }],
    [
      "malformed JSON",
      "/api/v1/workflows",
      { method: "POST", body: '{\n  "slug": x\n}' },
      400,
      { code: "VALIDATION", detail: expect.stringContaining("line 2, column 11") },
    ],
    [
      "malformed YAML",
      "/api/v1/workflows",
      { method: "POST", body: "a: [1,\nb: }", type: "application/yaml" },
      400,
      { code: "VALIDATION", detail: expect.stringContaining("line") },
    ],
    [
      "a YAML bomb",
      "/api/v1/workflows",
      {
        method: "POST",
        type: "application/yaml",
        body: `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [${"*a,".repeat(9)}]\nc: &c [${"*b,".repeat(9)}]\nd: [${"*c,".repeat(9)}]`,
      },
      400,
      { code: "VALIDATION", detail: expect.stringContaining("aliases") },
    ],
    [
      "another content type",
      "/api/v1/workflows",
      { method: "POST", body: "x", type: "text/plain" },
      415,
      { code: "UNSUPPORTED_MEDIA" },
    ],
    ["no body", "/api/v1/workflows", { method: "POST" }, 400, { code: "VALIDATION" }],
    [
      "deep nesting",
      "/api/v1/workflows/validate",
      { method: "POST", body: `${"[".repeat(65)}${"]".repeat(65)}` },
      400,
      { code: "VALIDATION", detail: expect.stringContaining("64 levels") },
    ],
    [
      "a key that changes objects",
      "/api/v1/workflows/grow/runs",
      { method: "POST", body: '{"input":{"__proto__":{"a":1}}}' },
      400,
      { errors: [{ path: "/input/__proto__", message: expect.any(String) }] },
    ],
    [
      "an unknown field",
      "/api/v1/workflows/grow/runs",
      { method: "POST", body: { inputs: {} } },
      400,
      { code: "VALIDATION", detail: expect.stringContaining("inputs") },
    ],
    [
      "a limit too high",
      "/api/v1/runs?limit=201",
      {},
      400,
      { errors: [{ path: "/limit", message: expect.any(String) }] },
    ],
    [
      "a limit that is no number",
      "/api/v1/runs?limit=ten",
      {},
      400,
      { errors: [{ path: "/limit", message: expect.any(String) }] },
    ],
  ])("answers %s with a problem document", async (_, path, asked, status, problem) => {
    const { status: seen, answer, headers } = await ask(path, asked);
    expect({ status: seen, answer }).toMatchObject({
      status,
      answer: { ...problem, status, title: expect.any(String) },
    });
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(JSON.stringify(answer)).not.toMatch(/node_modules|\/srv\/|select |\bat .*:\d+:\d+/i);
    if (status === 405) expect(headers.get("allow")).toBe("GET");
  });

  test("an error inside says nothing of itself", async () => {
    const broken = {
      ...services,
      db: { sql: () => Promise.reject(new Error("select secret from /srv/x")) },
    };
    const rest = createRestHandler(broken as never, auth);
    const inner = createServer((request, response) => void rest(request, response));
    await new Promise<void>((resolve) => inner.listen(0, "127.0.0.1", resolve));
    const { port } = inner.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/workflows`, {
      headers: { authorization: "Bearer owner" },
    });
    const text = await response.text();
    inner.closeAllConnections();
    inner.close();
    expect(response.status).toBe(500);
    expect(text).not.toContain("secret");
    expect(JSON.parse(text)).toMatchObject({ code: "INTERNAL" });
  });
});

describe("tRPC", () => {
  test("tells the stable code and the places, and never a stack", async () => {
    const { status, answer } = await ask("/api/trpc/runs.start", {
      method: "POST",
      body: { slug: "grow", input: { depth: "x" } },
    });
    expect(status).toBe(400);
    expect(answer).toMatchObject({
      error: { data: { code: "BAD_REQUEST", reason: "VALIDATION", details: [{ path: "/input/depth" }] } },
    });
    expect(JSON.stringify(answer)).not.toContain("stack");
  });

  test("input that does not fit names its place", async () => {
    const { answer } = await ask(`/api/trpc/runs.list?input=${encodeURIComponent('{"limit":0}')}`);
    expect(answer).toMatchObject({ error: { data: { code: "BAD_REQUEST", details: [{ path: "/limit" }] } } });
  });

  test("a batch of more than 20 is refused", async () => {
    const names = Array.from({ length: 21 }, () => "session.current").join(",");
    expect((await ask(`/api/trpc/${names}?batch=1&input={}`)).status).toBe(400);
  });

  test("a key that changes objects is refused", async () => {
    const body = '{"slug":"grow","input":{"__proto__":{"a":1}}}';
    expect((await ask("/api/trpc/runs.start", { method: "POST", body })).status).toBe(400);
  });
});
