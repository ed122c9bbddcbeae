import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { isAllowed, ROLES } from "../services/authorize.ts";
import type { Services } from "../services/context.ts";
import { startInput } from "../services/inputs.ts";
import { SOCKET_EVENTS, TO_CONNECT } from "../services/permissions/faces.ts";
import { startRun } from "../services/run/start.ts";
import { callerAs, GROW, openServices, untilEnded } from "../services/testing/services.ts";
import type { Caller } from "../services/types.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import { attachRealtime } from "./attach.ts";

const { db } = await cloneDatabase();
const WITHIN_MS = 5_000;
const sockets: Socket[] = [];
let services: Services;
let http: HttpServer;
let live: Server;
let detach: () => Promise<void>;
let caller: Caller | null = null;
let treeId: string;

beforeAll(async () => {
  services = await openServices(db, { visit: { run: () => null } });
  await createWorkflow(services, callerAs("owner"), { graph: GROW });
  const request = startInput.parse({ slug: "grow", input: { depth: 1 } });
  treeId = (await startRun(services, callerAs("owner"), request)).id;
  await untilEnded(services, treeId);
  http = createServer();
  live = new Server(http, { serveClient: false });
  detach = attachRealtime(live, { services, auth: { peek: async () => caller }, beatMs: 100 });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await detach();
  await live.close();
  await services.host.stop({ timeoutMs: 2_000 });
});

/** `null` = it was not let in. */
function connected(): Promise<Socket | null> {
  const { port } = http.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
  });
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", () => resolve(null));
  });
}

async function say(event: string, socket: Socket, topic: string): Promise<unknown> {
  const request = { topic, after: 0, incarnation: services.incarnation };
  if (event !== "unsubscribe") return socket.timeout(WITHIN_MS).emitWithAck(event, request);
  socket.emit(event, request);
  return null;
}

describe.each(Object.entries(SOCKET_EVENTS))("the socket event %s", (event, action) => {
  test("is refused to whoever is not signed in: no socket opens", async () => {
    caller = null;
    expect(await connected()).toBeNull();
  });

  test.each(ROLES)("is answered to a %s as the table says", async (role) => {
    caller = callerAs(role);
    const socket = await connected();
    expect(socket !== null).toBe(isAllowed(role, TO_CONNECT));
    if (!socket) return;
    for (const topic of [`tree:${treeId}`, "workspace"]) {
      const answer = await say(event, socket, topic);
      if (event === "subscribe") expect(answer).toMatchObject({ ok: isAllowed(role, action) });
      expect(socket.connected).toBe(true);
    }
  });

  test.each(ROLES)("reaches nobody once the %s who opened the socket is signed out", async (role) => {
    caller = callerAs(role);
    const socket = await connected();
    if (!socket) throw new Error(`a ${role} was not let in`);
    const ended = new Promise((resolve) => socket.once("disconnect", resolve));
    caller = null;
    const answer = await say(event, socket, `tree:${treeId}`).catch(() => ({ ok: false }));
    if (event === "subscribe") expect(answer).toMatchObject({ ok: false });
    await ended;
    expect(socket.connected).toBe(false);
  });
});

test("a word that stands in no table is refused to every role", async () => {
  for (const role of ROLES) {
    caller = callerAs(role);
    const socket = await connected();
    expect(await say("publish", socket as Socket, "workspace")).toEqual({ ok: false, code: "BAD_REQUEST" });
  }
});
