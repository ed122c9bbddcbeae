import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";

/** S29: canary secrets go through real nodes of a real server to a listener that throws them back in every way. */
const { db, url: databaseUrl } = await cloneDatabase();
const ROOT = join(import.meta.dirname, "..", "..");
const NODE = join(ROOT, "node_modules", "node", "bin", "node");
const TOKEN = "w3Kd8Lq2Zx7Vb5Nm1Rt9Yp4Hs6Gf0JcUeAo";
const dataDir = mkdtempSync(join(tmpdir(), "banyan-canary-"));
const canaries = Array.from({ length: 30 }, (_, i) => ({
  name: `canary-${i}`,
  value: `cnr${i}-${randomBytes(9).toString("base64")}+/"&%<${i}>${randomBytes(6).toString("hex")}`,
}));
const received = new Set<string>();
const frames: string[] = [];
let child: ChildProcess;
let output = "";
let base: string;
let outside: number;
let socket: Socket;

const listener = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => throwBack(request, response, body));
});

/** Notes which canaries came, and answers with all that came. */
function throwBack(request: IncomingMessage, response: ServerResponse, body: string): unknown {
  const url = new URL(request.url ?? "/", "http://x");
  const all = [JSON.stringify(request.headers), [...url.searchParams.values()].join(" "), body].join(" ");
  for (const { name, value } of canaries)
    if (all.includes(value) || all.includes(JSON.stringify(value).slice(1, -1))) received.add(name);
  const seen = [request.headers.authorization ?? "", ...url.searchParams.values(), body].join("\n");
  const forms = [
    seen,
    JSON.stringify({ seen }),
    Buffer.from(seen).toString("base64"),
    Buffer.from(seen).toString("hex"),
    encodeURIComponent(seen),
  ];
  const json = (status: number, value: unknown, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof value === "string" ? value : JSON.stringify(value));
  };
  switch (url.pathname) {
    case "/401":
      return json(401, { error: { message: `${"x".repeat(240)}${forms.join(" ")}` } });
    case "/500":
      return json(500, forms.join(" "), { "retry-after": "0" });
    case "/broken":
      return json(200, `{"half": "${forms.join(" ")}`);
    case "/redirect":
      return json(302, forms, { location: `/ok?back=${encodeURIComponent(seen)}` });
    case "/bytes":
      response.writeHead(200, {
        "content-type": "application/octet-stream",
        "x-echo": encodeURIComponent(seen),
      });
      return response.end(`\u0001${seen}`);
    case "/v1/chat/completions":
      return model(JSON.parse(body).model as string, forms, json);
    case "/agent":
      return json(200, { output: { [seen]: forms } });
    default:
      return json(200, { [seen]: forms });
  }
}

function model(
  name: string,
  forms: readonly string[],
  json: (status: number, value: unknown) => unknown,
): unknown {
  if (name === "refuses") return json(401, { error: { message: forms.join(" ") } });
  const content = name === "json" ? `{"wrong": ${JSON.stringify(forms)}}` : forms.join("\n");
  const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }];
  return json(200, {
    id: "x",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices,
    usage: { prompt_tokens: 1, completion_tokens: 1 },
  });
}

async function rest(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!path.startsWith("/secrets") || method === "GET") frames.push(text);
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** 24 requests in eight ways, with the secret in the header, the query or the body; nothing they answer ends the run. */
function graph() {
  const paths = ["/ok", "/401", "/500", "/broken", "/redirect", "/bytes", "/ok", "/401"];
  const nodes: Record<string, unknown> = {};
  for (let i = 0; i < 24; i++) {
    const secret = { $secret: `canary-${i}` };
    const place =
      i % 3 === 0
        ? { headers: { authorization: { ...secret, prefix: "Bearer " } } }
        : i % 3 === 1
          ? { query: { key: secret } }
          : { body: { deep: [secret] } };
    const address = `http://127.0.0.1:${outside}${paths[i % paths.length]}`;
    const retry = { maxAttempts: 2, initialMs: 1 };
    nodes[`h${i}`] = each({ kind: "http", method: "POST", url: address, retry, ...place });
  }
  for (let i = 24; i < 30; i++) {
    const output = i % 2 === 0 ? { output: { type: "object", required: ["right"] } } : {};
    nodes[`a${i}`] = each({
      kind: "agent",
      agent: `agent-${i}`,
      prompt: "Tell me {{ input.hint }}",
      retry: { maxAttempts: 2, initialMs: 1 },
      ...output,
    });
  }
  return { schemaVersion: 1, slug: "canary", name: "Canary", nodes, edges: [] };
}
const each = (body: unknown) => ({ kind: "map", over: "= [1]", join: "allSettled", body });

