import type { Transaction } from "#db/client";
import type { AgentDraft } from "#db/queries/agents";
import { insertAgent } from "#db/queries/agents";
import { lockBreaker, saveBreaker } from "#db/queries/breakers";
import { type AgentsOf, demoAgentIds, removeDemoAgents as removeAgents } from "#db/queries/demo-data";
import {
  admit,
  BREAKER_SETTINGS,
  type Breaker,
  type BreakerKey,
  CLOSED,
  DEFAULT_TENANT,
  hold,
  report,
  standingOf,
} from "#server/engine/recovery/breaker";
import { breakerOf, rowOf } from "../runtime/breakers/rows.ts";

/** Who has registered them: what somebody else calls the same is left alone. */
const MADE_BY = "Demo data";
const MINUTE = 60_000;

type DemoAgent = Pick<AgentDraft, "id" | "name" | "description" | "capabilities" | "model"> & {
  readonly breakerAt: (now: number) => Breaker;
};

/** No workflow asks them, so nothing waits for their breakers; they answer if somebody does. */
const AGENTS: readonly DemoAgent[] = [
  {
    id: "demo-archivist",
    name: "Archivist (demo)",
    description: "Looks up old papers. Its breaker is open: the archive has not answered for a while.",
    capabilities: '["look-up"]',
    model: "demo-researcher",
    // Tried after 1, 2, 4 and 8 minutes, the last time 3 minutes ago.
    breakerAt: (now) => failing(fresh(now - 18 * MINUTE), 0, 4),
  },
  {
    id: "demo-translator",
    name: "Translator (demo)",
    description: "Translates summaries. Its breaker is half-open: the next call finds out.",
    capabilities: '["translate"]',
    model: "demo-writer",
    breakerAt: (now) => fresh(now - 10 * MINUTE),
  },
  {
    id: "demo-critic",
    name: "Critic (demo)",
    description: "Reads drafts and objects. Somebody holds its breaker open.",
    capabilities: '["criticise"]',
    model: "demo-writer",
    breakerAt: (now) =>
      hold(ill(ill(CLOSED, now - 90 * MINUTE), now - 89 * MINUTE), {
        state: "open",
        reason: "its new prompts are being tried out",
        by: "Ada (demo)",
        at: now - 80 * MINUTE,
        until: null,
      }),
  },
];

function ill(breaker: Breaker, at: number): Breaker {
  const message = "503: the service did not answer";
  return report(breaker, { at, probe: null, outcome: "ill", message }, BREAKER_SETTINGS);
}

/** Opened for the first time at an instant. */
function fresh(at: number): Breaker {
  return Array.from({ length: BREAKER_SETTINGS.failures }, (_, nth) => at - 2_000 * nth)
    .toReversed()
    .reduce(ill, CLOSED);
}

/** Calls that were to find out, and failed. */
function failing(breaker: Breaker, at: number, times = 1): Breaker {
  let next = breaker;
  for (let nth = 0; nth < times; nth++) {
    const when = Math.max(at, next.until ?? at);
    const probed = admit(next, { at: when, id: `demo ${nth}` }, BREAKER_SETTINGS).breaker;
    const message = "503: the service did not answer";
    next = report(probed, { at: when, probe: `demo ${nth}`, outcome: "ill", message }, BREAKER_SETTINGS);
  }
  return next;
}

const SEEDED: AgentsOf = { ids: AGENTS.map(({ id }) => id), createdBy: MADE_BY };

const keyOf = (id: string): BreakerKey => ({ kind: "agent", resource: id, tenant: DEFAULT_TENANT });

/** Registers agents in every state that a breaker can have. */
export async function storeDemoAgents(tx: Transaction, now: number): Promise<void> {
  for (const { breakerAt, ...agent } of AGENTS) {
    const draft: AgentDraft = {
      ...agent,
      kind: "llm",
      provider: "demo",
      url: null,
      task: null,
      secret: null,
      prices: '{"input":0.15,"cachedInput":0.075,"output":0.6}',
      concurrency: 4,
      enabled: true,
      createdBy: MADE_BY,
    };
    if (!(await insertAgent(tx, draft))) continue;
    const key = keyOf(agent.id);
    await lockBreaker(tx, key);
    await saveBreaker(tx, rowOf(key, breakerAt(now), now));
  }
}

export function removeDemoAgents(tx: Transaction): Promise<void> {
  return removeAgents(tx, SEEDED);
}

/** The archive still does not answer: whenever its breaker lets a call find out, that fails. Others act on it as on any. */
export async function keepDemoBreakerOpen(tx: Transaction): Promise<void> {
  const [archivist] = AGENTS;
  if (!archivist || !(await demoAgentIds(tx, SEEDED)).includes(archivist.id)) return;
  const key = keyOf(archivist.id);
  const { now, ...row } = await lockBreaker(tx, key);
  const breaker = breakerOf(row);
  if (breaker.forced === null && standingOf(breaker, now).state === "halfOpen")
    await saveBreaker(tx, rowOf(key, failing(breaker, now), now));
}
