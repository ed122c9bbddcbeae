import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { atLeast, LEAST_ROLE, ROLES } from "../server/services/permissions/actions.ts";
import { OPEN_CALLS, PAGES } from "../server/services/permissions/faces.ts";
import { expect, test } from "./fixtures.ts";
import type { Server } from "./server/start-server.ts";

const EMAIL = (role: string) => `matrix-${role}@example.org`;
const PASSWORD = "a harbour full of lanterns";

const filled = (page: string) =>
  page.replace("[slug]", "dependency-audit").replace("[id]", "01932f3a-0000-7000-8000-000000000001");

/** A session of each role, made the way people get one. */
async function sessions(server: Server): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>();
  // The owner's, for a token that invites owners, too.
  const token = readFileSync(join(server.dataDir, "cli-token"), "utf8").trim();
  for (const role of ROLES) {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const invitation = await fetch(`${server.url}/api/v1/invitations`, {
      method: "POST",
      headers,
      body: JSON.stringify({ role }),
    });
    const invited = (await invitation.json()) as { token: string };
    const answer = await fetch(`${server.url}/api/auth/accept`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.url },
      body: JSON.stringify({ token: invited.token, name: role, email: EMAIL(role), password: PASSWORD }),
    });
    expect(answer.status, await answer.text()).toBe(204);
    made.set(role, answer.headers.get("set-cookie")?.split(";", 1)[0] ?? "");
  }
  return made;
}

test("S16: every page opens to the roles of the table, and to nobody else by any way of asking", async ({
  server,
}) => {
  const cookies = await sessions(server);
  for (const [page, action] of Object.entries(PAGES)) {
    const url = `${server.url}${filled(page)}`;
    const ask = (headers: Record<string, string>) =>
      fetch(url, { headers: { accept: "text/html", ...headers }, redirect: "manual" });
    const stranger = await ask({});
    if (action === null) {
      expect([page, stranger.status]).toEqual([page, 200]);
      continue;
    }
    expect([page, stranger.status, stranger.headers.get("location")?.startsWith("/sign-in")]).toEqual([
      page,
      307,
      true,
    ]);
    for (const [role, cookie] of cookies) {
      const answer = await ask({ cookie });
      const refused = (await answer.text()).includes('data-testid="not-allowed"');
      expect([page, role, refused]).toEqual([page, role, !atLeast(role as never, LEAST_ROLE[action])]);
      expect([page, role, answer.headers.get("location") ?? ""]).not.toContain("/sign-in");
    }
  }
});

const TRICKS: readonly Record<string, string>[] = [
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "src/middleware" },
  { "x-middleware-prefetch": "1", purpose: "prefetch" },
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-segment-prefetch": "/_tree" },
  {
    rsc: "1",
    "next-router-state-tree": encodeURIComponent(
      '["",{"children":["(dashboard)",{"children":["runs",{}]}]},null,"refetch"]',
    ),
  },
  { "x-matched-path": "/sign-in", "x-invoke-path": "/sign-in" },
  { "x-original-url": "/sign-in", "x-rewrite-url": "/sign-in", "x-forwarded-host": "localhost" },
  { "next-action": "00" },
];

test("S16: no header that the pages' framework knows opens a page to a stranger", async ({ server }) => {
  for (const page of Object.keys(PAGES).filter((path) => PAGES[path] !== null)) {
    for (const headers of TRICKS) {
      const answer = await fetch(`${server.url}${filled(page)}`, { headers, redirect: "manual" });
      expect([page, headers, [307, 401].includes(answer.status)]).toEqual([page, headers, true]);
    }
  }
});

/** Written by hand: a client library would tidy the path up. */
function statusOf(server: Server, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(server.url);
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`),
    );
    socket.once("data", (chunk) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString("latin1"))?.[1]));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

test("S16: no way of writing a path opens a page to a stranger", async ({ server }) => {
  const variants = (path: string) => [
    `${path}.rsc`,
    `${path}/`,
    `${path}.segments/_tree.segment.rsc`,
    `${path}.txt?_rsc=1`,
    `/_next/data/build${path}.json`,
    `/_next/static/../..${path}`,
    `/_next/static/%2e%2e/%2e%2e${path}`,
    `/sign-in/..${path}`,
    `/sign-in/%2e%2e${path}`,
    `/sign-in%2f..${path}`,
    `/.${path}`,
    `/${path}`,
    `${path.replace(/^\/(.)/, (_, first: string) => `/%${first.charCodeAt(0).toString(16)}`)}`,
    `${path};/sign-in`,
    `${path}%00`,
    path.toUpperCase(),
  ];
  for (const page of ["/runs", "/settings/users", "/workflows"]) {
    for (const path of variants(page)) {
      expect([path, [307, 308, 400, 401, 404].includes(await statusOf(server, path))]).toEqual([path, true]);
    }
  }
});

test("S16: the calls for strangers are those of the table", async ({ server }) => {
  for (const call of OPEN_CALLS) {
    const [method = "GET", path = ""] = call.split(" ");
    const body = method === "POST" ? { body: "{}" } : {};
    const headers = { "content-type": "application/json", origin: server.url };
    const { status } = await fetch(`${server.url}${path}`, { method, headers, ...body });
    expect([call, [200, 204, 400, 401].includes(status)]).toEqual([call, true]);
  }
  for (const path of [
    "/api",
    "/api/",
    "/api/metrics",
    "/api/auth",
    "/api/trpc",
    "/api/v1",
    "/api/mcp",
    "/api/shared",
  ]) {
    const { status } = await fetch(`${server.url}${path}`);
    expect([path, [401, 404, 405].includes(status)]).toEqual([path, true]);
  }
});
