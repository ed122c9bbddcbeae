import type { AgentDraft } from "#db/queries/agents";
import type { AgentRecord } from "#db/rows";
import type { Agent, Prices, Provider } from "#server/executors/agent/agent";
import type { Services } from "../context.ts";
import type { AgentInput } from "../inputs-agents.ts";
import type { AgentSummary } from "../types-agents.ts";

/** A registered agent as executors use it. A row of a kind that this version does not know is `null`. */
export function agentOf(row: AgentRecord): Agent | null {
  const common = {
    id: row.id,
    name: row.name,
    capabilities: JSON.parse(row.capabilities) as readonly string[],
    secret: row.secret,
    prices: row.prices === null ? null : (JSON.parse(row.prices) as Prices),
    concurrency: row.concurrency,
    enabled: row.enabled,
  };
  if (row.kind === "http" && row.url !== null) return { ...common, kind: "http", url: row.url };
  if (row.kind === "function" && row.task !== null) return { ...common, kind: "function", task: row.task };
  if (row.kind !== "llm" || row.provider === null || row.model === null) return null;
  return { ...common, kind: "llm", provider: row.provider as Provider, model: row.model, url: row.url };
}

export function agentSummary({ agentLoad }: Pick<Services, "agentLoad">, row: AgentRecord): AgentSummary {
  const { createdBy: _, createdAt: __, capabilities, prices, updatedAt, ...same } = row;
  return {
    ...same,
    kind: row.kind as AgentSummary["kind"],
    capabilities: JSON.parse(capabilities) as readonly string[],
    prices: prices === null ? null : (JSON.parse(prices) as Prices),
    updatedAt: updatedAt.toISOString(),
    load: agentLoad(row.id),
  };
}

export function agentDraft(input: AgentInput, createdBy: string): AgentDraft {
  return {
    id: input.id,
    name: input.name,
    description: input.description,
    kind: input.kind,
    capabilities: JSON.stringify([...new Set(input.capabilities)].toSorted()),
    provider: input.kind === "llm" ? input.provider : null,
    model: input.kind === "llm" ? input.model : null,
    url: input.kind === "function" ? null : (input.url ?? null),
    task: input.kind === "function" ? input.task : null,
    secret: input.kind === "function" ? null : (input.secret ?? null),
    prices: input.prices ? JSON.stringify(input.prices) : null,
    concurrency: input.concurrency,
    enabled: input.enabled,
    createdBy,
  };
}
