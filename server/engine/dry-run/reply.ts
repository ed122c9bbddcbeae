import type { Failure } from "../failure.ts";
import type { GraphNode } from "../graph/graph.ts";
import { AGENT_PREFIX } from "../nodes/agent/definition.ts";
import { kindOf } from "../nodes/definitions.ts";
import { EMIT } from "../nodes/emit/definition.ts";
import { HTTP } from "../nodes/http/definition.ts";
import { DETACH } from "../nodes/subworkflow/definition.ts";
import type { CallTask } from "../run/effects.ts";
import type { TreeState } from "../run/state.ts";
import { boundGraphOf, definitionOf, pathOf, runAt } from "../run/tree.ts";
import type { Usage } from "../run/usage.ts";
import type { Schema } from "../schema/fits.ts";
import type { Random } from "../simulation/random.ts";
import type { Answer } from "../simulation/world.ts";
import type { Json } from "../values/json.ts";
import { drawFor } from "./draw.ts";
import { madeValue } from "./made-value.ts";
import { type Behaviour, nodeKey, placeKey, type Setup } from "./setup.ts";

/** Where the result of a call came from. */
export type Source = "recorded" | "made";

/** What a call is answered with in a dry run, and after how long. */
export function replyTo(
  setup: Setup,
  tree: TreeState,
  call: CallTask,
  input: Json,
): Answer & { readonly source: Source } {
  const run = runAt(tree, call.run);
  const { slug } = boundGraphOf(tree, run);
  const { node } = definitionOf(tree, run, call.node);
  const behaviour = setup.behaviours[nodeKey(slug, call.node)] ?? {};
  const random = drawFor(setup.seed, `${call.idempotencyKey}:${call.attempt}`);
  const [low, high] = behaviour.durationMs ?? usualMs(call.task);
  const afterMs = Math.round(random.between(low, high));
  const failure = failureOf(behaviour, call, random);
  const known = setup.recorded[placeKey(pathOf(tree, call.run), call.node, call.item)];
  const source = known === undefined ? "made" : "recorded";
  const output = known ?? madeOutput(setup, node, { call, input, random });
  const usage = call.task.startsWith(AGENT_PREFIX) ? usageOf(setup, call.task, input, output) : null;
  const used = usage ? { usage } : {};
  return { afterMs, result: failure ? { failure } : { output }, source, jitter: random.next(), ...used };
}

function failureOf(
  { failureRate = 0, throws }: Behaviour,
  { attempt }: CallTask,
  random: Random,
): Failure | null {
  const unlucky = random.next() < failureRate;
  if (throws && attempt <= (throws.times ?? Number.POSITIVE_INFINITY)) {
    const { times: _, ...failure } = throws;
    return failure;
  }
  if (!unlucky) return null;
  return { class: "task", code: "TaskFailed", message: "failed by the dice of the dry run", retryable: true };
}

/** Made up, and in proportion: what asks a model takes longest. */
function usualMs(task: string): readonly [number, number] {
  if (task.startsWith(AGENT_PREFIX)) return [800, 4_000];
  if (task === HTTP) return [100, 900];
  return task === DETACH || task === EMIT ? [1, 5] : [50, 400];
}

type Asked = { readonly call: CallTask; readonly input: Json; readonly random: Random };

function madeOutput(setup: Setup, node: GraphNode, { call, input, random }: Asked): Json {
  if (call.task === DETACH)
    return { runId: call.idempotencyKey, workflow: (input as { workflow?: string }).workflow ?? "" };
  if (call.task === EMIT) return { event: (input as { event?: string }).event ?? "", channels: ["inApp"] };
  const schema = outputSchemaOf(setup, node);
  if (call.task === HTTP) return schema ? madeValue(schema, random) : { status: 200, headers: {}, body: {} };
  if (schema) return madeValue(schema, random);
  if (node.kind === "plan") return [];
  if (call.task.startsWith(AGENT_PREFIX)) return `A made answer of ${call.node}.`;
  const given = (input as { input?: Json } | null)?.input;
  return node.kind === "code" && given !== undefined ? given : input;
}

/** What the node says of its result, else what its agent or its task does. */
function outputSchemaOf({ tasks }: Setup, node: GraphNode): Schema | undefined {
  const work = kindOf(node).body?.(node).body ?? node;
  const own = "outputSchema" in work ? work.outputSchema : undefined;
  if (own) return own;
  if (work.kind === "agent") return work.output;
  return work.kind === "task" && Object.hasOwn(tasks, work.task) ? tasks[work.task] : undefined;
}

const CHARACTERS_PER_TOKEN = 4;

function usageOf({ agents }: Setup, task: string, input: Json, output: Json): Usage {
  const inputTokens = Math.ceil(JSON.stringify(input).length / CHARACTERS_PER_TOKEN);
  const outputTokens = Math.ceil(JSON.stringify(output).length / CHARACTERS_PER_TOKEN);
  const price = agents.find(({ id }) => task === `${AGENT_PREFIX}${id}`)?.usdPerToken ?? 0;
  return {
    calls: 1,
    inputTokens,
    cachedInputTokens: 0,
    outputTokens,
    costUsd: (inputTokens + outputTokens) * price,
  };
}
