import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../services/context.ts";
import { startInput } from "../services/inputs.ts";
import { startRun } from "../services/run/start.ts";
import { callerAs, openServices, untilEnded } from "../services/testing/services.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import { attachRealtime, type LiveServer } from "./attach.ts";
import { type Following, follow, type LiveClient, untilSame } from "./testing/live-client.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const CLIENTS = 50;
const CUTS = 30;

/** Eight shoots side by side, each a recursion; naps set the pace, so that it is not over before the last cut. */
const SHOOT = {
  schemaVersion: 1,
  slug: "shoot",
  name: "Shoot",
  limits: { maxDepth: 256, maxRuns: 5_000 },
  nodes: {
    nap: { kind: "task", task: "nap" },
    more: {
      kind: "subworkflow",
      workflow: "self",
      input: { left: "= input.left - 1", shoot: "= input.shoot" },
    },
  },
  edges: [{ source: "nap", target: "more", when: "input.left > 0" }],
};
const GROVE = {
  schemaVersion: 1,
  slug: "grove",
  name: "Grove",
  limits: { maxDepth: 256, maxRuns: 5_000 },
  nodes: {
    shoots: {
      kind: "map",
      over: "= range(8)",
      body: { kind: "subworkflow", workflow: "shoot", input: { left: "= input.left", shoot: "= item" } },
    },
  },
  edges: [],
};

/** One web process: its own services and host over the common database, and its own socket server. */
type Web = {
  readonly services: Services;
  readonly port: number;
  live: LiveServer;
  close: () => Promise<void>;
};

async function listen(services: Services, port: number): Promise<Web> {
  const http: HttpServer = createServer();
  const live: LiveServer = new Server(http, { serveClient: false, perMessageDeflate: false });
  const detach = attachRealtime(live, {
    services,
    auth: { peek: async () => owner },
    beatMs: 500,
  });
  await new Promise<void>((resolve) => http.listen(port, "127.0.0.1", resolve));
  const close = async () => {
    await detach();
    await live.close();
  };
  return { services, port: (http.address() as AddressInfo).port, live, close };
}

const webs: Web[] = [];
const clients: LiveClient[] = [];

beforeAll(async () => {
  for (let count = 0; count < 2; count += 1) {
    const services = await openServices(db, {
      nap: { run: () => new Promise((resolve) => setTimeout(() => resolve(null), 120)) },
    });
    webs.push(await listen(services, 0));
  }
  const [first] = webs as [Web];
  await createWorkflow(first.services, owner, { graph: SHOOT });
  await createWorkflow(first.services, owner, { graph: GROVE });
});
afterAll(async () => {
  for (const socket of clients) socket.disconnect();
  for (const web of webs) await web.close();
  for (const web of webs) await web.services.host.stop({ timeoutMs: 2_000 });
});

function connect(web: Web, number: number): LiveClient {
  const socket: LiveClient = io(`http://127.0.0.1:${web.port}`, {
    transports: [number % 5 === 0 ? "polling" : "websocket"],
    forceNew: true,
    reconnectionDelay: 5,
    reconnectionDelayMax: 50,
  });
  clients.push(socket);
  return socket;
}

function cutOne(): boolean {
  const sockets = webs.flatMap(({ live }) => [...live.sockets.sockets.values()]);
  const victim = sockets[Math.floor(Math.random() * sockets.length)];
  victim?.conn.close(true);
  return victim !== undefined;
}

test("what another process commits is there within a fraction of the time between two beats", async () => {
  const [first, second] = webs as [Web, Web];
  const request = startInput.parse({ slug: "grove", input: { left: 8 } });
  const { treeId } = await startRun(first.services, owner, request);
  const state = await follow(second.services, treeId, connect(second, 1));
  await untilEnded(first.services, treeId);
  await untilSame(first.services, treeId, state);
  // Nine levels at 120 ms each in beats of 500 ms would be three batches, or four.
  await until(
    async () => state.batches.length,
    (count) => count >= 6,
    2_000,
  );
});

test("fifty clients of two web processes, cut off thirty times each and one server started anew, all end with the state of the database", async () => {
  const [first, second] = webs as [Web, Web];
  const request = startInput.parse({ slug: "grove", input: { left: 60 } });
  const { treeId } = await startRun(first.services, owner, request);
  expect(second.services.host.owner(treeId), "the second process must not own the tree").toBeUndefined();

  const states: Following[] = [];
  for (let number = 0; number < CLIENTS; number += 1) {
    const web = number % 2 === 0 ? first : second;
    states.push(await follow(web.services, treeId, connect(web, number)));
  }
  let cuts = 0;
  while (cuts < CLIENTS * CUTS) {
    if (cutOne()) cuts += 1;
    // The sockets of a whole process end at once, and another takes its place under the same address.
    if (cuts === (CLIENTS * CUTS) / 2) {
      await first.close();
      Object.assign(first, await listen(first.services, first.port));
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const { endedAt } = await untilEnded(first.services, treeId);
  expect(endedAt).not.toBeNull();
  await Promise.all(states.map((state) => untilSame(first.services, treeId, state)));
  expect(states.map(({ gaps }) => gaps)).toEqual(states.map(() => 0));
  expect(states.map(({ resyncs }) => resyncs)).toEqual(states.map(() => 0));
  for (const { batches } of states) expectEachOnce(batches);
}, 180_000);

/** No seq is applied twice and none is left out, whatever connection it came over. */
function expectEachOnce(batches: Following["batches"]): void {
  for (const [index, { from }] of batches.entries()) {
    if (index > 0) expect(from).toBe((batches[index - 1]?.to ?? 0) + 1);
  }
}
