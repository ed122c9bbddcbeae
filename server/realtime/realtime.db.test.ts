import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createUser } from "#db/queries/users";
import { cloneDatabase } from "#db/testing/template-database";
import { applyBatch, type Replica } from "#server/engine/live/replica";
import { until } from "#server/runtime/testing/harness";
import { type Auth, createAuth } from "../auth/auth.ts";
import { hashOf } from "../auth/secrets.ts";
import type { Services } from "../services/context.ts";
import { startInput } from "../services/inputs.ts";
import { cancelRun } from "../services/run/cancel.ts";
import { pauseRun } from "../services/run/pause.ts";
import { requeueRun } from "../services/run/requeue.ts";
import { resumeRun } from "../services/run/resume.ts";
import { startRun } from "../services/run/start.ts";
import { callerAs, GROW, openServices, untilEnded } from "../services/testing/services.ts";
import { treeSnapshot } from "../services/tree/snapshot.ts";
import type { Caller } from "../services/types.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import { attachRealtime, type LiveServer } from "./attach.ts";
import { follow, type LiveClient, subscribe, untilSame } from "./testing/live-client.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const auth = createAuth(db);
const BEAT_MS = 200;
/** Who each bearer token belongs to; tests take entries away. */
const known = new Map<string, Caller>();

/** Holds the task `speak` until it is called. */
let speechEnds: () => void = () => undefined;

let services: Services;
let http: HttpServer;
let live: LiveServer;
let detach: () => Promise<void>;
const sockets: Socket[] = [];

beforeAll(async () => {
  services = await openServices(db, {
    hold: {
      run: (_, { signal }) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true })),
    },
    speak: {
      run: async (_, { attempt, stream }) => {
        stream(attempt === 1 ? "half a sen" : "The key is k3y-of-");
        if (attempt === 1) throw new Error("lost for words");
        stream("the-vault.");
        await new Promise<void>((resolve) => {
          speechEnds = resolve;
        });
        return "said";
      },
    },
    visit: {
      run: async (_, { depth, attempt }) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        if (attempt === 1 && Math.random() < 0.2) throw new Error("flaky");
        if (depth === 2 && Math.random() < 0.2) throw new Error("broken");
        return null;
      },
    },
  });
  await createWorkflow(services, owner, { graph: GROW });
  const nodes = { only: { kind: "task", task: "hold" } };
  await createWorkflow(services, owner, {
    graph: { schemaVersion: 1, slug: "held", name: "Held", nodes, edges: [] },
  });
  const speak = { kind: "task", task: "speak", retry: { maxAttempts: 2, initialMs: 1, capMs: 1 } };
  await createWorkflow(services, owner, {
    graph: { schemaVersion: 1, slug: "spoken", name: "Spoken", nodes: { speak }, edges: [] },
  });
  services.redactor.learn("vault", "k3y-of-the-vault");
  http = createServer();
  live = new Server(http, { serveClient: false, maxHttpBufferSize: 64 * 1024, perMessageDeflate: false });
  const peek: Auth["peek"] = async (credentials) =>
    credentials.cookie
      ? auth.peek({ cookie: credentials.cookie })
      : (known.get(credentials.authorization?.replace("Bearer ", "") ?? "") ?? null);
  detach = attachRealtime(live, { services, auth: { peek }, beatMs: BEAT_MS });
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

function connect(token = "owner", transports = ["websocket"]): LiveClient {
  if (token === "owner") known.set("owner", owner);
  const { port } = http.address() as AddressInfo;
  const socket: LiveClient = io(`http://127.0.0.1:${port}`, {
    transports,
    auth: { token },
    forceNew: true,
    reconnectionDelay: 5,
    reconnectionDelayMax: 20,
  });
  sockets.push(socket as Socket);
  return socket;
}

const grow = (input: object) => startRun(services, owner, startInput.parse({ slug: "grow", input }));
const snapshotOf = (treeId: string) => treeSnapshot(services, owner, { treeId });

const following = (treeId: string, socket: LiveClient) => follow(services, treeId, socket);
const sameAsDatabase = (treeId: string, state: { replica: Replica }) => untilSame(services, treeId, state);

