import { summarisersIn } from "#server/engine/graph/context";
import { fallbacksOf } from "#server/engine/graph/facts";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { suggest } from "#server/engine/graph/nearest";
import { everyGraph, everyNodeWithin } from "#server/engine/graph/walk";
import { pointerOf } from "#server/engine/values/index";
import { type Agent, type AgentBook, chooseAgent } from "#server/executors/agent/agent";
import { problemHere } from "./codes.ts";

/** Who is asked at a place: an agent by its id, or whoever can do all of this. */
export type Asked =
  | { readonly id: string; readonly path: string }
  | { readonly wanted: readonly string[]; readonly path: string };

type Who = { readonly agent?: string | undefined; readonly capabilities?: readonly string[] | undefined };

/** Everybody whom a graph asks, in its nodes, in what takes their place, and for summaries. */
export function askedBy(graph: Graph): readonly Asked[] {
  const nodes = [...everyNodeWithin(graph)].flatMap(({ node, path }) =>
    node.kind === "agent" ? [asked(node, path)] : [],
  );
  const spare = fallbacksOf(graph).flatMap(({ rung, path }) =>
    rung.agent === undefined ? [] : [asked(rung, path)],
  );
  const summarisers = [...everyGraph(graph)].flatMap(({ graph: each, path }) =>
    summarisersIn(each).map(([who, place]) => asked(who, [...path, ...place])),
  );
  return [...nodes, ...spare, ...summarisers];
}

function asked({ agent, capabilities = [] }: Who, path: readonly (string | number)[]): Asked {
  return agent === undefined
    ? { wanted: capabilities, path: pointerOf([...path, "capabilities"]) }
    : { id: agent, path: pointerOf([...path, "agent"]) };
}

/** Agents that a graph names or asks for and that nobody could be at present. */
export function agentProblems(agents: AgentBook, all: readonly Asked[]): Problem[] {
  return all.flatMap((one) =>
    "id" in one ? named(agents, one.id, one.path) : able(agents, one.wanted, one.path),
  );
}

/** Who holds an agent, and why, by its id. */
export type HeldAgents = ReadonlyMap<string, { readonly by: string; readonly reason: string }>;

/** Places at which everybody who could be asked is held by a person. */
export function heldProblems(agents: AgentBook, all: readonly Asked[], held: HeldAgents): Problem[] {
  if (held.size === 0) return [];
  return all.flatMap((one) => {
    const may = enabledOf(agents).filter(({ id, capabilities }) =>
      "id" in one ? id === one.id : one.wanted.every((wanted) => capabilities.includes(wanted)),
    );
    const [first] = may;
    const word = first && held.get(first.id);
    if (!word || !may.every(({ id }) => held.has(id))) return [];
    const names = may.map(({ id }) => `"${id}"`).join(", ");
    return [problemHere("A005", one.path, `${names} is held by ${word.by}: ${word.reason}`)];
  });
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
