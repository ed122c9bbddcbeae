import { listAgents } from "#db/queries/agents";
import { countHeld } from "#db/queries/breaker-waits";
import { listBreakers } from "#db/queries/breakers";
import { databaseNow } from "#db/queries/database-now";
import { type AgentCall, quantile } from "#server/engine/metrics/agent-calls";
import { type BreakerKey, breakerId, CLOSED, DEFAULT_TENANT } from "#server/engine/recovery/breaker";
import { rowOf } from "#server/runtime/breakers/rows";
import { authorize } from "../authorize.ts";
import { breakerSummary } from "../breaker/views.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { AgentHealth, AgentRecent } from "../types-agents.ts";
import { iso } from "../views.ts";
import { recentCalls } from "./recent-calls.ts";
import { agentSummary } from "./rows.ts";
import { agentUses } from "./uses.ts";

/** Every registered agent with its breaker, the nodes that ask it, and how its calls went as of the last half minute. */
export async function agentHealth(
  { db, agents, agentLoad }: Pick<Services, "db" | "agents" | "agentLoad">,
  caller: Caller,
): Promise<AgentHealth> {
  authorize(caller, "agent.read");
  const { sql } = db;
  const [rows, breakers, held, now, uses, recent] = await Promise.all([
    listAgents(sql),
    listBreakers(sql),
    countHeld(sql),
    databaseNow(sql),
    agentUses(sql, agents),
    recentCalls({ db }),
  ]);
  const known = new Map(breakers.map((row) => [breakerId(row), row]));
  const counts = new Map(held.map(({ breaker, places, trees }) => [breaker, { places, trees }]));
  return {
    recentTrees: recent.trees,
    cut: recent.cut,
    demo: recent.demo,
    agents: rows.map((row) => {
      const key: BreakerKey = { kind: "agent", resource: row.id, tenant: DEFAULT_TENANT };
      const id = breakerId(key);
      return {
        ...agentSummary({ agentLoad }, row),
        breaker: breakerSummary(known.get(id) ?? rowOf(key, CLOSED, now), now, counts.get(id)),
        uses: uses.get(row.id) ?? [],
        recent: recentOf(recent.byAgent.get(row.id) ?? []),
      };
    }),
  };
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
