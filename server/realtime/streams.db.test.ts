import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { afterAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { RunStream } from "#server/engine/live/wire";
import { StreamRelay } from "#server/runtime/stream-relay";
import { TaskStreams } from "#server/runtime/task-streams";
import type { Services } from "../services/context.ts";
import { startInput } from "../services/inputs.ts";
import { startRun } from "../services/run/start.ts";
import { callerAs, openServices, untilEnded } from "../services/testing/services.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import { attachRealtime, type LiveServer } from "./attach.ts";
import { subscribe } from "./testing/live-client.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

let goOn: () => void = () => undefined;
/** Writes half of it, then waits until somebody has read that. */
const speak = {
  run: async (_: unknown, { stream }: { readonly stream: (text: string) => void }) => {
    stream("half ");
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    stream("and half");
    return "said";
  },
};

/** One web process over the common database. */
async function openWeb(): Promise<Services & { readonly port: number }> {
  const own = new TaskStreams();
  const services = await openServices(db, { speak }, { streams: own });
  const relay = new StreamRelay({
    db,
    own,
    log: services.log,
    isOwn: (treeId) => services.host.owner(treeId) !== undefined,
  });
  await relay.open();
  const http: HttpServer = createServer();
  const live: LiveServer = new Server(http, { serveClient: false });
  const web = { ...services, streams: relay };
  const detach = attachRealtime(live, { services: web, auth: { peek: async () => owner }, beatMs: 500 });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    await detach();
    await live.close();
    await relay.close();
    await services.host.stop({ timeoutMs: 500 });
  });
  return { ...web, port: (http.address() as AddressInfo).port };
}

test("a page that is served by one web process reads along what a task writes in another, while it is written", async () => {
  const [runs, serves] = [await openWeb(), await openWeb()];
  const nodes = { say: { kind: "task", task: "speak" } };
  const graph = { schemaVersion: 1, slug: "spoken", name: "Spoken", nodes, edges: [] };
  await createWorkflow(runs, callerAs("editor"), { graph });
  const { id, treeId } = await startRun(runs, owner, startInput.parse({ slug: "spoken" }));
  expect(serves.host.owner(treeId)).toBeUndefined();
  const socket = io(`http://127.0.0.1:${serves.port}`, { transports: ["websocket"], forceNew: true });
  closing.push(async () => void socket.disconnect());
  let text = "";
  let ended = false;
  socket.on("stream", ({ pieces }: RunStream) => {
    for (const piece of pieces) {
      text = text.slice(0, piece.from) + piece.text;
      ended = piece.ended;
    }
  });
  expect(await subscribe(socket, { topic: `run:${id}`, after: 0, incarnation: "" })).toMatchObject({
    ok: true,
  });
  await expect.poll(() => text, { timeout: 10_000 }).toBe("half ");
  expect(ended).toBe(false);
  goOn();
  await untilEnded(runs, id);
  await expect.poll(() => [text, ended], { timeout: 10_000 }).toEqual(["half and half", true]);
});
