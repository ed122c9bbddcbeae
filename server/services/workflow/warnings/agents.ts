import { summarisersIn } from "#server/engine/graph/context";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { suggest } from "#server/engine/graph/nearest";
import { everyGraph, everyNodeWithin } from "#server/engine/graph/walk";
import { pointerOf } from "#server/engine/values/index";
import { type Agent, type AgentBook, chooseAgent } from "#server/executors/agent/agent";
import { fallbacksOf } from "../graph-facts.ts";
import { problemHere } from "./codes.ts";

/** Agents that a graph names or asks for and that nobody could be at present. */
export function agentProblems(agents: AgentBook, graph: Graph): Problem[] {
  const nodes = [...everyNodeWithin(graph)].flatMap(({ node, path }) => {
    if (node.kind !== "agent") return [];
    if (node.agent !== undefined) return named(agents, node.agent, pointerOf([...path, "agent"]));
    return able(agents, node.capabilities ?? [], pointerOf([...path, "capabilities"]));
  });
  const spare = fallbacksOf(graph).flatMap(({ rung, path }) =>
    rung.agent === undefined ? [] : named(agents, rung.agent, pointerOf([...path, "agent"])),
  );
  const summarisers = [...everyGraph(graph)].flatMap(({ graph: each, path }) =>
    summarisersIn(each).flatMap(([{ agent, capabilities = [] }, place]) =>
      agent === undefined
        ? able(agents, capabilities, pointerOf([...path, ...place, "capabilities"]))
        : named(agents, agent, pointerOf([...path, ...place, "agent"])),
    ),
  );
  return [...nodes, ...spare, ...summarisers];
}

function named(agents: AgentBook, id: string, path: string): Problem[] {
  const agent = agents.find(id);
  if (agent?.enabled) return [];
  const ids = enabledOf(agents).map((each) => each.id);
  const what = agent
    ? `the agent "${id}" is disabled; enable it`
    : `no agent is called "${id}"; ${suggest(id, ids)}`;
  return [problemHere("A003", path, what)];
}

function able(agents: AgentBook, wanted: readonly string[], path: string): Problem[] {
  if (wanted.length === 0 || chooseAgent(agents.all(), wanted)) return [];
  const known = [...new Set(enabledOf(agents).flatMap(({ capabilities }) => capabilities))];
  const missing = wanted.filter((one) => !known.includes(one));
  if (missing.length === 0)
    return [problemHere("A004", path, `no single agent can do all of ${wanted.join(", ")}; ask for less`)];
  return missing.map((one) => problemHere("A004", path, `no agent can "${one}"; ${suggest(one, known)}`));
}

function enabledOf(agents: AgentBook): readonly Agent[] {
  return agents.all().filter(({ enabled }) => enabled);
}
