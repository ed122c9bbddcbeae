import { io, type Socket } from "socket.io-client";
import { applyBatch, type Replica } from "#server/engine/live/replica";
import type { ClientToServer, ServerToClient, TreeSummary } from "#server/engine/live/wire";
import type { Server } from "../../e2e/server/start-server.ts";
import type { Commit } from "./replay.ts";

type Client = Socket<ServerToClient, ClientToServer>;

/** Clients that follow a tree as a browser does, without drawing it. */
export async function followers(
  { url, token }: Server,
  { treeId, incarnation, count }: { treeId: string; incarnation: string; count: number },
): Promise<{
  /** From each commit to its arrival at each client, ms. */
  readonly delays: (commits: readonly Commit[]) => readonly number[];
  readonly gaps: () => number;
  readonly close: () => void;
}> {
  const sockets: Client[] = [];
  const heard: Commit[][] = [];
  let gaps = 0;
  const answer = await fetch(`${url}/api/v1/runs/${treeId}/tree?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { seq } = (await answer.json()) as { seq: number };
  for (let number = 0; number < count; number += 1) {
    const socket: Client = io(url, {
      transports: ["websocket"],
      extraHeaders: { authorization: `Bearer ${token}` },
      forceNew: true,
    });
    const replica: Replica = { seq, tree: {} as TreeSummary, rows: new Map() };
    const own: Commit[] = [];
    const ask = () =>
      socket.emit("subscribe", { topic: `tree:${treeId}`, after: replica.seq, incarnation }, (reply) => {
        if (!reply.ok) throw new Error(`A follower was refused: ${reply.code}`);
      });
    socket.on("batch", (batch) => {
      if (batch.topic === "workspace") return;
      if (applyBatch(replica, batch) === "gap") {
        gaps += 1;
        ask();
      } else own.push({ seq: batch.to, at: Date.now() });
    });
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    ask();
    sockets.push(socket);
    heard.push(own);
  }
  return {
    delays: (commits) => heard.flatMap((own) => arrivals(commits, own)),
    gaps: () => gaps,
    close: () => {
      for (const socket of sockets) socket.disconnect();
    },
  };
}

function arrivals(commits: readonly Commit[], own: readonly Commit[]): readonly number[] {
  let place = 0;
  return commits.flatMap(({ seq, at }) => {
    while (place < own.length && (own[place]?.seq ?? 0) < seq) place += 1;
    const seen = own[place];
    return seen ? [seen.at - at] : [];
  });
}
