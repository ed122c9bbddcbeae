import type { LanguageModelV4 } from "@ai-sdk/provider";
import { generateText, isStepCount, type ModelMessage, streamText, type ToolSet } from "ai";
import type { Json } from "#server/engine/values/json";
import { counted } from "#server/engine/words";
import type { AttemptContext } from "#server/runtime/executor";
import type { LlmAgent } from "./agent.ts";
import { type AgentInput, promptText } from "./agent-input.ts";
import { AgentProblem, badAnswer } from "./agent-problem.ts";
import type { Meter } from "./meter.ts";
import { meteredModel } from "./metered-model.ts";
import { modelOf, type Outside } from "./models.ts";
import { checkAnswer, outputSpec } from "./structured.ts";
import { ToolWatch } from "./tool-watch.ts";
import { type FindCallable, toolsOf } from "./tools.ts";

const DEFAULT_TIMEOUT_MS = 10 * 60 * 1_000;

type Call = { readonly input: AgentInput; readonly context: AttemptContext; readonly meter: Meter };
type Asked = {
  readonly model: LanguageModelV4;
  readonly tools: ToolSet;
  readonly messages: readonly ModelMessage[];
  readonly watch: ToolWatch;
};
type Answer = { readonly text: string; readonly finish: string };

/** The answer of a language model: text, or JSON that fits the node's schema, with one turn to mend it. */
export async function answerOf(
  agent: LlmAgent,
  outside: Outside,
  find: FindCallable,
  call: Call,
): Promise<Json> {
  const { input, context, meter } = call;
  const left = context.deadline === null ? DEFAULT_TIMEOUT_MS : Math.max(1, context.deadline - Date.now());
  const model = meteredModel(modelOf(agent, outside, left), meter);
  const watch = new ToolWatch();
  const tools = toolsOf(input.tools, find, context, meter, watch);
  const messages: ModelMessage[] = [{ role: "user", content: questionOf(input) }];
  const first = await ask({ model, tools, messages, watch }, call);
  if (!input.output) return first.text;
  const checked = checkAnswer(first.text, input.output);
  if (checked.ok) return checked.value;
  const repair = [
    ...messages,
    { role: "assistant", content: first.text || "(nothing)" },
    mending(checked.flaw),
  ] as const;
  // Without tools: the work is done, only its form is wrong.
  const second = await ask({ model, tools: {}, messages: repair, watch }, call);
  const mended = checkAnswer(second.text, input.output);
  if (mended.ok) return mended.value;
  const message = `The agent's answer does not fit the node's schema, and mending it did not help: ${mended.flaw}`;
  throw badAnswer("AgentOutputInvalid", message, true);
}

function questionOf({ values, mend }: AgentInput): string {
  const asked = promptText(values.prompt);
  return mend === undefined ? asked : `${asked}\n\nYour last answer could not be used. ${mend}`;
}

function mending(flaw: string): ModelMessage {
  const content = `That answer cannot be used: ${flaw}. Answer again with JSON that fits the schema, and with nothing else.`;
  return { role: "user", content };
}

async function ask({ model, tools, messages, watch }: Asked, { input, context }: Call): Promise<Answer> {
  const { output, maxSteps, maxOutputTokens, temperature, values } = input;
  const settings = {
    model,
    tools,
    messages: [...messages],
    stopWhen: [isStepCount(maxSteps), () => watch.isStuck],
    // The node's own policy tries again, with what the provider says about waiting.
    maxRetries: 0,
    abortSignal: context.signal,
    ...(values.system ? { instructions: promptText(values.system) } : {}),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(output ? { output: outputSpec(output) } : {}),
  };
  const answer = input.stream ? await streamed(settings, context.stream) : await generated(settings);
  if (watch.isStuck && answer.finish === "tool-calls") throw watch.problem();
  return checkEnd(answer, maxSteps);
}

type Settings = Parameters<typeof generateText>[0];

async function generated(settings: Settings): Promise<Answer> {
  const { text, finishReason } = await generateText(settings);
  return { text, finish: finishReason };
}

async function streamed(settings: Settings, tell: AttemptContext["stream"]): Promise<Answer> {
  // Errors come as parts; without a listener the library prints them.
  const result = streamText({ ...settings, onError: () => undefined } as Parameters<typeof streamText>[0]);
  let failed: { readonly error: unknown } | null = null;
  let texts = 0;
  for await (const part of result.fullStream) {
    if (part.type === "error") failed ??= { error: part.error };
    // Between two texts the model called a tool.
    if (part.type === "text-start" && texts++ > 0) tell("\n\n");
    if (part.type === "text-delta") tell(part.text);
  }
  if (failed) throw failed.error instanceof Error ? failed.error : new Error(String(failed.error));
  return { text: await result.text, finish: await result.finishReason };
}

function checkEnd(answer: Answer, maxSteps: number): Answer {
  switch (answer.finish) {
    case "tool-calls":
      throw new AgentProblem(
        "AgentStepsExceeded",
        `The agent still called tools after ${counted(maxSteps, "step")}. Raise maxSteps, or give it fewer tools.`,
        { class: "limit", retryable: false, details: { limit: "maxSteps", max: maxSteps } },
      );
    case "length":
      throw new AgentProblem(
        "AgentAnswerCut",
        "The answer reached its longest length before its end. Raise maxOutputTokens or maxTokens.",
        { class: "limit", retryable: false },
      );
    case "content-filter":
      throw badAnswer("ModelRefused", "The provider's filter stopped the answer.", false);
    default:
      if (answer.text.trim() === "")
        throw badAnswer("AgentAnswerInvalid", "The agent answered with nothing.", true);
      return answer;
  }
}
