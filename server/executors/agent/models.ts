import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { Egress } from "#server/egress/egress";
import { egressFetch } from "#server/egress/egress-fetch";
import type { HeaderValue } from "#server/egress/message";
import type { AttemptContext } from "#server/runtime/executor";
import type { LlmAgent } from "./agent.ts";
import { demoModel } from "./demo/demo-model.ts";

export type Outside = {
  readonly egress: Egress;
  /** Headers that say where a request comes from. */
  readonly chain?: (context: AttemptContext) => Readonly<Record<string, string>>;
  /** Where the environment points OpenAI's client to, and which keys it brings. */
  readonly providers: {
    readonly openaiKey?: string;
    readonly openaiUrl?: string;
    readonly anthropicKey?: string;
  };
};

/** Stands where a key would: the egress module puts the real one in, and libraries never see it. */
const STAND_IN = "set-by-egress";
const CAPS = { wireBytes: 8 * 1024 * 1024, decodedBytes: 8 * 1024 * 1024 };

/** The model of an agent. It reaches its provider through the one way out. */
export function modelOf(agent: LlmAgent, outside: Outside, timeoutMs: number): LanguageModelV4 {
  const { providers } = outside;
  const fetchWith = (headers: Readonly<Record<string, HeaderValue>>) =>
    egressFetch(outside.egress, { asker: "agent", timeoutMs, caps: CAPS, headers });
  switch (agent.provider) {
    case "demo":
      return demoModel(agent.model);
    case "openai": {
      const secret = agent.secret ?? (providers.openaiKey === undefined ? null : "OPENAI_API_KEY");
      const baseURL = agent.url ?? providers.openaiUrl ?? "https://api.openai.com/v1";
      return createOpenAI({ apiKey: STAND_IN, baseURL, fetch: fetchWith(bearer(secret)) })(agent.model);
    }
    case "anthropic": {
      const secret = agent.secret ?? (providers.anthropicKey === undefined ? null : "ANTHROPIC_API_KEY");
      const headers: Record<string, HeaderValue> =
        secret === null ? {} : { "x-api-key": { $secret: secret } };
      const baseURL = agent.url ?? "https://api.anthropic.com/v1";
      return createAnthropic({ apiKey: STAND_IN, baseURL, fetch: fetchWith(headers) })(agent.model);
    }
    case "openai-compatible":
      return createOpenAICompatible({
        name: agent.id,
        baseURL: agent.url ?? "",
        fetch: fetchWith(bearer(agent.secret)),
        includeUsage: true,
        supportsStructuredOutputs: true,
      })(agent.model);
  }
}

export function bearer(secret: string | null): Readonly<Record<string, HeaderValue>> {
  return secret === null ? {} : { authorization: { $secret: secret, prefix: "Bearer " } };
}
