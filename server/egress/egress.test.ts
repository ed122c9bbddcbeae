import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Allowlist, parseAllowlist } from "./allowlist.ts";
import { createEgress } from "./egress.ts";
import { EgressError } from "./egress-error.ts";
import { egressFetch } from "./egress-fetch.ts";
import type { RevealedSecret } from "./fill.ts";
import type { EgressRequest } from "./message.ts";
import { readBody } from "./read-body.ts";
import { type Canary, openCanary } from "./testing/canary.ts";
import { NAMES, urlCorpus } from "./testing/url-corpus.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
let handler: Handler = (_, response) => response.end("hello");
let seen: { readonly headers: IncomingMessage["headers"]; readonly url: string; readonly body: string }[] =
  [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    seen.push({ headers: request.headers, url: request.url ?? "", body });
    handler(request, response, body);
  });
});
const other = createServer((request, response) => {
  elsewhere.push(request.headers);
  response.end("other");
});
let elsewhere: IncomingMessage["headers"][] = [];
let canary: Canary;
let base: string;
let foreign: string;
let allow: Allowlist;

const SECRETS: Readonly<Record<string, RevealedSecret>> = {
  mine: { value: "canary-value-of-mine", hosts: ["127.0.0.1"], kinds: ["http"] },
  wild: { value: "canary-value-of-wild", hosts: ["*.example.com", "127.0.0.1:1"], kinds: ["http", "agent"] },
};
const reveal = async (name: string) => SECRETS[name] ?? null;
const known = async (host: string) => {
  const addresses = NAMES[host];
  if (!addresses) throw new Error("ENOTFOUND");
  return addresses;
};

beforeAll(async () => {
  for (const one of [server, other]) await new Promise<void>((done) => one.listen(0, "127.0.0.1", done));
  canary = await openCanary();
  const portOf = (one: typeof server) => (one.address() as AddressInfo).port;
  base = `http://127.0.0.1:${portOf(server)}`;
  foreign = `http://127.0.0.1:${portOf(other)}`;
  allow = parseAllowlist(`127.0.0.1:${portOf(server)}, 127.0.0.1:${portOf(other)}`).allow;
});
afterAll(async () => {
  for (const one of [server, other]) {
    one.closeAllConnections();
    one.close();
  }
  await canary.close();
});

function ask(request: Partial<EgressRequest> & { readonly url: string }) {
  seen = [];
  elsewhere = [];
  const signal = new AbortController().signal;
  return createEgress({ allow, reveal, resolve: known }).send({
    asker: "http",
    method: "GET",
    signal,
    timeoutMs: 5_000,
    ...request,
  });
}

async function text(request: Partial<EgressRequest> & { readonly url: string }): Promise<string> {
  return (await readBody((await ask(request)).body)).toString();
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "went through";
  } catch (error) {
    return error instanceof EgressError ? error.code : `not an egress error: ${error}`;
  }
}

