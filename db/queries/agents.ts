import type { Sql } from "../client.ts";
import type { AgentRecord } from "../rows.ts";

export type AgentDraft = Omit<AgentRecord, "createdAt" | "updatedAt">;

export function listAgents(sql: Sql): Promise<AgentRecord[]> {
  return sql<AgentRecord[]>`select * from agents order by id`;
}

/** `false`: the id is taken. */
export async function insertAgent(sql: Sql, agent: AgentDraft): Promise<boolean> {
  const a = agent;
  const rows = await sql`
    insert into agents (id, name, description, kind, capabilities, provider, model, url, task, secret, prices,
      concurrency, enabled, created_by)
    values (${a.id}, ${a.name}, ${a.description}, ${a.kind}, ${a.capabilities}, ${a.provider}, ${a.model}, ${a.url},
      ${a.task}, ${a.secret}, ${a.prices}, ${a.concurrency}, ${a.enabled}, ${a.createdBy})
    on conflict (id) do nothing returning id`;
  return rows.length > 0;
}

/** `false`: there is none of that id. Who made it stays. */
export async function updateAgent(sql: Sql, agent: AgentDraft): Promise<boolean> {
  const a = agent;
  const rows = await sql`
    update agents set name = ${a.name}, description = ${a.description}, kind = ${a.kind},
      capabilities = ${a.capabilities}, provider = ${a.provider}, model = ${a.model}, url = ${a.url},
      task = ${a.task}, secret = ${a.secret}, prices = ${a.prices}, concurrency = ${a.concurrency},
      enabled = ${a.enabled}, updated_at = now()
    where id = ${a.id} returning id`;
  return rows.length > 0;
}

/** `false`: there was none. */
export async function deleteAgent(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`delete from agents where id = ${id} returning id`;
  return rows.length > 0;
}