describe("a subscriber", () => {
  test("ends with exactly the state of the database, without a gap and without a resync", async () => {
    const { treeId } = await grow({ depth: 4, width: 3 });
    const state = await following(treeId, connect());
    await untilEnded(services, treeId);
    await sameAsDatabase(treeId, state);
    expect(state).toMatchObject({ gaps: 0, resyncs: 0 });
    // 121, less what hangs below a run whose three attempts were all broken.
    expect(state.replica.rows.size).toBeGreaterThan(60);
    for (const [index, batch] of state.batches.entries()) {
      if (index > 0) expect(batch.from).toBe((state.batches[index - 1]?.to ?? 0) + 1);
    }
  });

  test.each([["websocket"], ["polling"]])(
    "that is cut off again and again over %s misses nothing and sees nothing twice",
    async (transport) => {
      const { treeId } = await grow({ depth: 6, width: 3 });
      const state = await following(treeId, connect("owner", [transport]));
      let cuts = 0;
      const timer = setInterval(() => {
        for (const socket of live.sockets.sockets.values()) {
          cuts += 1;
          socket.conn.close(true);
        }
      }, 20);
      await untilEnded(services, treeId);
      clearInterval(timer);
      await sameAsDatabase(treeId, state);
      expect(cuts).toBeGreaterThan(1);
      expect(state).toMatchObject({ gaps: 0, resyncs: 0 });
    },
  );

  test("gets the whole past of a tree that ended, from any seq", async () => {
    const { treeId } = await grow({ depth: 3, width: 3 });
    await untilEnded(services, treeId);
    const whole = await snapshotOf(treeId);
    const rows = new Map(whole.rows.map((row) => [row.no, row]));
    for (const after of [0, 1, Math.floor(whole.seq / 3), whole.seq - 1, whole.seq]) {
      const socket = connect();
      const replica: Replica = { seq: after, tree: whole.tree, rows: new Map(after === 0 ? [] : rows) };
      socket.on("batch", (batch) =>
        expect(batch.topic !== "workspace" && applyBatch(replica, batch)).toBe("applied"),
      );
      const reply = await subscribe(socket, {
        topic: `tree:${treeId}`,
        after,
        incarnation: services.incarnation,
      });
      expect(reply).toEqual({ ok: true, head: whole.seq });
      await sameAsDatabase(treeId, { replica });
    }
  });

  test("sees a pause, a resumption and a cancellation", async () => {
    const { treeId } = await grow({ depth: 6, width: 3 });
    const state = await following(treeId, connect());
    await pauseRun(services, owner, { id: treeId });
    await until(
      async () => state.replica.tree,
      (tree) => tree.paused && tree.status === "paused",
    );
    await resumeRun(services, owner, { id: treeId });
    await until(
      async () => state.replica.tree,
      (tree) => !tree.paused && tree.status === "running",
    );
    await cancelRun(services, owner, { id: treeId });
    await untilEnded(services, treeId);
    await sameAsDatabase(treeId, state);
    expect([...state.replica.rows.values()].every((row) => row.endedAt !== null)).toBe(true);
  });

  test("of one tree gets nothing of another", async () => {
    const [one, two] = await Promise.all([grow({ depth: 2 }), grow({ depth: 2 })]);
    const state = await following(one.treeId, connect());
    await Promise.all([untilEnded(services, one.treeId), untilEnded(services, two.treeId)]);
    await sameAsDatabase(one.treeId, state);
    expect(new Set(state.batches.map(({ topic }) => topic))).toEqual(new Set([`tree:${one.treeId}`]));
  });

  test("hears the head while nothing happens, and nothing after it unsubscribed", async () => {
    const { treeId } = await grow({ depth: 0 });
    await untilEnded(services, treeId);
    const socket = connect();
    const { seq } = await snapshotOf(treeId);
    const topic = `tree:${treeId}` as const;
    const beats: number[] = [];
    socket.on("heartbeat", ({ head }) => beats.push(head));
    await subscribe(socket, { topic, after: seq, incarnation: services.incarnation });
    await until(
      async () => beats.length,
      (count) => count >= 2,
    );
    expect(new Set(beats)).toEqual(new Set([seq]));
    socket.emit("unsubscribe", { topic });
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS));
    const heard = beats.length;
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS * 3));
    expect(beats.length).toBe(heard);
  });
});

