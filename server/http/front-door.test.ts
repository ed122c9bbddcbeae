import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ANONYMOUS_CAP, DEFAULT_CAP, RUN_START_CAP } from "./body.ts";
import { createFrontDoor, type Routes } from "./front-door.ts";
import { policyFor } from "./guard.ts";

let server: Server;
let port = 0;
let ready = true;
let known = true;
let handled: { url: string; body: string; headers: IncomingMessage["headers"] }[] = [];
let upgrades = 0;

const LONG = JSON.stringify(Array(2_000).fill({ said: "äöü" }));
const other = (_: IncomingMessage, response: ServerResponse) => void response.end("other");
const routes: Routes = {
  api: [
    {
      prefix: "/api/v1",
      handle: async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const body = Buffer.concat(chunks).toString();
        handled.push({ url: request.url ?? "", body, headers: request.headers });
        if (body.includes("explode")) throw new Error("secret detail");
        response.end("done");
      },
    },
    { prefix: "/api/other", handle: other },
    {
      prefix: "/api/long",
      handle: (_, response) => void response.setHeader("content-type", "application/json").end(LONG),
    },
    { prefix: "/api/trpc", handle: other },
  ],
  pages: ({ headers }, response) => {
    handled.push({ url: "page", body: "", headers });
    response.end("page");
  },
  sockets: {
    handle: (_, response) => void response.end("polled"),
    upgrade: (_, socket) => {
      upgrades += 1;
      socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n");
    },
  },
  isKnown: async () => known,
};

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  const door = createFrontDoor(
    policyFor({ port, hostname: "127.0.0.1", dev: false }),
    () => (ready ? routes : null),
    () => undefined,
  );
  server.on("request", door.onRequest);
  server.on("upgrade", door.onUpgrade);
});

