import { describe, expect, test } from "vitest";
import { judgeRequest, judgeUpgrade, policyFor, type RequestHead } from "./guard.ts";

const policy = policyFor({ port: 3000, hostname: "127.0.0.1", dev: false });
const OWN = "127.0.0.1:3000";

function head(headers: readonly [string, string][], over: Partial<RequestHead> = {}): RequestHead {
  return { method: "GET", url: "/", rawHeaders: headers.flat(), ...over };
}

const FOREIGN_HOSTS = [
  "evil.com",
  "evil.com:3000",
  "localhost.evil.com",
  "localhost.evil.com:3000",
  "127.0.0.1.nip.io",
  "127.0.0.1.nip.io:3000",
  "localhost",
  "127.0.0.1",
  "[::1]",
  "localhost:3001",
  "127.0.0.1:80",
  "[::1]:3001",
  "localhost.:3000",
  "127.0.0.1.:3000",
  "LOCALHOST:3000",
  "::1:3000",
  "[::1%lo]:3000",
  "0.0.0.0:3000",
  "[::]:3000",
  "127.0.0.2:3000",
  "127.1:3000",
  "2130706433:3000",
  "0x7f000001:3000",
  "[::ffff:127.0.0.1]:3000",
  "user@localhost:3000",
  "localhost:3000@evil.com",
  "localhost:3000, evil.com",
  "localhost:3000/",
  "localhost:03000",
  "",
];

describe("S10: the Host header", () => {
  test("30 foreign values are listed", () => expect(FOREIGN_HOSTS).toHaveLength(30));

  test.each(FOREIGN_HOSTS)("%j is refused for pages, API and sockets", (host) => {
    const own: [string, string][] = [
      ["Host", host],
      ["Origin", `http://${OWN}`],
    ];
    expect(judgeRequest(head(own), policy)?.status).toBe(421);
    expect(judgeRequest(head(own, { method: "POST", url: "/api/trpc/runs.start" }), policy)?.status).toBe(
      421,
    );
    expect(judgeUpgrade(head(own, { url: "/socket.io/" }), policy)?.status).toBe(421);
  });

  test.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000"])("%s is this server", (host) => {
    expect(judgeRequest(head([["host", host]]), policy)).toBeNull();
  });

  test("a missing or a doubled Host is refused", () => {
    expect(judgeRequest(head([]), policy)?.status).toBe(421);
    const doubled = head([
      ["Host", OWN],
      ["host", OWN],
    ]);
    expect(judgeRequest(doubled, policy)?.status).toBe(421);
  });

  test("a forwarded host is not a Host", () => {
    expect(judgeRequest(head([["X-Forwarded-Host", OWN]]), policy)?.status).toBe(421);
  });

  test("the port may be left out only where HTTP leaves it out", () => {
    expect(
      judgeRequest(head([["Host", "localhost"]]), policyFor({ port: 80, hostname: "127.0.0.1", dev: false })),
    ).toBeNull();
  });

  test("a wildcard address is no name of this server", () => {
    const wide = policyFor({ port: 3000, hostname: "0.0.0.0", dev: false });
    expect(judgeRequest(head([["Host", "0.0.0.0:3000"]]), wide)?.status).toBe(421);
    expect(judgeRequest(head([["Host", "localhost:3000"]]), wide)).toBeNull();
  });

  test("S10: a public address is one more name, with its own origin and no other scheme", () => {
    const place = { port: 3000, hostname: "127.0.0.1", dev: false };
    const proxied = policyFor({ ...place, publicUrl: "https://banyan.example.org" });
    const post = (origin: string) =>
      judgeRequest(
        head(
          [
            ["Host", "banyan.example.org"],
            ["Origin", origin],
          ],
          { method: "POST" },
        ),
        proxied,
      );
    expect(post("https://banyan.example.org")).toBeNull();
    expect(post("http://banyan.example.org")?.status).toBe(403);
    expect(post("https://example.org")?.status).toBe(403);
    expect(judgeRequest(head([["Host", "banyan.example.org:3000"]]), proxied)?.status).toBe(421);
    expect(judgeRequest(head([["Host", OWN]]), proxied)).toBeNull();
  });
});

const FOREIGN_ORIGINS = [
  "null",
  "",
  "http://evil.com",
  "http://evil.com:3000",
  "http://localhost",
  "http://127.0.0.1",
  "http://localhost:3001",
  "http://localhost:4000",
  "http://localhost:30000",
  "https://localhost:3000",
  "https://127.0.0.1:3000",
  "http://localhost:3000.evil.com",
  "http://localhost.evil.com:3000",
  "http://evil.com#localhost:3000",
  "http://user@localhost:3000",
  "http://localhost:3000/",
  "http://LOCALHOST:3000",
  "http://127.0.0.1.nip.io:3000",
  "http://localhost:3000 http://evil.com",
  "file://",
];