describe("who looks at a run", () => {
  /** What a page makes of the pieces, by attempt. */
  async function reader(id: string) {
    const socket = connect();
    const heard = { texts: {} as Record<string, string>, ended: [] as number[] };
    socket.on("stream", ({ topic, pieces }) => {
      expect(topic).toBe(`run:${id}`);
      for (const { attempt, from, text, ended } of pieces) {
        heard.texts[attempt] = (heard.texts[attempt] ?? "").slice(0, from) + text;
        if (ended) heard.ended.push(attempt);
      }
    });
    expect(await subscribe(socket, { topic: `run:${id}`, after: 0, incarnation: "" })).toEqual({
      ok: true,
      head: 0,
    });
    return heard;
  }

  test("reads along what its tasks write, whenever it comes, without secrets; nobody else does, and it is not kept", async () => {
    const [spoken, other] = await Promise.all([
      startRun(services, owner, startInput.parse({ slug: "spoken" })),
      startRun(services, owner, startInput.parse({ slug: "held" })),
    ]);
    const [early, elsewhere] = [await reader(spoken.id), await reader(other.id)];
    const written = { 1: "half a sen", 2: "The key is [secret vault]." };
    await expect.poll(() => early.texts, { timeout: 10_000 }).toEqual(written);
    const late = await reader(spoken.id);
    await expect.poll(() => late, { timeout: 10_000 }).toEqual({ texts: written, ended: [1] });
    speechEnds();
    await untilEnded(services, spoken.id);
    await expect.poll(() => late.ended, { timeout: 10_000 }).toEqual([1, 2]);
    expect(elsewhere.texts).toEqual({});
    const [journal] = await db.sql`
      select string_agg(events, '') as told from journal where tree_id = ${spoken.treeId}`;
    expect(journal?.["told"]).toContain("lost for words");
    expect(journal?.["told"]).not.toContain("half a sen");
    await cancelRun(services, owner, { id: other.id });
  });
});

describe("a tree that needs attention, which no event tells", () => {
  test("makes its followers start over when it goes into quarantine and when it comes out", async () => {
    const { treeId } = await startRun(services, owner, startInput.parse({ slug: "held", input: {} }));
    const topic = `tree:${treeId}` as const;
    const { incarnation } = services;
    const socket = connect();
    const resyncs: string[] = [];
    socket.on("resync", (notice) => resyncs.push(notice.topic));
    await until(
      async () => services.host.owner(treeId)?.callsInFlight,
      (calls) => calls === 1,
    );
    const running = await snapshotOf(treeId);
    const before = { topic, after: running.seq, incarnation, held: false };
    expect(await subscribe(socket, before)).toMatchObject({ ok: true });

    services.host.owner(treeId)?.drop({ why: "failed", error: new Error("It ended its process.") });
    await until(
      async () => resyncs.length,
      (count) => count === 1,
      3_000,
    );
    const held = await snapshotOf(treeId);
    expect(held.tree).toMatchObject({ status: "needs_attention", attention: "It ended its process." });
    // A client that was away meanwhile comes back to the seq at which it left.
    expect(await subscribe(socket, before)).toEqual({ ok: false, code: "RESYNC" });
    const during = { topic, after: held.seq, incarnation, held: true };
    expect(await subscribe(socket, during)).toMatchObject({ ok: true });

    await requeueRun(services, owner, { id: treeId });
    await until(
      async () => resyncs.length,
      (count) => count === 2,
      3_000,
    );
    const back = await snapshotOf(treeId);
    expect(back.tree.status).toBe("running");
    expect(await subscribe(socket, { ...during, after: back.seq })).toEqual({ ok: false, code: "RESYNC" });
    expect(await subscribe(socket, { ...before, after: back.seq })).toMatchObject({ ok: true });
    const state = await following(treeId, socket);
    await cancelRun(services, owner, { id: treeId });
    await sameAsDatabase(treeId, state);
  });
});

