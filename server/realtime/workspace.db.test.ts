import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "#db/client";
import { trimWorkspaceEvents } from "#db/queries/workspace-events";
import { cloneDatabase } from "#db/testing/template-database";
import type { ClientToServer, LiveBatch, ServerToClient, SubscribeReply } from "#server/engine/live/wire";
import type { WorkspaceEvent, WorkspaceProgress } from "#server/engine/live/workspace-wire";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../services/context.ts";
import { startInput } from "../services/inputs.ts";
import { cancelRun } from "../services/run/cancel.ts";
import { pauseRun } from "../services/run/pause.ts";
import { startRun } from "../services/run/start.ts";
import { callerAs, GROW, openServices, untilEnded } from "../services/testing/services.ts";
import type { Caller } from "../services/types.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import { workspaceSnapshot } from "../services/workspace/snapshot.ts";
import { attachRealtime } from "./attach.ts";

/** Two web processes, each with a host of its own, over one database. They do without notices: polling is enough. */
const { db, url } = await cloneDatabase();
const owner = callerAs("owner");
const POLL_MS = 100;
type Process = {
  services: Services;
  db: Database;
  http: HttpServer;
  live: Server;
  detach: () => Promise<void>;
};
const processes: Process[] = [];
const sockets: Socket[] = [];
let caller: Caller | null = owner;

async function open(database: Database): Promise<Process> {
  const services = await openServices(database, {
    hold: {
      run: (_, { signal }) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true })),
    },
    visit: { run: () => null },
  });
  const http = createServer();
  const live = new Server(http, { serveClient: false });
  const workspace = { pollMs: POLL_MS, listen: false, progressMs: 50 };
  const auth = { peek: async () => caller };
  const detach = attachRealtime(live, { services, auth, beatMs: 200, workspace });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { services, db: database, http, live, detach };
}

beforeAll(async () => {
  processes.push(await open(db), await open(openDatabase({ url, applicationName: "banyan test" })));
  await createWorkflow(first().services, owner, { graph: GROW });
  const nodes = { only: { kind: "task", task: "hold" } };
  await createWorkflow(first().services, owner, {
    graph: { schemaVersion: 1, slug: "held", name: "Held", nodes, edges: [] },
  });
});
afterEach(() => {
  caller = owner;
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  for (const { detach, live, services } of processes) {
    await detach();
    await live.close();
    await services.host.stop({ timeoutMs: 2_000 });
  }
  await second().db.close();
});

const first = (): Process => processes[0] as Process;
const second = (): Process => processes[1] as Process;

type LiveClient = Socket<ServerToClient, ClientToServer>;

function connect({ http }: Process): LiveClient {
  const { port } = http.address() as AddressInfo;
  const socket: LiveClient = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
  sockets.push(socket as Socket);
  return socket;
}

function subscribe(socket: LiveClient, after: number, incarnation = first().services.incarnation) {
  return new Promise<SubscribeReply>((resolve) =>
    socket.emit("subscribe", { topic: "workspace", after, incarnation }, resolve),
  );
}

type Followed = {
  readonly events: WorkspaceEvent[];
  readonly progress: WorkspaceProgress[];
  gaps: number;
  resyncs: number;
};

/** Applies only what follows on. */
async function follow(
  process: Process,
  from?: number,
): Promise<Followed & { readonly reply: SubscribeReply }> {
  const socket = connect(process);
  let seq = from ?? (await workspaceSnapshot(process.services, owner)).seq;
  const followed: Followed = { events: [], progress: [], gaps: 0, resyncs: 0 };
  socket.on("batch", (batch: LiveBatch) => {
    if (batch.topic !== "workspace") return;
    if (batch.from !== seq + 1) {
      followed.gaps += 1;
      return;
    }
    seq = batch.to;
    followed.events.push(...batch.events);
  });
  socket.on("progress", (progress) => followed.progress.push(progress));
  socket.on("resync", () => {
    followed.resyncs += 1;
  });
  const reply = await subscribe(socket, seq);
  return Object.assign(followed, { reply });
}

const start = (slug: string, input: object = {}, { services } = first()) =>
  startRun(services, owner, startInput.parse({ slug, input }));

