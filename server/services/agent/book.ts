import type { Database } from "#db/client";
import { listAgents } from "#db/queries/agents";
import type { Agent, AgentBook } from "#server/executors/agent/agent";
import { agentOf } from "./rows.ts";

/** The registry in memory. `refresh` reads it again after a change here; `keepFresh` for changes of other processes. */
export type LiveAgentBook = AgentBook & { readonly refresh: () => Promise<void> };

export async function openAgentBook({ sql }: Pick<Database, "sql">): Promise<LiveAgentBook> {
  let agents: ReadonlyMap<string, Agent> = new Map();
  const refresh = async () => {
    const rows = await listAgents(sql);
    const known = rows.flatMap((row) => agentOf(row) ?? []);
    agents = new Map(known.map((agent) => [agent.id, agent]));
  };
  await refresh();
  return { find: (id) => agents.get(id), all: () => [...agents.values()], refresh };
}

/** Reads the registry again every `everyMs`. Returns the way to stop. */
export function keepFresh(
  { refresh }: LiveAgentBook,
  { everyMs, onError }: { readonly everyMs: number; readonly onError: (error: unknown) => void },
): () => void {
  const timer = setInterval(() => void refresh().catch(onError), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