beforeEach(() => {
  [ready, known, handled, upgrades] = [true, true, [], 0];
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Answer = { status: number; headers: IncomingMessage["headers"]; text: string };
type Ask = {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: Iterable<Buffer | string>;
};

function ask({ method = "POST", path = "/api/v1/x", headers = {}, body = [] }: Ask): Promise<Answer> {
  const own = method === "GET" ? {} : { origin: `http://127.0.0.1:${port}` };
  return new Promise((resolve, reject) => {
    const request = send(
      { host: "127.0.0.1", port, method, path, headers: { ...own, ...headers } },
      (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on("error", reject);
    for (const chunk of body) request.write(chunk);
    request.end();
  });
}

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text.replaceAll("\n", "\r\n")));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const JSON_TYPE = { "content-type": "application/json" };

describe("answers", () => {
  const encoded = (accepted: string) =>
    fetch(`http://127.0.0.1:${port}/api/long`, { headers: { "accept-encoding": accepted } });

  test.each(["gzip", "br"])("long ones go as %s to those who take it, and are the same", async (accepted) => {
    const answer = await encoded(accepted);
    expect(answer.headers.get("content-encoding")).toBe(accepted);
    expect(answer.headers.get("vary")).toContain("Accept-Encoding");
    expect(await answer.text()).toBe(LONG);
  });

  test("they go as they are to others, and short ones to everybody", async () => {
    const answer = await encoded("identity");
    expect(answer.headers.get("content-encoding")).toBeNull();
    expect(await answer.text()).toBe(LONG);
    const short = await ask({ headers: { "accept-encoding": "gzip" } });
    expect(short.headers["content-encoding"]).toBeUndefined();
    expect(short.text).toBe("done");
  });
});

describe("bodies", () => {
  test("a handler gets the whole body", async () => {
    const answer = await ask({ headers: JSON_TYPE, body: ['{"a":', "1}"] });
    expect(answer).toMatchObject({ status: 200, text: "done" });
    expect(handled[0]?.body).toBe('{"a":1}');
  });

  test("an empty body needs no content type", async () => {
    expect((await ask({})).status).toBe(200);
    expect(handled[0]?.body).toBe("");
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/json",
  ])("S11: %s is refused with 415", async (type) => {
    const answer = await ask({ headers: { "content-type": type }, body: ["{}"] });
    expect(answer.status).toBe(415);
    expect(handled).toEqual([]);
  });

  test("YAML passes to the REST calls only", async () => {
    const headers = { "content-type": "application/yaml" };
    expect((await ask({ headers, body: ["a: 1"] })).status).toBe(200);
    expect((await ask({ path: "/api/other", headers, body: ["a: 1"] })).status).toBe(415);
  });

  test("a body without a type and a compressed one are refused", async () => {
    expect((await ask({ body: ["{}"] })).status).toBe(415);
    expect((await ask({ headers: { ...JSON_TYPE, "content-encoding": "gzip" }, body: ["{}"] })).status).toBe(
      415,
    );
  });

  test("a declared length over the cap is refused before anything is read", async () => {
    const headers = { ...JSON_TYPE, "content-length": String(DEFAULT_CAP + 1) };
    const answer = await ask({ headers, body: [Buffer.alloc(DEFAULT_CAP + 1)] });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 413, code: "LIMIT_EXCEEDED" });
    expect(JSON.parse(answer.text).detail).toContain("6 MB");
    expect(handled).toEqual([]);
  });

  test("an undeclared length is cut off while it streams", async () => {
    const body = Array.from({ length: 25 }, () => Buffer.alloc(1024 * 1024));
    const answer = await ask({ path: "/api/v1/workflows/digest/runs", headers: JSON_TYPE, body });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text).detail).toContain(`${RUN_START_CAP / 1024 / 1024} MB`);
    expect(handled).toEqual([]);
  });

  test("a page's own call hears of it in the words of its protocol", async () => {
    const headers = { ...JSON_TYPE, "content-length": String(RUN_START_CAP + 1) };
    const answer = await ask({
      path: "/api/trpc/runs.start?batch=1",
      headers,
      body: [Buffer.alloc(RUN_START_CAP + 1)],
    });
    expect(answer).toMatchObject({ status: 413, headers: { "content-type": "application/json" } });
    expect(JSON.parse(answer.text).error).toMatchObject({
      message: expect.stringContaining("20 MB"),
      data: { httpStatus: 413, reason: "LIMIT_EXCEEDED" },
    });
  });

  test("the input of a run may be longer than other bodies", async () => {
    const body = [Buffer.alloc(DEFAULT_CAP + 1, 32)];
    for (const path of ["/api/v1/workflows/digest/runs", "/api/v1/workflows/digest/runs?x=1"]) {
      expect((await ask({ path, headers: JSON_TYPE, body })).status).toBe(200);
    }
    expect((await ask({ path: "/api/v1/workflows", headers: JSON_TYPE, body })).status).toBe(413);
  });

  test("a stranger cannot make the server read a long body", async () => {
    known = false;
    const body = [Buffer.alloc(ANONYMOUS_CAP + 1, 32)];
    expect((await ask({ headers: JSON_TYPE, body })).status).toBe(401);
    expect((await ask({ headers: { ...JSON_TYPE, "transfer-encoding": "chunked" }, body })).status).toBe(401);
    expect((await ask({ headers: JSON_TYPE, body: ["{}"] })).status).toBe(200);
  });

  test("a read with a body is refused", async () => {
    const answer = await ask({ method: "GET", headers: { "content-length": "2" }, body: ["{}"] });
    expect(answer.status).toBe(400);
  });
});

