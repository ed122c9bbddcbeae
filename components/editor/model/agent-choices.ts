import type { PricedAgent } from "#server/engine/graph/worst-case";
import type { AgentSummary } from "#server/services/types-agents";
import type { BreakerSummary } from "#server/services/types-breakers";

/** An agent that a node could ask, with how it is. */
export type AgentChoice = {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly health: "ready" | "unsure" | "off";
  /** Its health in words, and how many calls it takes at once. */
  readonly words: string;
  /** It can do all that is asked for. */
  readonly able: boolean;
};

const ORDER: readonly AgentChoice["health"][] = ["ready", "unsure", "off"];

/** Those that can do all of it first, of them those that are well. */
export function agentChoices(
  agents: readonly AgentSummary[],
  breakers: readonly BreakerSummary[],
  wanted: readonly string[],
): readonly AgentChoice[] {
  const choices = agents.map((agent): AgentChoice => {
    const breaker = breakers.find(({ kind, resource }) => kind === "agent" && resource === agent.id);
    const health = healthOf(agent, breaker);
    return {
      id: agent.id,
      name: agent.name,
      capabilities: agent.capabilities,
      health,
      words: `${wordsOf(agent, breaker)}; ${loadWords(agent)}`,
      able: wanted.every((one) => agent.capabilities.includes(one)),
    };
  });
  return choices.toSorted(
    (a, b) =>
      Number(b.able) - Number(a.able) ||
      ORDER.indexOf(a.health) - ORDER.indexOf(b.health) ||
      a.name.localeCompare(b.name, "en"),
  );
}

function healthOf({ enabled }: AgentSummary, breaker: BreakerSummary | undefined): AgentChoice["health"] {
  if (!enabled || breaker?.state === "open") return "off";
  return breaker && (breaker.state === "halfOpen" || breaker.failures > 0) ? "unsure" : "ready";
}

function wordsOf({ enabled }: AgentSummary, breaker: BreakerSummary | undefined): string {
  if (!enabled) return "disabled";
  if (!breaker) return "ready";
  const { state, forced, failures, held } = breaker;
  const waiting = held.places > 0 ? `, ${held.places} waiting` : "";
  if (state === "open")
    return `${forced ? `held by ${forced.by}: ${forced.reason}` : "its breaker is open"}${waiting}`;
  if (state === "halfOpen") return `tried again after failures${waiting}`;
  return failures > 0 ? `ready, failed ${failures} times in a row` : "ready";
}

function loadWords({ concurrency, load }: AgentSummary): string {
  const waiting = load.waiting > 0 ? `, ${load.waiting} more wait` : "";
  return load.working > 0
    ? `${load.working} of ${concurrency} calls go on${waiting}`
    : `${concurrency} at once`;
}

/** Everything that some enabled agent can do. */
export function capabilitiesOf(agents: readonly AgentSummary[]): readonly string[] {
  const all = agents.flatMap(({ enabled, capabilities }) => (enabled ? capabilities : []));
  return [...new Set(all)].toSorted();
}

/** With one more, or one fewer; none at all is not said. */
export function toggled(wanted: readonly string[], capability: string): readonly string[] {
  return wanted.includes(capability) ? wanted.filter((one) => one !== capability) : [...wanted, capability];
}

/** Those that may be asked, each with the most that a token of it costs: without prices that is not known. */
export function pricedAgents(agents: readonly AgentSummary[]): readonly PricedAgent[] {
  return agents
    .filter(({ enabled }) => enabled)
    .map(({ id, capabilities, prices }) => ({ id, capabilities, usdPerToken: dearest(prices) }));
}

function dearest(prices: Readonly<Record<string, unknown>> | null): number | null {
  const perMillion = Object.values(prices ?? {}).filter(
    (price): price is number => typeof price === "number",
  );
  return perMillion.length === 0 ? null : Math.max(...perMillion) / 1_000_000;
}
