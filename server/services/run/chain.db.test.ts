import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { workflowEndpoints } from "#server/api/rest/workflow-endpoints";
import { parseAllowlist } from "#server/egress/allowlist";
import { createEgress } from "#server/egress/egress";
import { createHttpExecutor } from "#server/executors/http/http-executor";
import { until } from "#server/runtime/testing/harness";
import { CHAIN_HEADER, sealChain } from "#server/secrets/chain";
import type { Services } from "../context.ts";
import type { ServiceError } from "../errors.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, testKeyRing, untilEnded } from "../testing/services.ts";
import type { StartedRun } from "../types.ts";
import { createWorkflow } from "../workflow/create.ts";
import { getRun } from "./get.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const ring = testKeyRing();
const started: string[] = [];
let services: Services;

/** The REST face over a real socket: a run that calls it is a stranger like any other. */
const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const slug = request.url?.split("/").at(-1) ?? "";
  const body = JSON.parse(await text(request)) as object;
  const [status, said] = await post(slug, body, request.headers).then(
    (run) => [201, run] as const,
    (error: ServiceError) => [error.code === "CONFLICT" ? 409 : 422, { message: error.message }] as const,
  );
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
}

async function post(slug: string, body: object, headers: IncomingHttpHeaders): Promise<StartedRun> {
  const endpoint = workflowEndpoints.find(({ id }) => id === "startRun");
  const call = { services, caller: owner, params: { slug }, query: undefined, body, headers };
  const run = (await endpoint?.handle(call)) as StartedRun;
  started.push(run.id);
  return run;
}

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const egress = createEgress({ allow: parseAllowlist(`127.0.0.1:${port}`).allow, reveal: async () => null });
  const more = createHttpExecutor({
    egress,
    redact: (said) => said,
    chain: ({ below }) => (below ? { [CHAIN_HEADER]: sealChain(ring, below, Date.now()) } : {}),
  });
  services = await openServices(db, {}, { ring, more });
  const to = (slug: string, input: string) => ({
    kind: "http",
    method: "POST",
    url: `http://127.0.0.1:${port}/${slug}`,
    body: { input },
    response: "json",
    expect: ["2xx"],
    idempotencyHeader: null,
    retry: { maxAttempts: 1 },
  });
  const graph = (slug: string, node: object, limits: object = {}) => ({
    schemaVersion: 1,
    slug,
    name: slug,
    limits,
    nodes: { go: node },
  });
  await createWorkflow(services, owner, { graph: graph("same", to("same", "= input")) });
  await createWorkflow(services, owner, {
    graph: graph("deeper", { ...to("deeper", ""), body: { input: { n: "= input.n + 1" } } }, { maxDepth: 3 }),
  });
  await createWorkflow(services, owner, { graph: graph("out", to("back", "= input")) });
  await createWorkflow(services, owner, {
    graph: graph("back", { kind: "subworkflow", workflow: "out", input: "= input" }),
  });
  await createWorkflow(services, owner, { graph: graph("quiet", { kind: "end", output: "= run.depth" }) });
});
afterAll(async () => {
  await services.host.stop({ timeoutMs: 2_000 });
  server.closeAllConnections();
  server.close();
});

const begin = async (slug: string, input: object = {}, chain?: string) => {
  started.length = 0;
  return (await startRun(services, owner, startInput.parse({ slug, input }), chain)).id;
};
const TREE = "00000000-0000-7000-8000-00000000beef";
const origin = (depth = 4) => ({
  treeId: TREE,
  run: 2,
  node: "call",
  depth,
  closePolicy: "abandon" as const,
  above: [{ runId: `${TREE}.2`, label: "far away", fingerprint: "f" }],
});

describe("a run that starts another over HTTP", () => {
  test("A → (HTTP) → A with the same input is refused, and the caller fails with what it was told", async () => {
    const run = await untilEnded(services, await begin("same", { q: 1 }));
    expect(run.status).toBe("failed");
    expect(run.failureDetail?.message).toContain("409");
    expect(started).toEqual([]);
  });

  test("A → (HTTP) → B → A is found in B's own tree, and the failure names the run far above", async () => {
    const id = await begin("out", { q: 1 });
    await untilEnded(services, id);
    expect(started).toHaveLength(1);
    const back = await untilEnded(services, started[0] ?? "");
    expect(back.failureDetail).toMatchObject({ code: "RecursionCycleDetected", details: { ancestor: id } });
    expect(back.calledFrom).toEqual({ runId: id, node: "go", depth: 0 });
  });

  test("its depth counts on, and ends where maxDepth says", async () => {
    const first = await begin("deeper", { n: 0 });
    await until(
      async () => started.length,
      (count) => count === 3,
    );
    const ids = [first, ...started];
    const runs = await Promise.all(ids.map((id) => untilEnded(services, id)));
    expect(runs.map(({ depth }) => depth)).toEqual([0, 1, 2, 3]);
    expect(runs.map(({ status }) => status)).toEqual(["succeeded", "succeeded", "succeeded", "failed"]);
  });
});

describe("the header of the chain", () => {
  test("gives the run its place and its origin", async () => {
    const id = await begin("quiet", {}, sealChain(ring, origin(), Date.now()));
    expect(await untilEnded(services, id)).toMatchObject({ output: 5, depth: 5 });
    expect((await getRun(services, owner, { id })).calledFrom).toEqual({
      runId: `${TREE}.2`,
      node: "call",
      depth: 4,
    });
  });

  test("tells others nothing of what it carries, and stays small below many ancestors", () => {
    const above = Array.from({ length: 200 }, (_, i) => ({
      runId: `${TREE}.${i}`,
      label: "secret plan ".repeat(9),
      fingerprint: "f".repeat(64),
    }));
    const header = sealChain(ring, { ...origin(200), above }, Date.now());
    expect(header.length).toBeLessThan(4_096);
    expect(Buffer.from(header, "base64").toString()).not.toContain(TREE);
  });

  const tampered = () => {
    const [version, key, nonce, sealed = ""] = sealChain(ring, origin(), Date.now()).split(".");
    return [version, key, nonce, (sealed.startsWith("A") ? "B" : "A") + sealed.slice(1)].join(".");
  };
  test.each([
    ["changed on its way", tampered, /changed on its way/],
    ["a day old", () => sealChain(ring, origin(), Date.now() - 25 * 3_600_000), /too old/],
    ["of tomorrow", () => sealChain(ring, origin(), Date.now() + 3_600_000), /too old/],
    ["no such header at all", () => "depth=0", /cannot be read/],
    ["endless", () => `1.a.b.${"A".repeat(9_000)}`, /cannot be read/],
  ])("is refused, and starts nothing, when it is %s", async (_, header, message) => {
    await expect(begin("quiet", {}, header())).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringMatching(message),
    });
  });

  test("of a server with another key says nothing here", async () => {
    const id = await begin("quiet", {}, sealChain(testKeyRing(), origin(), Date.now()));
    expect(await untilEnded(services, id)).toMatchObject({ output: 0, depth: 0, calledFrom: null });
  });

  test("past maxDepth is refused with both numbers", async () => {
    await expect(begin("quiet", {}, sealChain(ring, origin(10), Date.now()))).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringMatching(/depth 11, past maxDepth 10/),
    });
  });
});
