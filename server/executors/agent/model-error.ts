import { APICallError } from "ai";
import { EgressError } from "#server/egress/egress-error";
import { isTransientStatus, retryAfterOf } from "../http/retry-after.ts";
import { AgentProblem, badAnswer } from "./agent-problem.ts";

const EXCERPT = 300;

/** What a library threw, as a problem with a code. `redact` goes over what the provider said before it is cut. */
export function problemOf(thrown: unknown, redact: (text: string) => string): AgentProblem {
  const chain = causesOf(thrown);
  const own = chain.find((error) => error instanceof AgentProblem);
  if (own) return own;
  const egress = chain.find((error) => error instanceof EgressError);
  if (egress) return badAnswer(egress.code, egress.message, egress.retryable);
  const api = chain.find((error) => APICallError.isInstance(error));
  if (api) return refusal(api, redact);
  const first = chain[0];
  const message = first instanceof Error ? first.message : String(thrown);
  return badAnswer(
    "AgentAnswerInvalid",
    `The agent gave no answer that can be used: ${excerpt(message, redact)}`,
    true,
  );
}

function refusal(error: APICallError, redact: (text: string) => string): AgentProblem {
  const { statusCode, responseHeaders, responseBody = "" } = error;
  if (statusCode === undefined || statusCode < 300)
    return badAnswer(
      "AgentAnswerInvalid",
      `The provider's answer cannot be read: ${excerpt(error.message, redact)}`,
      true,
    );
  const transient = isTransientStatus(statusCode);
  const said = responseBody.trim() === "" ? error.message : responseBody;
  return new AgentProblem(
    transient ? "ModelUnavailable" : "ModelRefused",
    `The provider answered ${statusCode}: ${excerpt(said, redact)}`,
    {
      class: "task",
      retryable: transient,
      details: { status: statusCode, ...providerCode(responseBody) },
      retryAfterMs: retryAfterOf(responseHeaders?.["retry-after"], Date.now()) ?? undefined,
    },
  );
}

/** The provider's own code, such as `insufficient_quota`, where it gives one. */
function providerCode(body: string): { readonly provider?: string } {
  try {
    const { error } = JSON.parse(body) as {
      readonly error?: { readonly code?: unknown; readonly type?: unknown };
    };
    const code = error?.code ?? error?.type;
    return typeof code === "string" && /^[\w.-]{1,80}$/.test(code) ? { provider: code } : {};
  } catch {
    return {};
  }
}

function causesOf(thrown: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let error = thrown; error !== undefined && error !== null && chain.length < 8; ) {
    chain.push(error);
    const next = error as { readonly cause?: unknown; readonly lastError?: unknown };
    error = next.lastError ?? next.cause;
  }
  return chain;
}

function excerpt(text: string, redact: (text: string) => string): string {
  const line = redact(text)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT - 1)}…` : line;
}