describe("routing", () => {
  test("every answer carries the security headers", async () => {
    const asked: Ask[] = [
      { method: "GET", path: "/" },
      { method: "GET", path: "/api/v1/x" },
      { method: "GET", path: "/api/unknown" },
      { method: "GET", path: "/", headers: { host: "evil.com" } },
      { headers: { origin: "http://evil.com" } },
      { headers: JSON_TYPE, body: ["explode"] },
    ];
    const answers = await Promise.all(asked.map(ask));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 421, 403, 500]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
      });
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test("S32: a page may run what carries the nonce of its answer, and each answer has another one", async () => {
    const forged = { "content-security-policy": "script-src *", "x-nonce": "mine" };
    const pages = [
      await ask({ method: "GET", path: "/" }),
      await ask({ method: "GET", path: "/runs", headers: forged }),
    ];
    const policies = pages.map(({ headers }) => String(headers["content-security-policy"]));
    const nonces = handled.map(({ headers }) => String(headers["x-nonce"]));
    expect(new Set(nonces).size).toBe(2);
    for (const [index, policy] of policies.entries()) {
      expect(Buffer.from(nonces[index] ?? "", "base64")).toHaveLength(16);
      expect(policy).toContain(`script-src 'self' 'nonce-${nonces[index]}' 'strict-dynamic';`);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonces[index]}';`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("unsafe-eval");
      expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-inline");
      expect(handled[index]?.headers["content-security-policy"]).toBe(policy);
    }
  });

  test("S32: an answer of the API may run and load nothing", async () => {
    const { headers } = await ask({ method: "GET", path: "/api/v1/x" });
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none';(?!.*script-src)/);
  });

  test("S39: a handler's error leaves without its message", async () => {
    const answer = await ask({ headers: JSON_TYPE, body: ["explode"] });
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.text).not.toContain("secret detail");
  });

  test("pages can only be read", async () => {
    expect((await ask({ method: "GET", path: "/runs" })).text).toBe("page");
    expect((await ask({ path: "/runs", headers: { ...JSON_TYPE, "next-action": "x" } })).status).toBe(405);
  });

  test("S14: what a client claims about itself is dropped", async () => {
    const claims = {
      "x-forwarded-for": "10.0.0.1",
      "x-forwarded-host": "evil.com",
      forwarded: "for=10.0.0.1",
      "x-middleware-subrequest": "middleware",
      "x-http-method-override": "DELETE",
      "x-mine": "kept",
    };
    await ask({ method: "GET", headers: claims });
    const seen = handled[0]?.headers ?? {};
    expect(Object.keys(seen).filter((name) => name in claims)).toEqual(["x-mine"]);
  });

  test("while the server starts, requests are asked to come back", async () => {
    ready = false;
    const answer = await ask({ method: "GET" });
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("1");
  });
});

describe("on the wire", () => {
  const upgrade = "Connection: Upgrade\nUpgrade: websocket\n";

  test("S9: an absolute address is refused on requests and upgrades", async () => {
    const host = `Host: 127.0.0.1:${port}\n`;
    expect(await raw(`GET http://evil.com/ HTTP/1.1\n${host}Connection: close\n\n`)).toMatch(
      /^HTTP\/1.1 400/,
    );
    const own = `Origin: http://127.0.0.1:${port}\n`;
    expect(await raw(`GET http://evil.com/socket.io/ HTTP/1.1\n${host}${own}${upgrade}\n`)).toMatch(
      /^HTTP\/1.1 400/,
    );
    expect(upgrades).toBe(0);
  });

  test("two Host headers are refused", async () => {
    const host = `Host: 127.0.0.1:${port}\n`;
    expect(await raw(`GET / HTTP/1.1\n${host}${host}Connection: close\n\n`)).toMatch(/^HTTP\/1.1 4(00|21)/);
  });

  test("S12: an upgrade needs this server's Host and Origin and the socket's path", async () => {
    const host = `Host: 127.0.0.1:${port}\n`;
    const own = `Origin: http://127.0.0.1:${port}\n`;
    const path = "/socket.io/?EIO=4&transport=websocket";
    expect(await raw(`GET ${path} HTTP/1.1\n${host}${upgrade}\n`)).toMatch(/^HTTP\/1.1 401/);
    expect(await raw(`GET ${path} HTTP/1.1\n${host}Origin: null\n${upgrade}\n`)).toMatch(/^HTTP\/1.1 403/);
    expect(await raw(`GET ${path} HTTP/1.1\nHost: evil.com\n${own}${upgrade}\n`)).toMatch(/^HTTP\/1.1 421/);
    expect(await raw(`GET /_next/hmr HTTP/1.1\n${host}${own}${upgrade}\n`)).toMatch(/^HTTP\/1.1 404/);
    expect(upgrades).toBe(0);
    expect(await raw(`GET ${path} HTTP/1.1\n${host}${own}${upgrade}\n`)).toMatch(/^HTTP\/1.1 101/);
    expect(upgrades).toBe(1);
  });
});
