import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllowlist } from "#server/egress/allowlist";
import { createEgress } from "#server/egress/egress";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext, AttemptResult, Executor } from "#server/runtime/executor";
import { createRedactor } from "#server/secrets/redactor";
import { BadJson, boundedJson } from "./bounded-json.ts";
import { createHttpExecutor } from "./http-executor.ts";
import { retryAfterOf } from "./retry-after.ts";

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};
let seen: Seen | undefined;
let answer: (response: ServerResponse) => void = (response) => response.end();
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    seen = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    answer(response);
  });
});
let base: string;
let executor: Executor;
const redactor = createRedactor();
redactor.learn("api", "canary-of-the-api");

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  const egress = createEgress({
    allow: parseAllowlist(`127.0.0.1:${port}`).allow,
    reveal: async (name) =>
      name === "api" ? { value: "canary-of-the-api", hosts: ["127.0.0.1"], kinds: ["http"] } : null,
  });
  executor = createHttpExecutor({ egress, redact: redactor.text });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json =
  (value: unknown, status = 200, headers = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof value === "string" ? value : JSON.stringify(value));
  };

function call(input: Record<string, Json>, context: Partial<AttemptContext> = {}): Promise<AttemptResult> {
  seen = undefined;
  return executor.run(
    "banyan:http",
    { secretsAt: places(input), values: { url: base, ...pick(input, true) }, ...pick(input, false) },
    {
      signal: new AbortController().signal,
      deadline: null,
      idempotencyKey: "tree:root/ü:node:-:1",
      runId: "r",
      nodeId: "n",
      depth: 0,
      attempt: 1,
      delivery: 1,
      log: () => undefined,
      stream: () => undefined,
      ...context,
    },
  );
}

const VALUES = ["url", "params", "headers", "query", "body"];
function pick(input: Record<string, Json>, values: boolean) {
  return Object.fromEntries(Object.entries(input).filter(([name]) => VALUES.includes(name) === values));
}
/** Where the graph itself has put a secret, as its planner says. */
const places = (input: Record<string, Json>) => ("headers" in input ? ["/headers/authorization"] : []);

async function failureOf(input: Record<string, Json>, context: Partial<AttemptContext> = {}) {
  const result = await call(input, context);
  if (result.ok) throw new Error(`it succeeded: ${JSON.stringify(result.output)}`);
  return { ...result.failure, retryAfterMs: result.retryAfterMs };
}