describe("S12: the Origin header", () => {
  test("20 foreign values are listed", () => expect(FOREIGN_ORIGINS).toHaveLength(20));

  test.each(FOREIGN_ORIGINS)(
    "%j reaches no socket, no polling and no mutation, even with a token",
    (origin) => {
      const headers: [string, string][] = [
        ["Host", OWN],
        ["Origin", origin],
        ["Sec-Fetch-Site", "same-origin"],
        ["Authorization", "Bearer bny_something"],
      ];
      expect(judgeUpgrade(head(headers, { url: "/socket.io/?EIO=4" }), policy)?.status).toBe(403);
      expect(judgeRequest(head(headers, { url: "/socket.io/?EIO=4" }), policy)?.status).toBe(403);
      expect(judgeRequest(head(headers, { method: "POST", url: "/api/x" }), policy)?.status).toBe(403);
    },
  );

  test.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])(
    "%s connects",
    (origin) => {
      const headers: [string, string][] = [
        ["Host", OWN],
        ["Origin", origin],
      ];
      expect(judgeUpgrade(head(headers, { url: "/socket.io/" }), policy)).toBeNull();
      expect(judgeRequest(head(headers, { url: "/socket.io/" }), policy)).toBeNull();
      expect(judgeRequest(head(headers, { method: "DELETE", url: "/api/x" }), policy)).toBeNull();
    },
  );

  test("without an Origin a token is needed, or the browser's word for a mutation", () => {
    const bare = [["Host", OWN]] as [string, string][];
    const token = [...bare, ["authorization", "bearer bny_x"]] as [string, string][];
    const vouched = [...bare, ["Sec-Fetch-Site", "same-origin"]] as [string, string][];
    const sibling = [...bare, ["Sec-Fetch-Site", "same-site"]] as [string, string][];
    const post = { method: "POST", url: "/api/x" };
    const socket = { url: "/socket.io/" };
    const cookie = [...bare, ["Cookie", "banyan_session=x"]] as [string, string][];
    expect(judgeRequest(head(cookie, post), policy)?.status).toBe(403);
    expect(judgeUpgrade(head(cookie, socket), policy)?.status).toBe(403);
    expect(judgeRequest(head(bare, post), policy)?.status).toBe(401);
    expect(judgeRequest(head(sibling, post), policy)?.status).toBe(401);
    expect(judgeRequest(head(token, post), policy)).toBeNull();
    expect(judgeRequest(head(vouched, post), policy)).toBeNull();
    expect(judgeUpgrade(head(bare, socket), policy)?.status).toBe(401);
    expect(judgeUpgrade(head(vouched, socket), policy)?.status).toBe(401);
    expect(judgeUpgrade(head(token, socket), policy)).toBeNull();
  });

  test("two Origins are one too many", () => {
    const headers = [
      ["Host", OWN],
      ["Origin", `http://${OWN}`],
      ["Origin", `http://${OWN}`],
    ] as [string, string][];
    expect(judgeRequest(head(headers, { method: "POST" }), policy)?.status).toBe(403);
  });

  test("a read needs none", () => {
    expect(judgeRequest(head([["Host", OWN]], { url: "/api/v1/runs" }), policy)).toBeNull();
  });
});

describe("the target", () => {
  const FOREIGN_TARGETS = [
    "http://evil.com/",
    "http://127.0.0.1:3000/api/healthz",
    "//evil.com/",
    "/\\evil.com/",
    "/a\\b",
    "*",
    "evil.com:443",
    "",
    "/a b",
    "/a#b",
  ];
  test.each(FOREIGN_TARGETS)("%j is no path on this server", (url) => {
    expect(judgeRequest(head([["Host", OWN]], { url }), policy)?.status).toBe(400);
    const origin = ["Origin", `http://${OWN}`] as [string, string];
    expect(judgeUpgrade(head([["Host", OWN], origin], { url }), policy)?.status).toBe(400);
  });

  test.each(["CONNECT", "TRACE", "OPTIONS", "PROPFIND"])("the method %s is refused", (method) => {
    const headers = [
      ["Host", OWN],
      ["Origin", `http://${OWN}`],
    ] as [string, string][];
    expect(judgeRequest(head(headers, { method }), policy)?.status).toBe(405);
  });
});

describe("S9: upgrades", () => {
  const headers = [
    ["Host", OWN],
    ["Origin", `http://${OWN}`],
  ] as [string, string][];

  test.each([
    "/",
    "/_next/hmr",
    "/_next/webpack-hmr",
    "/api/trpc",
    "/socket.io",
    "/socket.io/../x",
    "/x/socket.io/",
  ])("%s has no socket", (url) => expect(judgeUpgrade(head(headers, { url }), policy)?.status).toBe(404));

  test("hot reload exists in development only", () => {
    const dev = policyFor({ port: 3000, hostname: "127.0.0.1", dev: true });
    expect(judgeUpgrade(head(headers, { url: "/_next/hmr?id=1" }), dev)).toBeNull();
    expect(judgeUpgrade(head(headers, { url: "/_next/image" }), dev)?.status).toBe(404);
  });
});
