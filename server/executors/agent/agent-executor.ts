import { AGENT_PREFIX } from "#server/engine/nodes/agent/definition";
import type { TaskFacts } from "#server/engine/run/commands";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext, AttemptResult, Executor } from "#server/runtime/executor";
import { describeIssues, failureOfAbort, taskFailure } from "../task/task-failure.ts";
import { type Agent, type AgentBook, chooseAgent, type Prices } from "./agent.ts";
import { type AgentInput, agentInput } from "./agent-input.ts";
import type { AgentProblem } from "./agent-problem.ts";
import { answerOf } from "./llm-agent.ts";
import { Meter } from "./meter.ts";
import { problemOf } from "./model-error.ts";
import type { Outside } from "./models.ts";
import { answerOfTask, answerOverHttp } from "./other-agents.ts";
import { Places } from "./places.ts";
import type { FindCallable } from "./tools.ts";

type Options = Outside & {
  readonly agents: AgentBook;
  /** Registered tasks that agents may call, and that function agents are. */
  readonly find: FindCallable;
  /** Where calls of agents take their turn; its own unless somebody else looks at it. */
  readonly places?: Places;
  /** Takes known secrets out of a text. */
  readonly redact: (text: string) => string;
};

/** Attempts of agents, under `banyan:agent/<id>`. What an attempt used comes back with its result, also when it failed. */
export function createAgentExecutor(options: Options): Executor {
  const { places = new Places() } = options;
  return {
    facts: (task) => factsOf(agentIn(options.agents, task)),
    chooseAgent: (capabilities) => chooseAgent(options.agents.all(), capabilities)?.id,
    run: async (task, input, context) => {
      const agent = agentIn(options.agents, task);
      const parsed = agentInput.safeParse(input);
      if (!agent) return refused("AgentUnknown", `${task} is not registered here, or is disabled.`);
      if (!parsed.success) return refused("AgentRequestInvalid", describeIssues(parsed.error, "node"));
      const asked = withModel(agent, parsed.data, options.agents);
      return await attempt(asked, options, places, parsed.data, context);
    },
  };
}

function agentIn(agents: AgentBook, task: string): Agent | undefined {
  if (!task.startsWith(AGENT_PREFIX)) return undefined;
  const agent = agents.find(task.slice(AGENT_PREFIX.length));
  return agent?.enabled ? agent : undefined;
}

/** Another model costs what it costs whoever is registered with it; where nobody is, what the agent's own does. */
function withModel(agent: Agent, { model }: AgentInput, agents: AgentBook): Agent {
  if (agent.kind !== "llm" || model === undefined) return agent;
  const { provider, url } = agent;
  const known = agents
    .all()
    .find(
      (other) =>
        other.kind === "llm" && other.provider === provider && other.url === url && other.model === model,
    );
  return { ...agent, model, prices: known?.prices ?? agent.prices };
}

/** The version of an agent is what it is at the time: a later change does not rewrite who did the work. */
function factsOf(agent: Agent | undefined): TaskFacts | undefined {
  if (!agent) return undefined;
  const meter = { usdPerToken: dearestToken(agent.prices) };
  if (agent.kind === "llm") return { pure: false, meter, version: `${agent.provider}:${agent.model}` };
  return { pure: false, meter, version: agent.kind === "http" ? agent.url : agent.task };
}

const MILLION = 1_000_000;

function dearestToken(prices: Prices | null): number {
  return prices ? Math.max(prices.input, prices.cachedInput, prices.output) / MILLION : 0;
}

/** The node's own budget, and what the ledger holds for the attempt where a limit of the tree is near. */
function leastOf(own: number | undefined, held: number | undefined): number | undefined {
  return own === undefined || held === undefined ? (own ?? held) : Math.min(own, held);
}

async function attempt(
  agent: Agent,
  options: Options,
  places: Places,
  input: AgentInput,
  context: AttemptContext,
): Promise<AttemptResult> {
  const meter = new Meter(leastOf(input.maxTokens, context.budget?.tokens), agent.prices);
  const used = () => {
    const usage = meter.usage();
    return usage ? { usage } : {};
  };
  try {
    const work = () => answered(agent, options, { input, context, meter });
    const output = await places.within(agent.id, agent.concurrency, context.signal, work);
    return { ok: true, output, ...used() };
  } catch (error) {
    if (context.signal.aborted) return { ...failureOfAbort(context, Date.now()), ...used() };
    return { ...failed(problemOf(error, options.redact)), ...used() };
  }
}

type Call = { readonly input: AgentInput; readonly context: AttemptContext; readonly meter: Meter };

function answered(agent: Agent, options: Options, call: Call): Promise<Json> {
  switch (agent.kind) {
    case "llm":
      return answerOf(agent, options, options.find, call);
    case "http":
      return answerOverHttp(agent, options, call);
    case "function":
      return answerOfTask(agent, options.find, call);
  }
}

function failed({ code, message, options }: AgentProblem): AttemptResult {
  const { retryAfterMs, ...kind } = options;
  const failure = { ...taskFailure(code, message, kind.retryable), ...kind };
  return retryAfterMs === undefined ? { ok: false, failure } : { ok: false, failure, retryAfterMs };
}

function refused(code: string, message: string): AttemptResult {
  return { ok: false, failure: { ...taskFailure(code, message, false), class: "definition" } };
}
