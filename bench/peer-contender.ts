import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "#db/client";
import type { Contender, Measured, Turn } from "./contender.ts";
import { openPeer, type PeerProcess } from "./peer-process.ts";
import type { PeerEntry } from "./peer-roster.ts";
import { PEER_WORKLOADS } from "./peers/protocol.ts";

/** A peer in a process of its own, on a database of its own in the same PostgreSQL; between its turns it is stopped. */
export async function openPeerContender(
  db: Database,
  serverUrl: string,
  folder: string,
  { id, name }: PeerEntry,
): Promise<Contender> {
  const database = `peer_${id.replaceAll("-", "_")}`;
  await db.sql`create database ${db.sql(database)}`;
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  const place = { databaseUrl: url.href, folder: join(folder, database) };
  mkdirSync(place.folder, { recursive: true });
  const process = openPeer(id, place);
  // A peer that does not start is ended: what it left half started would take time from the others.
  let absent: Turn | undefined;
  return {
    name,
    turn: async () => {
      if (absent) return absent;
      const started = await process.ask("start");
      if (started.ok) return takeTurn(process);
      await process.end();
      absent = { measured: [], waits: [], failures: { start: started.error } };
      return absent;
    },
    end: process.end,
  };
}

/** All workloads on a started peer, which is stopped then. */
async function takeTurn(process: PeerProcess): Promise<Turn> {
  const measured: Measured[] = [];
  const waits: number[] = [];
  const failures: Record<string, string> = {};
  for (const id of PEER_WORKLOADS) {
    const answer = await process.ask(id);
    if (!answer.ok) failures[id] = answer.error;
    else if (id === "W5") waits.push(...(answer.waits ?? []));
    else {
      const perSecond = (answer.units * 1_000) / answer.ms;
      measured.push({ id, name: id, unit: id === "W3" ? "runs" : "steps", perSecond });
    }
  }
  const stopped = await process.ask("stop");
  if (!stopped.ok) failures["stop"] = stopped.error;
  return { measured, waits, failures };
}
