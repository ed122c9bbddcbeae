import { eventsIn } from "#db/event-text";
import { type AgentJournals, agentJournals } from "#db/queries/agent-journals";
import { listAgents } from "#db/queries/agents";
import { countHeld } from "#db/queries/breaker-waits";
import { listBreakers } from "#db/queries/breakers";
import { databaseNow } from "#db/queries/database-now";
import { type AgentCall, AgentCalls, quantile } from "#server/engine/metrics/agent-calls";
import { type BreakerKey, breakerId, CLOSED, DEFAULT_TENANT } from "#server/engine/recovery/breaker";
import { rowOf } from "#server/runtime/breakers/rows";
import { authorize } from "../authorize.ts";
import { breakerSummary } from "../breaker/views.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { AgentHealth, AgentRecent } from "../types-agents.ts";
import { iso } from "../views.ts";
import { agentSummary } from "./rows.ts";
import { agentUses } from "./uses.ts";

/** What is read for a look. */
const BOUNDS = { hours: 24, trees: 500, mostEvents: 50_000 } as const;

/** Every registered agent with its breaker, the nodes that ask it, and how its calls went lately. */
export async function agentHealth(
  { db, agents, agentLoad }: Pick<Services, "db" | "agents" | "agentLoad">,
  caller: Caller,
): Promise<AgentHealth> {
  authorize(caller, "agent.read");
  const { sql } = db;
  const [rows, breakers, held, now, uses, journals] = await Promise.all([
    listAgents(sql),
    listBreakers(sql),
    countHeld(sql),
    databaseNow(sql),
    agentUses(sql, agents),
    agentJournals(sql, BOUNDS),
  ]);
  const known = new Map(breakers.map((row) => [breakerId(row), row]));
  const counts = new Map(held.map(({ breaker, places, trees }) => [breaker, { places, trees }]));
  const calls = callsByAgent(journals);
  return {
    recentTrees: new Set(journals.pages.map(({ treeId }) => treeId)).size,
    cut: journals.cut,
    agents: rows.map((row) => {
      const key: BreakerKey = { kind: "agent", resource: row.id, tenant: DEFAULT_TENANT };
      const id = breakerId(key);
      return {
        ...agentSummary({ agentLoad }, row),
        breaker: breakerSummary(known.get(id) ?? rowOf(key, CLOSED, now), now, counts.get(id)),
        uses: uses.get(row.id) ?? [],
        recent: recentOf(calls.get(row.id) ?? []),
      };
    }),
  };
}

function callsByAgent({ pages }: AgentJournals): ReadonlyMap<string, readonly AgentCall[]> {
  const byTree = new Map<string, AgentCalls>();
  for (const { treeId, events } of pages) {
    const fold = byTree.get(treeId) ?? new AgentCalls();
    byTree.set(treeId, fold);
    for (const event of eventsIn(events)) fold.take(event);
  }
  const byAgent = new Map<string, AgentCall[]>();
  for (const call of [...byTree.values()].flatMap(({ calls }) => calls)) {
    const known = byAgent.get(call.agent);
    if (known) known.push(call);
    else byAgent.set(call.agent, [call]);
  }
  return byAgent;
}

function recentOf(calls: readonly AgentCall[]): AgentRecent {
  const took = calls.map(({ tookMs }) => tookMs);
  const sum = (of: (call: AgentCall) => number) => calls.reduce((all, call) => all + of(call), 0);
  const last = calls.reduce((latest, { at }) => Math.max(latest, at), 0);
  return {
    calls: calls.length,
    failed: calls.filter(({ failed }) => failed).length,
    p50Ms: quantile(took, 0.5),
    p95Ms: quantile(took, 0.95),
    tokens: sum(({ tokens }) => tokens),
    costUsd: sum(({ costUsd }) => costUsd),
    lastAt: last === 0 ? null : iso(last),
  };
}
