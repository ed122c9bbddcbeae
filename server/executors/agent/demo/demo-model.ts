import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { APICallError } from "ai";
import { MockLanguageModelV4, simulateReadableStream } from "ai/test";
import { tokensIn } from "../meter.ts";
import { conversationOf } from "./conversation.ts";
import { answerFor } from "./demo-answer.ts";
import { directivesIn } from "./directives.ts";

/**
 * A model that needs neither a key nor a network. It reads the sections of a prompt (a question, passages, answers) and
 * answers from them alone, the same to the same prompt; a prompt can ask it to fail (see `directives.ts`).
 */
export function demoModel(modelId: string): LanguageModelV4 {
  return new MockLanguageModelV4({
    provider: "demo",
    modelId,
    doGenerate: async (options) => ({ ...(await replyTo(options)), warnings: [] }),
    doStream: async (options) => {
      const { content, finishReason, usage } = await replyTo(options);
      const parts = content.flatMap((part, index) => streamed(part, String(index)));
      const chunks: LanguageModelV4StreamPart[] = [
        { type: "stream-start", warnings: [] },
        ...parts,
        { type: "finish", finishReason, usage },
      ];
      return { stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) };
    },
  });
}

function streamed(part: LanguageModelV4Content, id: string): readonly LanguageModelV4StreamPart[] {
  if (part.type === "tool-call") return [part];
  if (part.type !== "text") return [];
  const words = part.text.match(/\S+\s*/g) ?? [];
  return [
    { type: "text-start", id },
    ...words.map((delta): LanguageModelV4StreamPart => ({ type: "text-delta", id, delta })),
    { type: "text-end", id },
  ];
}

async function replyTo(options: LanguageModelV4CallOptions) {
  const conversation = conversationOf(options);
  const wanted = directivesIn(conversation.text);
  if (wanted.waitMs > 0) await waited(wanted.waitMs, options.abortSignal);
  options.abortSignal?.throwIfAborted();
  if (wanted.status !== null) throw refusal(wanted.status, wanted.retryAfter);
  const content = answerFor(conversation, wanted.malformed);
  const called = content.some(({ type }) => type === "tool-call");
  return {
    content: [...content],
    finishReason: { unified: called ? ("tool-calls" as const) : ("stop" as const), raw: undefined },
    usage: usageOf(JSON.stringify(options.prompt), JSON.stringify(content)),
  };
}

function usageOf(prompt: string, answer: string): LanguageModelV4Usage {
  const [input, output] = [tokensIn(prompt), tokensIn(answer)];
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}

function refusal(statusCode: number, retryAfter: number | null): APICallError {
  return new APICallError({
    message: `the prompt asked for a failure with status ${statusCode}`,
    url: "demo:",
    requestBodyValues: {},
    statusCode,
    ...(retryAfter === null ? {} : { responseHeaders: { "retry-after": String(retryAfter) } }),
  });
}

function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const alarm = setTimeout(resolve, ms);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(alarm);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
