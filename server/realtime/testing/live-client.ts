import type { Socket } from "socket.io-client";
import { expect } from "vitest";
import { applyBatch, type Replica, replicaOf } from "#server/engine/live/replica";
import type {
  ClientToServer,
  ServerToClient,
  Subscribe,
  SubscribeReply,
  TreeBatch,
} from "#server/engine/live/wire";
import type { Services } from "../../services/context.ts";
import { callerAs } from "../../services/testing/services.ts";
import { treeSnapshot } from "../../services/tree/snapshot.ts";

export type LiveClient = Socket<ServerToClient, ClientToServer>;

/** Anything may be asked: what a server does not take it has to answer. */
export function subscribe(socket: LiveClient, request: unknown): Promise<SubscribeReply> {
  return new Promise((resolve) => socket.emit("subscribe", request as Subscribe, resolve));
}

export type Following = {
  replica: Replica;
  /** Batches that did not follow on. */
  gaps: number;
  /** Snapshots that had to be taken anew. */
  resyncs: number;
  readonly batches: TreeBatch[];
};

/** A client that keeps to the protocol: applies only what follows on, and asks again after gaps and reconnects. */
export async function follow(services: Services, treeId: string, socket: LiveClient): Promise<Following> {
  const state: Following = { replica: await snapshot(services, treeId), gaps: 0, resyncs: 0, batches: [] };
  const startOver = async () => {
    state.resyncs += 1;
    state.replica = await snapshot(services, treeId);
    await ask();
  };
  const ask = async () => {
    const { incarnation } = services;
    const reply = await subscribe(socket, { topic: `tree:${treeId}`, after: state.replica.seq, incarnation });
    if (!reply.ok && reply.code === "RESYNC") await startOver();
  };
  socket.on("batch", (batch) => {
    if (batch.topic === "workspace") return;
    state.batches.push(batch);
    if (applyBatch(state.replica, batch) !== "gap") return;
    state.gaps += 1;
    void ask();
  });
  socket.on("resync", () => void startOver());
  socket.on("connect", () => void ask());
  if (socket.connected) await ask();
  return state;
}

async function snapshot(services: Services, treeId: string): Promise<Replica> {
  return replicaOf(await treeSnapshot(services, callerAs("owner"), { treeId }));
}

/** Waits until a follower has got as far as the database is now, and compares the two. */
export async function untilSame(
  services: Services,
  treeId: string,
  state: Pick<Following, "replica">,
): Promise<void> {
  const { seq } = await snapshot(services, treeId);
  await expect.poll(() => state.replica.seq, { timeout: 10_000 }).toBeGreaterThanOrEqual(seq);
  expect(contents(state.replica)).toEqual(contents(await snapshot(services, treeId)));
}

function contents({ seq, tree, rows }: Replica) {
  return { seq, tree, rows: [...rows.values()].toSorted((a, b) => a.no - b.no) };
}
