import { expect, it } from "vitest";
import { graphSchema, type Problem } from "#server/engine/graph/graph";
import type { AgentSummary } from "#server/services/types-agents";
import type { BreakerSummary } from "#server/services/types-breakers";
import { agentChoices, capabilitiesOf, pricedAgents, toggled } from "./agent-choices";
import { fixesFor } from "./fixes";
import { edit, startHistory } from "./history";

const agent = (
  id: string,
  capabilities: readonly string[],
  more: Partial<AgentSummary> = {},
): AgentSummary => ({
  id,
  name: id,
  description: "",
  kind: "llm",
  capabilities,
  provider: "demo",
  model: "demo",
  url: null,
  task: null,
  secret: null,
  prices: null,
  concurrency: 4,
  enabled: true,
  updatedAt: "2026-01-01T00:00:00Z",
  load: { working: 0, waiting: 0 },
  ...more,
});
const breaker = (resource: string, more: Partial<BreakerSummary>): BreakerSummary => ({
  id: `agent:${resource}`,
  kind: "agent",
  resource,
  tenant: "workspace",
  state: "closed",
  until: null,
  computed: "closed",
  forced: null,
  failures: 0,
  trips: 0,
  probes: 0,
  lastFailure: null,
  lastFailedAt: null,
  held: { places: 0, trees: 0 },
  ...more,
});
const AGENTS = [
  agent("broken", ["write"]),
  agent("off", ["write"], { enabled: false }),
  agent("reader", ["read"]),
  agent("shaky", ["write"], { concurrency: 1 }),
  agent("writer", ["write", "read"]),
];
const BREAKERS = [
  breaker("broken", { state: "open", held: { places: 3, trees: 1 } }),
  breaker("shaky", { failures: 2 }),
  // Of something else with the same name.
  { ...breaker("writer", { state: "open" }), kind: "task" },
];

it("offers those that can do it and are well first, and says how each of them is", () => {
  const found = agentChoices(AGENTS, BREAKERS, ["write"]);
  expect(found.map(({ id, health, able }) => [id, health, able])).toEqual([
    ["writer", "ready", true],
    ["shaky", "unsure", true],
    ["broken", "off", true],
    ["off", "off", true],
    ["reader", "ready", false],
  ]);
  expect(found.map(({ words }) => words)).toEqual([
    "ready; 4 at once",
    "ready, failed 2 times in a row; 1 at once",
    "its breaker is open, 3 waiting; 4 at once",
    "disabled; 4 at once",
    "ready; 4 at once",
  ]);
});

it("says how many calls of an agent go on, and how many wait for their turn", () => {
  const words = (load: AgentSummary["load"]) => agentChoices([agent("a", [], { load })], [], [])[0]?.words;
  expect(words({ working: 3, waiting: 0 })).toBe("ready; 3 of 4 calls go on");
  expect(words({ working: 4, waiting: 2 })).toBe("ready; 4 of 4 calls go on, 2 more wait");
});

it("names who holds an agent, and why", () => {
  const forced = { state: "open", reason: "too dear", by: "Ada", at: "", until: null } as const;
  const [held] = agentChoices([agent("a", [])], [breaker("a", { state: "open", forced })], []);
  expect(held?.words).toContain("held by Ada: too dear");
});

it("knows what enabled agents can do, and asks for one thing more or fewer", () => {
  expect(capabilitiesOf([...AGENTS, agent("gone", ["draw"], { enabled: false })])).toEqual(["read", "write"]);
  expect(toggled(["read"], "write")).toEqual(["read", "write"]);
  expect(toggled(["read", "write"], "read")).toEqual(["write"]);
});

it("takes an agent without prices for one whose price is not known, not for a free one", () => {
  const prices = (input: number, output: number) => ({ prices: { input, cachedInput: 0, output } });
  const agents = [agent("dear", [], prices(2, 8)), agent("free", [], prices(0, 0)), agent("unknown", [])];
  expect(pricedAgents([...agents, agent("off", [], { enabled: false })])).toEqual([
    { id: "dear", capabilities: [], usdPerToken: 0.000_008 },
    { id: "free", capabilities: [], usdPerToken: 0 },
    { id: "unknown", capabilities: [], usdPerToken: null },
  ]);
});

it("asks one that is well instead of one that is gone, off or held, and can do what was asked for", () => {
  const known = { agents: AGENTS, breakers: BREAKERS };
  const asking = (who: object) =>
    graphSchema.parse({
      schemaVersion: 1,
      slug: "asking",
      name: "Asking",
      nodes: {
        a: { kind: "agent", prompt: "x", ...who },
        m: { kind: "map", over: "[1]", body: { kind: "agent", prompt: "x", ...who } },
      },
      edges: [],
    });
  const offered = (code: string, path: string, who: object) => {
    const problem: Problem = { code, level: "warning", path, message: "" };
    const graph = asking(who);
    const fixes = fixesFor(graph, problem, known);
    const done = fixes[0] && edit(startHistory(graph), fixes[0].edit, 0);
    return { verbs: fixes.map(({ verb }) => verb), nodes: done?.ok ? done.history.graph.nodes : null };
  };
  const off = offered("A003", "/nodes/a/agent", { agent: "off" });
  expect(off.verbs).toEqual(["Ask writer", "Ask shaky"]);
  expect(off.nodes?.["a"]).toMatchObject({ agent: "writer" });
  expect(offered("A003", "/nodes/a/agent", { agent: "gone" }).verbs).toEqual([
    "Ask reader",
    "Ask writer",
    "Ask shaky",
  ]);
  expect(offered("A005", "/nodes/a/agent", { agent: "broken" }).verbs).toEqual(["Ask writer", "Ask shaky"]);
  const most = offered("A004", "/nodes/m/body/capabilities", { capabilities: ["write", "read", "fly"] });
  expect(most.verbs).toEqual(["Ask writer", "Ask reader", "Ask shaky"]);
  expect(most.nodes?.["m"]).toMatchObject({ body: { kind: "agent", agent: "writer", prompt: "x" } });
  expect(JSON.stringify(most.nodes?.["m"])).not.toContain("capabilities");
  expect(offered("A004", "/nodes/a/capabilities", { capabilities: ["fly"] }).verbs).toEqual([]);
});