describe("what is sent", () => {
  it("encodes every value where it stands and joins nothing by hand", async () => {
    answer = json({});
    await call({
      method: "POST",
      url: `${base}/users/{user}/notes/{n}?fixed=1`,
      params: { user: "../a b/?#&%2e", n: 7 },
      query: { q: "x&admin=1#", list: ["a", "b"], none: null, on: true },
      headers: { "X-Trace": 12 },
      body: { text: '"}, "admin": true, "x": {"' },
    });
    expect(seen?.url).toBe(
      "/users/..%2Fa%20b%2F%3F%23%26%252e/notes/7?fixed=1&q=x%26admin%3D1%23&list=a&list=b&on=true",
    );
    expect(JSON.parse(seen?.body ?? "")).toEqual({ text: '"}, "admin": true, "x": {"' });
    expect(seen?.headers).toMatchObject({ "x-trace": "12", "content-type": "application/json" });
  });

  it("carries the key of the attempt on what changes something, unless it is told not to", async () => {
    answer = json({});
    await call({ method: "POST" });
    expect(seen?.headers["idempotency-key"]).toBe("tree:root/%C3%BC:node:-:1");
    await call({ method: "GET" });
    expect(seen?.headers).not.toHaveProperty("idempotency-key");
    await call({ method: "PUT", idempotencyHeader: null });
    expect(seen?.headers).not.toHaveProperty("idempotency-key");
    await call({ method: "PUT", idempotencyHeader: "X-Request-Id" });
    expect(seen?.headers["x-request-id"]).toBe("tree:root/%C3%BC:node:-:1");
  });

  it("sends forms and plain text", async () => {
    answer = json({});
    await call({ method: "POST", bodyAs: "form", body: { a: "1&b=2", n: 3 } });
    expect(seen?.body).toBe("a=1%26b%3D2&n=3");
    expect(seen?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    await call({ method: "POST", bodyAs: "text", body: "plain", headers: { "content-type": "text/csv" } });
    expect(seen).toMatchObject({ body: "plain", headers: { "content-type": "text/csv" } });
  });

  it.each<[string, Record<string, Json>]>([
    ["a segment of dots", { url: "http://127.0.0.1/{a}", params: { a: ".." } }],
    ["an empty segment", { url: "http://127.0.0.1/{a}", params: { a: "" } }],
    ["a name that params does not have", { url: "http://127.0.0.1/{a}" }],
    ["a param that the url does not name", { params: { a: "x" } }],
    ["a body in a GET", { body: { a: 1 } }],
    ["a form that is no object", { method: "POST", bodyAs: "form", body: [1] }],
    ["a text that is no text", { method: "POST", bodyAs: "text", body: { a: 1 } }],
    ["a secret in the url", { url: { $secret: "api" } }],
    ["a handle that came as data", { method: "POST", body: { deep: [{ $secret: "api" }] } }],
    ["an object in a header", { headers: { a: { b: 1 } } }],
    ["an unknown field", { verb: "GET" }],
  ])("refuses %s", async (_, input) => {
    expect(await failureOf(input)).toMatchObject({ code: "HttpRequestInvalid", retryable: false });
    expect(seen).toBeUndefined();
  });

  it("goes nowhere but out: another port of this machine is refused", async () => {
    expect(await failureOf({ url: "http://127.0.0.1:1/" })).toMatchObject({
      code: "EgressRefused",
      retryable: false,
    });
  });
});

describe("what comes back", () => {
  it("gives status, headers and a body of its kind", async () => {
    answer = json({ a: [1] }, 201, { "set-cookie": "session=1", "x-more": "yes" });
    expect(await call({ expect: [201] })).toMatchObject({
      ok: true,
      output: { status: 201, body: { a: [1] }, headers: { "x-more": "yes" } },
    });
    expect(JSON.stringify(await call({}))).not.toContain("session=1");
    answer = (response) => {
      response.writeHead(200, { "content-type": "text/plain; charset=iso-8859-1" });
      response.end(Buffer.from([0xfc]));
    };
    expect(await call({})).toMatchObject({ output: { body: "ü" } });
    expect(await call({ response: "bytes" })).toMatchObject({
      output: { body: { bytes: 1, base64: "/A==" } },
    });
    answer = (response) => {
      response.writeHead(200, { "content-type": "image/png" });
      response.end(Buffer.from([1, 2, 3]));
    };
    expect(await call({})).toMatchObject({
      output: { body: { contentType: "image/png", bytes: 3, base64: "AQID" } },
    });
  });

  it.each([
    [429, true],
    [503, true],
    [500, true],
    [408, true],
    [400, false],
    [404, false],
    [401, false],
    [304, false],
  ])("takes %i as a failure that is worth another try: %s", async (status, retryable) => {
    answer = json({ why: "because" }, status, { "retry-after": "7" });
    expect(await failureOf({})).toMatchObject({
      code: "HttpStatusUnexpected",
      retryable,
      retryAfterMs: 7_000,
      details: { status },
    });
  });

  it("says what a refusal said without the secret that it echoes, wherever the text is cut", async () => {
    for (let before = 0; before < 320; before += 16) {
      answer = json(`${"x".repeat(before)}canary-of-the-api`, 401);
      const { message } = await failureOf({
        headers: { authorization: { $secret: "api", prefix: "Bearer " } },
      });
      expect(message).not.toMatch(/canary|ary-of/);
    }
  });

  it.each([
    ["HTML", "<html>"],
    ["half of it", '{"a": ['],
    ["something 65 levels deep", `${"[".repeat(65)}${"]".repeat(65)}`],
    ["100,000 levels", "[".repeat(100_000)],
    ["too many values", `[${"1,".repeat(100_001)}1]`],
    ["a prototype", '{"__proto__": {"polluted": true}}'],
  ])("refuses %s where JSON is due", async (_, body) => {
    answer = json(body);
    expect(await failureOf({})).toMatchObject({ code: "HttpResponseInvalid", retryable: false });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("stops at the size that the node allows and when its time is over or nobody waits", async () => {
    answer = json("x".repeat(5_000));
    expect(await failureOf({ maxBytes: 1_000 })).toMatchObject({
      code: "ResponseTooLarge",
      retryable: false,
    });
    answer = () => undefined;
    expect(await failureOf({}, { deadline: Date.now() + 100 })).toMatchObject({
      code: "RequestTimedOut",
      retryable: true,
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    expect(await failureOf({}, { signal: stop.signal })).toMatchObject({ code: "TaskFailed" });
  });
});

describe("JSON from outside", () => {
  it("reads what is JSON, brackets in strings included", () => {
    expect(boundedJson('{"a": "[[[[{{{{,,,", "b\\"": [1, {"c": null}]}')).toEqual({
      a: "[[[[{{{{,,,",
      'b"': [1, { c: null }],
    });
    expect(() => boundedJson('{"a": "unterminated')).toThrow(BadJson);
  });
});

describe("Retry-After", () => {
  it.each<[string | undefined, number | null]>([
    ["3", 3_000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:10 GMT", 10_000],
    ["Thu, 01 Jan 2020 00:00:00 GMT", 0],
    ["999999999", 86_400_000],
    ["soon", null],
    [undefined, null],
  ])("reads %s", (header, wait) => {
    expect(retryAfterOf(header, Date.parse("2026-01-01T00:00:00Z"))).toBe(wait);
  });
});