describe("what does not fit is answered", () => {
  const treeId = "01900000-0000-7000-8000-000000000000";
  test.each([
    [{ topic: `tree:${treeId}`, after: 0, incarnation: "other" }, "RESYNC"],
    [{ topic: `tree:${treeId}`, after: 0, incarnation: "own" }, "NOT_FOUND"],
    [{ topic: "tree:../../x", after: 0, incarnation: "own" }, "BAD_REQUEST"],
    [{ topic: `tree:${treeId}`, after: -1, incarnation: "own" }, "BAD_REQUEST"],
    [{ topic: `tree:${treeId}` }, "BAD_REQUEST"],
    [{ topic: `tree:${treeId}`, after: 0, incarnation: "own", extra: 1 }, "BAD_REQUEST"],
    [{ topic: `run:${treeId}.7`, after: 0, incarnation: "any" }, "NOT_FOUND"],
    [{ topic: "run:../../x", after: 0, incarnation: "own" }, "BAD_REQUEST"],
    [null, "BAD_REQUEST"],
    ["text", "BAD_REQUEST"],
  ])("%j with %s", async (request, code) => {
    const own = JSON.parse(JSON.stringify(request).replace('"own"', JSON.stringify(services.incarnation)));
    expect(await subscribe(connect(), own)).toEqual({ ok: false, code });
  });

  test("a seq that the tree has not reached: start over", async () => {
    const { treeId: id } = await grow({ depth: 0 });
    await untilEnded(services, id);
    const request = { topic: `tree:${id}`, after: 9_999, incarnation: services.incarnation };
    expect(await subscribe(connect(), request)).toEqual({ ok: false, code: "RESYNC" });
  });

  test("unknown events, missing and foreign arguments leave the server standing", async () => {
    const socket = connect() as Socket;
    const reply = await new Promise((resolve) => socket.emit("drop", { all: true }, resolve));
    expect(reply).toEqual({ ok: false, code: "BAD_REQUEST" });
    socket.emit("subscribe");
    socket.emit("subscribe", "x", "not a function");
    socket.emit("unsubscribe");
    socket.emit("unsubscribe", { topic: 7 });
    expect(await subscribe(connect(), null)).toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("who is not known", () => {
  test("does not get in", async () => {
    const socket = connect("nobody");
    const error = await new Promise<Error>((resolve) => socket.on("connect_error", resolve));
    expect(error.message).toBe("UNAUTHENTICATED");
  });

  test("any more is put out, although the connection stood", async () => {
    known.set("leaving", callerAs("viewer"));
    const socket = connect("leaving");
    await new Promise<void>((resolve) => socket.on("connect", resolve));
    const told = new Promise((resolve) => socket.on("session", resolve));
    const gone = new Promise((resolve) => socket.on("disconnect", resolve));
    known.delete("leaving");
    expect(await gone).toBe("io server disconnect");
    expect(await told).toEqual({ ended: true });
  });

  test("S24: as the same any more is told so, and only then", async () => {
    known.set("rising", callerAs("viewer"));
    const socket = connect("rising");
    const told: unknown[] = [];
    socket.on("session", (change: unknown) => told.push(change));
    await new Promise<void>((resolve) => socket.on("connect", resolve));
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS * 3));
    expect(told).toEqual([]);
    known.set("rising", callerAs("editor"));
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS * 4));
    expect(told).toEqual([{ ended: false }]);
  });

  test("a tab that is only left open does not keep its session from going idle", async () => {
    const user = "01900000-0000-7000-8000-00000000000a";
    await createUser(db.sql, { id: user, name: "Ada", role: "viewer" });
    const visit = { address: "192.0.2.1", userAgent: null };
    const entry = await auth.redeem(await auth.issueSignInLink(user), visit);
    const value = entry.kind === "in" ? entry.cookie : "";
    const lastSeen = (hours: number) =>
      db.sql`update sessions set last_seen_at = now() - ${hours} * interval '1 hour' where hash = ${hashOf(value)}`;
    await lastSeen(11);
    const { port } = http.address() as AddressInfo;
    const extraHeaders = { cookie: `banyan_session=${value}` };
    const socket = io(`http://127.0.0.1:${port}`, {
      transports: ["websocket"],
      forceNew: true,
      extraHeaders,
    });
    sockets.push(socket);
    await new Promise<void>((resolve) => socket.on("connect", resolve));
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS * 3));
    const [row] = await db.sql<{ hours: number }[]>`
      select round(extract(epoch from now() - last_seen_at) / 3600)::int as hours from sessions
      where hash = ${hashOf(value)}`;
    expect(row?.hours).toBe(11);
    const gone = new Promise((resolve) => socket.on("disconnect", resolve));
    await lastSeen(13);
    expect(await gone).toBe("io server disconnect");
  });
});