describe("addresses", () => {
  it("refuses every URL of the corpus without one packet to loopback, v4 or v6", async () => {
    const corpus = urlCorpus(canary.port);
    expect(corpus.length).toBeGreaterThan(300);
    for (const url of corpus) {
      const code = await codeOf(ask({ url }));
      const unknown = /empty\.example|nobody-knows|xn--\//.test(url);
      expect(["EgressRefused", unknown ? "RequestFailed" : ""], url).toContain(code);
    }
    expect(canary.connections()).toBe(0);
  });

  it("sends nothing to loopback in 500 tries of a name that changes between the check and the connection", async () => {
    for (let i = 0; i < 500; i++) {
      let asked = 0;
      // Public first, then loopback at every further question; every other time the other way round.
      const resolve = async () => [++asked % 2 === 1 ? "192.0.2.1" : "127.0.0.1"];
      const flip = async () => (asked++ === 0 && i % 2 === 0 ? ["198.51.100.1", "127.0.0.1"] : ["127.0.0.1"]);
      const egress = createEgress({ allow, reveal, resolve: i % 2 === 0 ? resolve : flip });
      const signal = AbortSignal.timeout(1_000);
      const request = {
        asker: "http",
        method: "GET",
        url: "http://rebind.example/",
        signal,
        timeoutMs: 50,
      } as const;
      expect(await codeOf(egress.send(request))).not.toBe("went through");
      expect(asked).toBe(1);
    }
    expect(canary.connections()).toBe(0);
  });

  it("connects to the address that was checked, whatever the name says by then", async () => {
    const port = new URL(base).port;
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? ["127.0.0.1"] : ["::1"]);
    const listed = parseAllowlist(`model.example:${port}`).allow;
    const egress = createEgress({ allow: listed, reveal, resolve });
    handler = (_, response) => response.end("pinned");
    const response = await egress.send({
      asker: "http",
      method: "GET",
      url: `http://model.example:${port}/`,
      signal: AbortSignal.timeout(5_000),
      timeoutMs: 5_000,
    });
    expect((await readBody(response.body)).toString()).toBe("pinned");
    expect(asked).toBe(1);
  });

  it("lets a listed name be private but never link-local", async () => {
    const listed = parseAllowlist("metadata.example:80, private.example:80").allow;
    const egress = createEgress({ allow: listed, reveal, resolve: known });
    const request = {
      asker: "http",
      method: "GET",
      signal: AbortSignal.timeout(5_000),
      timeoutMs: 200,
    } as const;
    expect(await codeOf(egress.send({ ...request, url: "http://metadata.example/" }))).toBe("EgressRefused");
    expect(await codeOf(egress.send({ ...request, url: "http://private.example/" }))).not.toBe(
      "EgressRefused",
    );
  });

  it("names what is no host:port in the list of an administrator", () => {
    const { allow: read, problems } = parseAllowlist(
      "localhost:11434, [::1]:80,LLM.internal.:8080, http://x:1, y, z:0, q:70000",
    );
    expect([...read]).toEqual([
      "localhost:11434",
      "::1:80".replace("::1", "0:0:0:0:0:0:0:1"),
      "llm.internal:8080",
    ]);
    expect(problems).toHaveLength(4);
  });

  it("takes no proxy from the environment", async () => {
    const proxy = `http://127.0.0.1:${canary.port}`;
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"]) process.env[name] = proxy;
    process.env["NODE_USE_ENV_PROXY"] = "1";
    handler = (_, response) => response.end("direct");
    expect(await text({ url: base })).toBe("direct");
    expect(canary.connections()).toBe(0);
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "NODE_USE_ENV_PROXY"])
      delete process.env[name];
  });
});

describe("redirects", () => {
  const to =
    (location: string, status = 302): Handler =>
    (_, response) => {
      response.writeHead(status, { location });
      response.end();
    };

  it.each([301, 302, 303, 307, 308])(
    "refuses a redirect (%i) to an address that is not public",
    async (status) => {
      for (const target of [
        "http://169.254.169.254/latest/meta-data/",
        `http://127.0.0.1:${canary.port}/`,
        `http://[::1]:${canary.port}/`,
        "file:///etc/passwd",
        "//localhost/",
        "http://metadata.example/",
      ]) {
        handler = to(target, status);
        expect(await codeOf(ask({ url: base })), target).toBe("EgressRefused");
      }
      expect(canary.connections()).toBe(0);
    },
  );

  it("refuses a chain that leads to the metadata address in the end", async () => {
    handler = (request, response) => {
      const n = Number(new URL(request.url ?? "", base).searchParams.get("n"));
      to(n < 3 ? `/?n=${n + 1}` : "http://169.254.169.254/")(request, response, "");
    };
    expect(await codeOf(ask({ url: `${base}/?n=0` }))).toBe("EgressRefused");
    expect(seen).toHaveLength(4);
  });

  it("follows five redirects and not the sixth", async () => {
    const chain =
      (length: number): Handler =>
      (request, response) => {
        const n = Number(new URL(request.url ?? "", base).searchParams.get("n"));
        if (n < length) to(`/?n=${n + 1}`)(request, response, "");
        else response.end("there");
      };
    handler = chain(5);
    expect(await text({ url: `${base}/?n=0` })).toBe("there");
    handler = chain(6);
    expect(await codeOf(ask({ url: `${base}/?n=0` }))).toBe("EgressRefused");
  });

  it("drops identity and secrets on the way to another origin and keeps them on the way to the same", async () => {
    const headers = {
      authorization: "Bearer abc",
      cookie: "a=b",
      "x-api-key": "k",
      "x-plain": "p",
      "x-odd": { $secret: "mine" },
    };
    handler = to(`${foreign}/x`, 307);
    await text({ url: base, headers });
    expect(elsewhere[0]).toMatchObject({ "x-plain": "p" });
    for (const gone of ["authorization", "cookie", "x-api-key", "x-odd"])
      expect(elsewhere[0]).not.toHaveProperty(gone);
    let first = true;
    handler = (request, response) => {
      if (first) to("/again")(request, response, "");
      else response.end("same");
      first = false;
    };
    await text({ url: base, headers });
    expect(seen[1]?.headers).toMatchObject({ authorization: "Bearer abc", "x-odd": "canary-value-of-mine" });
  });

  it("does not hand a body with a secret on to another origin", async () => {
    handler = to(`${foreign}/x`, 308);
    const body = { json: { token: { $secret: "mine" } } };
    expect(await codeOf(ask({ url: base, method: "POST", body }))).toBe("EgressRefused");
    expect(elsewhere).toEqual([]);
    expect(await text({ url: base, method: "POST", body: { json: { plain: 1 } } })).toBe("other");
  });

  it("turns a POST into a GET without body after 302 and 303", async () => {
    for (const status of [302, 303]) {
      let first = true;
      handler = (request, response) => {
        if (first) to("/got", status)(request, response, "");
        else response.end(request.method);
        first = false;
      };
      expect(await text({ url: base, method: "POST", body: { json: 1 } })).toBe("GET");
      expect(seen[1]?.body).toBe("");
    }
  });
});

