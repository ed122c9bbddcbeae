import type { LanguageModelV4, LanguageModelV4Content, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { wrapLanguageModel } from "ai";
import { badAnswer } from "./agent-problem.ts";
import type { Meter } from "./meter.ts";

/** More tool calls in one answer are no plan but a fault. */
const MAX_TOOL_CALLS = 32;

/** A model whose every call is reserved before and settled after, repairs and turns after tools included. */
export function meteredModel(model: LanguageModelV4, meter: Meter): LanguageModelV4 {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: "v4",
      wrapGenerate: async ({ params, model: inner }) => {
        const reserved = meter.reserve(params.prompt, params.maxOutputTokens);
        const result = await inner.doGenerate(capped(params, reserved.maxOutputTokens));
        meter.settle(reserved, result.usage, JSON.stringify(result.content));
        checkToolCalls(result.content.filter(isToolCall).length);
        return result;
      },
      wrapStream: async ({ params, model: inner }) => {
        const reserved = meter.reserve(params.prompt, params.maxOutputTokens);
        const { stream, ...rest } = await inner.doStream(capped(params, reserved.maxOutputTokens));
        return {
          ...rest,
          stream: stream.pipeThrough(settling((usage, answer) => meter.settle(reserved, usage, answer))),
        };
      },
    },
  }) as LanguageModelV4;
}

function capped<P extends { maxOutputTokens?: number }>(params: P, maxOutputTokens: number | undefined): P {
  return maxOutputTokens === undefined ? params : { ...params, maxOutputTokens };
}

type Settle = (
  usage: Extract<LanguageModelV4StreamPart, { type: "finish" }>["usage"] | undefined,
  answer: string,
) => void;

type Controller = TransformStreamDefaultController<LanguageModelV4StreamPart>;

/** Settles when the answer ends; one that breaks off is settled by what had come. */
function settling(settle: Settle) {
  let answer = "";
  let toolCalls = 0;
  let settled = false;
  const once: Settle = (usage) => {
    if (!settled) settle(usage, answer);
    settled = true;
  };
  const note = (part: LanguageModelV4StreamPart) => {
    if (part.type === "text-delta") answer += part.delta;
    else if (part.type === "tool-call") checkToolCalls(++toolCalls);
    else if (part.type === "finish") once(part.usage, answer);
    else if (part.type === "error") once(undefined, answer);
  };
  const transformer = {
    transform(part: LanguageModelV4StreamPart, controller: Controller) {
      note(part);
      controller.enqueue(part);
    },
    flush: () => once(undefined, answer),
    // Node calls it when the source breaks off; the types of the library do not know it yet.
    cancel: () => once(undefined, answer),
  };
  return new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>(transformer);
}

function isToolCall({ type }: LanguageModelV4Content): boolean {
  return type === "tool-call";
}

function checkToolCalls(count: number): void {
  if (count <= MAX_TOOL_CALLS) return;
  throw badAnswer(
    "AgentAnswerInvalid",
    `The model asked for more than ${MAX_TOOL_CALLS} tool calls at once.`,
    true,
  );
}