beforeAll(async () => {
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  outside = (listener.address() as AddressInfo).port;
  child = spawn(NODE, [join(ROOT, "server", "main.ts")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ENV: "production",
      PORT: "0",
      DATABASE_URL: databaseUrl,
      BANYAN_DATA_DIR: dataDir,
      BANYAN_HEADLESS: "1",
      BANYAN_JSON_READY: "1",
      BANYAN_INIT_API_TOKEN: TOKEN,
      BANYAN_EGRESS_ALLOW: `127.0.0.1:${outside}`,
      LOG_LEVEL: "trace",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const line = await until(
    async () => output.match(/^\{.*"signInUrl".*\}$/m)?.[0],
    (found) => found !== undefined || child.exitCode !== null,
    60_000,
  );
  if (line === undefined) throw new Error(output);
  base = (JSON.parse(line) as { url: string }).url;
}, 90_000);

afterAll(async () => {
  socket?.disconnect();
  const gone = new Promise((done) => child.once("close", done));
  child.kill("SIGTERM");
  await gone;
  listener.closeAllConnections();
  listener.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test("S29: 30 canary secrets go through http and agent nodes and are found nowhere", async () => {
  for (const { name, value } of canaries)
    await rest("POST", "/secrets", { name, value, hosts: [`127.0.0.1:${outside}`] });
  const models = ["echoes", "echoes", "refuses", "refuses", "json", "json"];
  for (let i = 24; i < 30; i++) {
    const llm = {
      kind: "llm",
      provider: "openai-compatible",
      model: models[i - 24],
      url: `http://127.0.0.1:${outside}/v1`,
    };
    const remote = { kind: "http", url: `http://127.0.0.1:${outside}/agent` };
    await rest("POST", "/agents", {
      id: `agent-${i}`,
      name: "Canary",
      secret: `canary-${i}`,
      ...(i === 29 ? remote : llm),
    });
  }
  await rest("POST", "/workflows", graph());
  const { id } = await rest("POST", "/workflows/canary/runs", { input: { hint: canaries[7]?.value } });
  socket = io(base, { transports: ["websocket"], extraHeaders: { authorization: `Bearer ${TOKEN}` } });
  socket.onAny((...frame) => frames.push(JSON.stringify(frame)));
  const [{ value: incarnation }] = await db.sql<
    [{ value: string }]
  >`select value from settings where key = 'incarnation'`;
  socket.emit("subscribe", { topic: `tree:${id}`, after: 0, incarnation }, (reply: unknown) =>
    frames.push(JSON.stringify(reply)),
  );
  const run = await until(
    () => rest("GET", `/runs/${id}`),
    ({ endedAt }) => endedAt !== null,
    60_000,
  );
  expect(run["status"]).toBe("succeeded");
  for (const path of ["events?limit=1000", "tree", "input", "output"])
    await rest("GET", `/runs/${id}/${path}`);
  await rest("GET", "/secrets");
  await rest("GET", "/agents");
  expect([...received].toSorted()).toEqual(canaries.map(({ name }) => name).toSorted());

  const dump = await everyRow();
  const log = readFileSync(join(dataDir, "banyan.log"), "utf8");
  const places = { dump, log, output, frames: frames.join("\n") };
  for (const text of Object.values(places)) expect(text.length).toBeGreaterThan(100);
  // The scan itself works: what came back is there, with the secrets taken out.
  expect(dump).toContain("[secret canary-0]");
  const hits = Object.entries(places).flatMap(([place, text]) =>
    canaries
      .filter(({ value }) => formsOf(value).some((form) => text.includes(form)))
      .map(({ name }) => `${name} in ${place}`),
  );
  expect(hits).toEqual([]);
}, 120_000);

async function everyRow(): Promise<string> {
  const tables = await db.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) => db.sql`select to_jsonb(t)::text as row from ${db.sql(name)} t`),
  );
  return rows
    .flat()
    .map(({ row }) => String(row))
    .join("\n");
}

/** Not the redactor's own list: the middle of a value in each form that tells it apart. */
function formsOf(value: string): readonly string[] {
  const random = value.slice(0, value.indexOf("+/"));
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from("x".repeat(offset) + value)
      .toString("base64")
      .slice(4, 24),
  );
  return [random, encodeURIComponent(random), Buffer.from(random).toString("hex"), ...base64];
}