describe("secrets", () => {
  it("puts a value in only after the host and the kind are checked", async () => {
    handler = (_, response) => response.end("ok");
    await text({
      url: `${base}/p?a=1`,
      method: "POST",
      headers: {
        authorization: { $secret: "mine", prefix: "Bearer " },
        "x-basic": { $secret: "mine", basicUser: "me" },
      },
      query: [
        ["key", { $secret: "mine" }],
        ["q", "a&b=c"],
      ],
      body: { json: { deep: [{ value: { $secret: "mine" } }] } },
    });
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer canary-value-of-mine",
      "x-basic": `Basic ${Buffer.from("me:canary-value-of-mine").toString("base64")}`,
    });
    expect(seen[0]?.url).toBe("/p?a=1&key=canary-value-of-mine&q=a%26b%3Dc");
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ deep: [{ value: "canary-value-of-mine" }] });
  });

  it.each<[string, Partial<EgressRequest>]>([
    ["an unknown secret", { headers: { a: { $secret: "nobody" } } }],
    ["another host", { headers: { a: { $secret: "wild" } } }],
    ["another kind of node", { asker: "agent", headers: { a: { $secret: "mine" } } }],
    ["a handle with a field too many", { body: { json: { $secret: "mine", x: 1 } }, method: "POST" }],
    ["two shapes at once", { headers: { a: { $secret: "mine", prefix: "a", basicUser: "b" } } }],
  ])("refuses %s and sends nothing", async (_, request) => {
    expect(await codeOf(ask({ url: base, ...request }))).toBe("SecretRefused");
    expect(seen).toEqual([]);
  });

  it("does not send a secret over plain http to a host that is not listed, nor to a look-alike of its host", async () => {
    const egress = createEgress({ allow, reveal, resolve: async () => ["93.184.216.34"] });
    const request = {
      asker: "http",
      method: "GET",
      signal: AbortSignal.timeout(5_000),
      timeoutMs: 500,
      headers: { a: { $secret: "wild" } },
    } as const;
    for (const url of [
      "http://api.example.com/",
      "https://example.com/",
      "https://evilexample.com/",
      "https://api.example.com.evil.org/",
    ])
      expect(await codeOf(egress.send({ ...request, url })), url).toBe("SecretRefused");
  });
});

describe("what may be sent", () => {
  it.each<[string, Partial<EgressRequest>]>([
    ["a line break in a header", { headers: { a: "b\r\nc: d" } }],
    ["a header name with a space", { headers: { "a b": "c" } }],
    ["its own Host", { headers: { Host: "evil" } }],
    ["its own length", { headers: { "Content-Length": "0" } }],
    ["CONNECT", { method: "CONNECT" }],
    ["a method with a line break", { method: "GET\r\n" }],
    ["a header of 20,000 characters", { headers: { a: "b".repeat(20_000) } }],
  ])("refuses %s", async (_, request) => {
    expect(await codeOf(ask({ url: base, ...request }))).toBe("EgressRefused");
    expect(seen).toEqual([]);
  });
});

