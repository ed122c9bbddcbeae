import type { Graph, Problem } from "#server/engine/graph/graph";
import type { AgentSummary } from "#server/services/types-agents";
import type { BreakerSummary } from "#server/services/types-breakers";
import { agentChoices } from "./agent-choices";
import { type Fix, fix } from "./fix";
import { settingAt, valueAt } from "./value-at";

/** Agents that there are, and how they are. */
export type KnownAgents = {
  readonly agents: readonly AgentSummary[];
  readonly breakers: readonly BreakerSummary[];
};

/** Ways that are offered. */
const MOST = 3;

/** Agents that are well and could be asked instead: who can do what is asked for, or most of it. */
export function fixAgent(graph: Graph, { path }: Problem, { agents, breakers }: KnownAgents): readonly Fix[] {
  const at = path.slice(0, path.lastIndexOf("/"));
  const asked = valueAt(graph, path);
  const wanted = Array.isArray(asked)
    ? asked.filter((one) => typeof one === "string")
    : (agents.find(({ id }) => id === asked)?.capabilities ?? []);
  const can = (capabilities: readonly string[]) => wanted.filter((one) => capabilities.includes(one)).length;
  return agentChoices(agents, breakers, wanted)
    .filter(({ id, health, capabilities }) => {
      const fits = Array.isArray(asked) ? can(capabilities) > 0 : can(capabilities) === wanted.length;
      return id !== asked && health !== "off" && fits;
    })
    .toSorted((a, b) => can(b.capabilities) - can(a.capabilities))
    .slice(0, MOST)
    .flatMap(({ id }) => {
      const named = settingAt(graph, `${at}/agent`, id);
      const less = Array.isArray(asked) ? settingAt(graph, path) : null;
      return named ? [fix(`Ask ${id}`, [...(less ? [less] : []), named])] : [];
    });
}
