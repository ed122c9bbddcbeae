import { decided, failure } from "../../run/deciding.ts";
import { placeAttempt } from "../../run/place.ts";
import type { Json, Stored } from "../../values/json.ts";
import { templateIn } from "../evaluate.ts";
import type { NodeOf, Planner, Planning } from "../planner.ts";
import { fail, scopeFor, unlessValue, whereOf } from "../planning.ts";
import { AGENT_PREFIX } from "./definition.ts";
import { promptTemplate } from "./prompt.ts";

type AgentNode = NodeOf<"agent">;

/** One attempt of an agent. Which one was chosen stands in the event: recovery and retries do not choose again. */
export const planAgent: Planner<AgentNode> = {
  plan: (planning, node) => {
    const { deciding, ref } = planning;
    const id = chosen(planning, node);
    const task = `${AGENT_PREFIX}${id ?? ""}`;
    if (id === null || !deciding.env.task(task)) return fail(planning, unknownAgent(ref.node, node));
    const values = templateIn(deciding, valuesOf(node), scopeFor(planning), whereOf(planning, "prompt"));
    if (values.kind !== "value") return unlessValue(planning, values);
    const input = { ...settingsOf(node), values: values.stored };
    return decided(deciding, placeAttempt(deciding, ref, task, 1, input as Stored), values.blobs);
  },
};

function chosen({ deciding }: Planning, { agent, capabilities = [] }: AgentNode): string | null {
  return agent ?? deciding.env.chooseAgent?.(capabilities) ?? null;
}

function valuesOf({ prompt, system, input }: AgentNode): Json {
  return {
    prompt: promptTemplate(prompt),
    ...(system === undefined ? {} : { system: promptTemplate(system) }),
    ...(input === undefined ? {} : { input }),
  };
}

/** Left out of the template: a schema may hold a text that looks like an expression. */
function settingsOf(node: AgentNode): Readonly<Record<string, Json>> {
  const { output, tools, maxSteps, maxTokens, maxOutputTokens, temperature, stream } = node;
  const given = { output, tools, maxSteps, maxTokens, maxOutputTokens, temperature, stream };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
    string,
    Json
  >;
}

function unknownAgent(node: string, { agent, capabilities = [] }: AgentNode) {
  const who = agent === undefined ? `an agent that can ${capabilities.join(" and ")}` : `agent "${agent}"`;
  const message = `Node ${node} needs ${who}, and none is registered and enabled here.`;
  return failure("definition", "AgentUnknown", message, { agent: agent ?? capabilities.join(" ") });
}
