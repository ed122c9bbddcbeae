/** US dollars per million tokens. */
export type Prices = { readonly input: number; readonly cachedInput: number; readonly output: number };

export const PROVIDERS = ["demo", "openai", "anthropic", "openai-compatible"] as const;
export type Provider = (typeof PROVIDERS)[number];

type Registered = {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly secret: string | null;
  readonly prices: Prices | null;
  readonly concurrency: number;
  readonly enabled: boolean;
};
export type LlmAgent = Registered & {
  readonly kind: "llm";
  readonly provider: Provider;
  readonly model: string;
  readonly url: string | null;
};
export type HttpAgent = Registered & { readonly kind: "http"; readonly url: string };
export type FunctionAgent = Registered & { readonly kind: "function"; readonly task: string };

/** A registered worker that `agent` nodes call. */
export type Agent = LlmAgent | HttpAgent | FunctionAgent;

/** The registry as executors and the core see it: in memory, read at every decision. */
export type AgentBook = {
  readonly find: (id: string) => Agent | undefined;
  readonly all: () => readonly Agent[];
};

/**
 * The agent that does all of this: a real one before a demo, then the one made for the fewest things, then the
 * cheapest, then by id. The same registry gives the same answer.
 */
export function chooseAgent(agents: readonly Agent[], capabilities: readonly string[]): Agent | undefined {
  const able = agents.filter(
    (agent) => agent.enabled && capabilities.every((wanted) => agent.capabilities.includes(wanted)),
  );
  return able.toSorted(
    (a, b) =>
      Number(isDemo(a)) - Number(isDemo(b)) ||
      a.capabilities.length - b.capabilities.length ||
      priceOf(a) - priceOf(b) ||
      (a.id < b.id ? -1 : 1),
  )[0];
}

function isDemo(agent: Agent): boolean {
  return agent.kind === "llm" && agent.provider === "demo";
}

function priceOf({ prices }: Agent): number {
  return prices ? prices.input + prices.output : 0;
}