function told(followed: Followed, id: string): readonly string[] {
  return followed.events.flatMap((event) =>
    "run" in event && event.run.id === id ? [`${event.kind} ${event.run.status}`] : [],
  );
}

test("a run of one process is told to the followers of both, without a gap, in the same order", async () => {
  const followers = [await follow(first()), await follow(second())];
  const { id } = await start("grow", { depth: 2, width: 2 });
  await untilEnded(first().services, id);
  for (const followed of followers) {
    await until(
      async () => told(followed, id),
      (events) => events.length === 2,
    );
    expect(told(followed, id)).toEqual(["run.started running", "run.ended succeeded"]);
    expect(followed).toMatchObject({ gaps: 0, resyncs: 0 });
  }
  const [one, two] = followers.map(({ events }) => events.filter((event) => "run" in event));
  expect(one).toEqual(two);
});

test("pause and cancel are told, and counts of what goes on come as progress", async () => {
  const followed = await follow(second());
  const { id } = await start("held");
  await until(
    async () => followed.progress.flatMap(({ runs }) => runs),
    (runs) => runs.some((run) => run.id === id && run.runs === 1),
  );
  await pauseRun(first().services, owner, { id });
  await cancelRun(first().services, owner, { id });
  await until(
    async () => told(followed, id),
    (events) => events.length === 3,
  );
  expect(told(followed, id)).toEqual(["run.started running", "run.changed paused", "run.ended cancelled"]);
});

test("publishing is told with who did it", async () => {
  const followed = await follow(second());
  const nodes = { end: { kind: "end" } };
  const graph = { schemaVersion: 1, slug: "told", name: "Told", nodes, edges: [] };
  await createWorkflow(first().services, owner, { graph });
  await until(
    async () => followed.events,
    (events) => events.some(({ kind }) => kind === "workflow.published"),
  );
  expect(followed.events.find(({ kind }) => kind === "workflow.published")).toMatchObject({
    slug: "told",
    name: "Told",
    revision: 1,
    actor: { id: owner.actor.id, name: owner.actor.name },
  });
});

test("a client that comes back gets exactly what it missed", async () => {
  const { seq } = await workspaceSnapshot(first().services, owner);
  const ids = [];
  for (let index = 0; index < 3; index++) ids.push((await start("grow", { depth: 0 })).id);
  for (const id of ids) await untilEnded(first().services, id);
  const followed = await follow(second(), seq);
  await until(
    async () => followed.events.length,
    (count) => count >= 6,
  );
  expect(followed.gaps).toBe(0);
  expect(followed.events.map((event) => event.seq)).toEqual(
    followed.events.map((_, index) => seq + 1 + index),
  );
  for (const id of ids) expect(told(followed, id)).toEqual(["run.started running", "run.ended succeeded"]);
});

test("the snapshot and what follows agree, whatever happens in between", async () => {
  const { id } = await start("held");
  const { open, openTotal, seq } = await workspaceSnapshot(second().services, owner);
  expect(open.find((run) => run.id === id)).toMatchObject({ slug: "held", status: "running", endedAt: null });
  expect(openTotal).toBe(open.length);
  await cancelRun(first().services, owner, { id });
  const followed = await follow(first(), seq);
  await until(
    async () => told(followed, id).at(-1),
    (last) => last === "run.ended cancelled",
  );
  const known = open.find((run) => run.id === id);
  const end = followed.events.find((event) => event.kind === "run.ended" && event.run.id === id);
  expect(end && "run" in end && end.run.version).toBeGreaterThan(known?.version ?? 0);
});

test.each([
  ["a seq that was never reached", async () => 1_000_000, undefined],
  ["another database", async () => 0, "another"],
  [
    "a seq whose followers were trimmed",
    async () => {
      await trimWorkspaceEvents(db.sql, { days: 30, rows: 2 });
      return 1;
    },
    undefined,
  ],
])("%s is answered with a new start", async (_, seq, incarnation) => {
  expect(await subscribe(connect(second()), await seq(), incarnation)).toEqual({ ok: false, code: "RESYNC" });
});

test("who may no longer read is cut off, and may not subscribe again", async () => {
  const followed = await follow(first());
  expect(followed.reply).toMatchObject({ ok: true });
  const [socket] = sockets;
  caller = null;
  await until(
    async () => socket?.connected,
    (connected) => connected === false,
  );
});
