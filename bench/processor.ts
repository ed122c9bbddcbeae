import { readFileSync } from "node:fs";
import type { Database } from "#db/client";

/** Processor time since the meter was made, in microseconds. Unlike time on the clock it says something on a shared machine. */
export type Processor = { readonly node: number; readonly postgres: number };

/** `/proc` counts in hundredths of a second. */
const TICK_US = 10_000;

/** Meters this process and the PostgreSQL server on this machine; elsewhere than on Linux the latter is 0. */
export async function processorMeter({ sql }: Database): Promise<() => Processor> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const server = Number(statOf(row?.pid ?? 0)[1] ?? 0);
  const own = process.cpuUsage();
  const before = postgresTime(server);
  return () => {
    const { user, system } = process.cpuUsage(own);
    return { node: user + system, postgres: postgresTime(server) - before };
  };
}

/** Of the server's processes, and of those that have ended. */
function postgresTime(server: number): number {
  const own = statOf(server);
  const ended = Number(own[13] ?? 0) + Number(own[14] ?? 0);
  return (ended + childrenOf(server).reduce((sum, pid) => sum + ticksOf(pid), 0)) * TICK_US;
}

function ticksOf(pid: number): number {
  const stat = statOf(pid);
  return Number(stat[11] ?? 0) + Number(stat[12] ?? 0);
}

function childrenOf(pid: number): number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`).trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

/** Fields after the name, which may hold spaces: `[0]` is the state, `[1]` the parent. */
function statOf(pid: number): string[] {
  return read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
