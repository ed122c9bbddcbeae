import type { Agent } from "#server/executors/agent/agent";
import { createAgentExecutor } from "#server/executors/agent/agent-executor";
import { composeExecutors } from "#server/executors/task/compose-executors";
import type { Task } from "#server/executors/task/index";
import { createTaskExecutor } from "#server/executors/task/task-executor";
import type { Executor } from "#server/runtime/executor";
import { DEMO_AGENTS } from "#server/services/agent/demo-agents";

const agents = DEMO_AGENTS.map((agent): Agent => {
  if (agent.kind !== "llm") throw new Error("the demo agents are models");
  return { ...agent, prices: agent.prices ?? null, url: null, secret: null };
});

/** The demo agents and some tasks, with no way out at all. */
export function withDemoAgents(tasks: readonly Task[]): Executor {
  return composeExecutors(
    createAgentExecutor({
      egress: { send: () => Promise.reject(new Error("the demo asked for the network")) },
      providers: {},
      agents: { find: (id) => agents.find((agent) => agent.id === id), all: () => agents },
      find: () => undefined,
      redact: (text) => text,
    }),
    createTaskExecutor(tasks),
  );
}
