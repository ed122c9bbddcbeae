import type { AgentInput } from "../inputs-agents.ts";

/** Of the size that small hosted models have, so that what a run would cost shows without anyone paying it. */
const EXAMPLE_PRICES = { input: 0.15, cachedInput: 0.075, output: 0.6 };

function demo(id: string, name: string, capabilities: readonly string[], description: string): AgentInput {
  return {
    kind: "llm",
    id,
    name,
    description: `${description} A built-in model without network; its prices are examples.`,
    capabilities: [...capabilities],
    provider: "demo",
    model: id,
    prices: EXAMPLE_PRICES,
    concurrency: 8,
    enabled: true,
  };
}

/** Agents that work without a key and without a network. */
export const DEMO_AGENTS: readonly AgentInput[] = [
  demo("demo-planner", "Demo planner", ["plan"], "Divides a question into smaller ones."),
  demo("demo-researcher", "Demo researcher", ["research"], "Answers a question from given passages."),
  demo("demo-writer", "Demo writer", ["write", "summarise"], "Puts answers together and shortens texts."),
];
