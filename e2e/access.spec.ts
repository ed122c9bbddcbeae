import { connect, type Socket } from "node:net";
import { io } from "socket.io-client";
import { expect, test } from "./fixtures.ts";
import type { Server } from "./server/start-server.ts";

const PAGES = ["/", "/workflows", "/runs", "/runs/01932f3a-0000-7000-8000-000000000001"];
const CALLS = [
  ["GET", "/api/v1/workflows"],
  ["GET", "/api/v1/runs"],
  ["POST", "/api/v1/workflows/dependency-audit/runs"],
  ["GET", "/api/trpc/workflows.list"],
  ["GET", "/api/trpc/runs.list"],
] as const;

test.describe("without a session", () => {
  for (const path of PAGES) {
    test(`${path} leads to the sign-in page`, async ({ page, server }) => {
      await page.goto(`${server.url}${path}`);
      await expect(page).toHaveURL(/\/sign-in/);
      await expect(page.getByTestId("tree")).toHaveCount(0);
    });
  }

  for (const [method, path] of CALLS) {
    test(`${method} ${path} answers 401`, async ({ server }) => {
      const body = method === "POST" ? { body: "{}" } : {};
      const headers = {
        "content-type": "application/json",
        authorization: "Bearer wrong-token-of-nobody-at-all",
      };
      for (const credentials of [headers, { "content-type": "application/json" }]) {
        const response = await fetch(`${server.url}${path}`, { method, headers: credentials, ...body });
        expect(response.status).toBe(401);
      }
    });
  }

  test("the live stream is not opened", async ({ server }) => {
    const socket = io(server.url, {
      transports: ["websocket"],
      extraHeaders: { origin: server.url },
      reconnection: false,
    });
    const outcome = await new Promise<string>((resolve) => {
      socket.once("connect", () => resolve("connected"));
      socket.once("connect_error", (error) => resolve(`refused: ${error.message}`));
    });
    socket.close();
    expect(outcome).toMatch(/^refused: /);
  });
});

test("health answers without a session, and says nothing more", async ({ server }) => {
  for (const path of ["/api/healthz", "/api/readyz"])
    expect((await fetch(`${server.url}${path}`)).status).toBe(200);
});

test("another host name or origin is refused even with a session", async ({ server, session }) => {
  const cookie = session.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const { port } = new URL(server.url);
  expect(
    await request(server, [
      "GET /api/trpc/workflows.list HTTP/1.1",
      `Host: evil.example:${port}`,
      `Cookie: ${cookie}`,
    ]),
  ).toMatch(/^HTTP\/1\.1 (400|403|421)/);
  const post = ["POST /api/trpc/runs.cancel HTTP/1.1", `Host: 127.0.0.1:${port}`, `Cookie: ${cookie}`];
  const body = [
    "Origin: http://evil.example",
    "Content-Type: application/json",
    "Content-Length: 2",
    "",
    "{}",
  ];
  expect(await request(server, [...post, ...body])).toMatch(/^HTTP\/1\.1 403/);
  expect(await handshake(server, "Origin: http://evil.example", `Cookie: ${cookie}`)).not.toContain(
    "101 Switching",
  );
});

function handshake(server: Server, ...headers: readonly string[]): Promise<string> {
  const upgrade = [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ];
  return request(server, [
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
    `Host: ${new URL(server.url).host}`,
    ...upgrade,
    ...headers,
  ]);
}

/** The first bytes that come back for a request written by hand: no client library corrects it. */
function request(server: Server, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket: Socket = connect(Number(port), hostname, () =>
      socket.write(`${lines.join("\r\n")}\r\n\r\n`),
    );
    const done = (answer: string) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(5_000, () => done(""));
    socket.once("data", (chunk) => done(chunk.toString("latin1")));
    socket.once("close", () => done(""));
    socket.once("error", reject);
  });
}