describe("answers", () => {
  const encoded =
    (encoding: string, body: Buffer): Handler =>
    (_, response) => {
      response.writeHead(200, { "content-encoding": encoding });
      response.end(body);
    };
  const zeros = Buffer.alloc(64 * 1024 * 1024);

  it.each([
    ["gzip", gzipSync(Buffer.from("plain"))],
    ["br", brotliCompressSync(Buffer.from("plain"))],
    ["zstd", zstdCompressSync(Buffer.from("plain"))],
    ["gzip, br", brotliCompressSync(gzipSync(Buffer.from("plain")))],
    ["identity", Buffer.from("plain")],
  ])("takes %s off", async (encoding, body) => {
    handler = encoded(encoding, body);
    expect(await text({ url: base })).toBe("plain");
  });

  it.each([
    ["gzip", gzipSync(zeros)],
    ["br", brotliCompressSync(zeros)],
    ["zstd", zstdCompressSync(zeros)],
    ["gzip, gzip", gzipSync(gzipSync(zeros))],
    ["br, zstd", zstdCompressSync(brotliCompressSync(zeros))],
  ])("stops a bomb in %s with little memory", async (encoding, body) => {
    handler = encoded(encoding, body);
    const before = process.memoryUsage().rss;
    expect(await codeOf(text({ url: base }))).toBe("ResponseTooLarge");
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it("refuses three encodings, unknown ones and broken ones", async () => {
    handler = encoded("gzip, gzip, gzip", gzipSync(gzipSync(gzipSync("x"))));
    expect(await codeOf(text({ url: base }))).toBe("ResponseTooLarge");
    handler = encoded("compress", Buffer.from("x"));
    expect(await codeOf(text({ url: base }))).toBe("RequestFailed");
    handler = encoded("gzip", Buffer.from("not gzip"));
    expect(await codeOf(text({ url: base }))).toBe("RequestFailed");
  });

  it("stops at the cap on the wire, at the time limit and at the end of a cut answer", async () => {
    handler = (_, response) => response.end(Buffer.alloc(3_000, "x"));
    expect(await codeOf(text({ url: base, caps: { wireBytes: 2_000 } }))).toBe("ResponseTooLarge");
    handler = (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip));
    };
    expect(await codeOf(text({ url: base, timeoutMs: 200 }))).toBe("RequestTimedOut");
    handler = () => undefined;
    expect(await codeOf(text({ url: base, timeoutMs: 200 }))).toBe("RequestTimedOut");
    handler = (request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => request.socket.destroy(), 20);
    };
    expect(await codeOf(text({ url: base }))).toBe("RequestFailed");
    handler = (_, response) => {
      response.writeHead(200, { "x-large": "y".repeat(100_000) });
      response.end();
    };
    expect(await codeOf(text({ url: base }))).toBe("RequestFailed");
  });

  it("answers HEAD, 204 and an empty encoded body with nothing", async () => {
    handler = (_, response) => {
      response.writeHead(204, { "content-encoding": "gzip" });
      response.end();
    };
    expect(await text({ url: base })).toBe("");
    handler = (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-length": "0" });
      response.end();
    };
    expect(await text({ url: base })).toBe("");
    expect(await text({ url: base, method: "HEAD" })).toBe("");
  });

  it("ends with the caller's own reason when the caller stops it", async () => {
    handler = () => undefined;
    const stop = new AbortController();
    const work = ask({ url: base, signal: stop.signal });
    setTimeout(() => stop.abort(new Error("cancelled by hand")), 50);
    await expect(work).rejects.toThrow("cancelled by hand");
  });
});

describe("fetch for libraries", () => {
  it("streams through the same checks and puts the secret where a stand-in was", async () => {
    handler = (_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("one ");
      response.end("two");
    };
    const egress = createEgress({ allow, reveal, resolve: known });
    const fetch = egressFetch(egress, {
      asker: "http",
      timeoutMs: 5_000,
      headers: { authorization: { $secret: "mine", prefix: "Bearer " } },
    });
    seen = [];
    const answer = await fetch(`${base}/v1`, {
      method: "post",
      body: "{}",
      headers: { Authorization: "Bearer stand-in" },
    });
    expect(await answer.text()).toBe("one two");
    expect(seen[0]?.headers.authorization).toBe("Bearer canary-value-of-mine");
    await expect(fetch(`http://127.0.0.1:${canary.port}/`)).rejects.toThrow("is not allowed");
    expect(canary.connections()).toBe(0);
  });
});
