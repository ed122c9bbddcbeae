import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import * as z from "zod";
import { readBody } from "#server/egress/read-body";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext } from "#server/runtime/executor";
import { BadJson, boundedJson } from "../http/bounded-json.ts";
import { isTransientStatus, retryAfterOf } from "../http/retry-after.ts";
import type { FunctionAgent, HttpAgent } from "./agent.ts";
import { type AgentInput, promptText } from "./agent-input.ts";
import { AgentProblem, badAnswer } from "./agent-problem.ts";
import type { Meter } from "./meter.ts";
import { bearer, type Outside } from "./models.ts";
import { checkAnswer } from "./structured.ts";
import type { FindCallable } from "./tools.ts";

type Call = { readonly input: AgentInput; readonly context: AttemptContext; readonly meter: Meter };

const DEFAULT_TIMEOUT_MS = 60_000;
const answerShape = z.looseObject({
  output: z.json(),
  usage: z
    .looseObject({ inputTokens: z.number().optional(), outputTokens: z.number().optional() })
    .optional(),
});
const spoken = z.strictObject({ text: z.string() });

/**
 * An agent behind an address: it gets `{prompt, system, input, output}` and answers `{output, usage?}`. As
 * `application/x-ndjson` it may send lines of `{text}` before, which are shown as they come, and as `text/event-stream`
 * events whose data is one.
 */
export async function answerOverHttp(
  agent: HttpAgent,
  { egress, chain }: Outside,
  call: Call,
): Promise<Json> {
  const { context, meter, input } = call;
  const reserved = meter.reserve([{ role: "system", content: promptText(input.values.prompt) }], undefined);
  const response = await egress.send({
    asker: "agent",
    method: "POST",
    url: agent.url,
    headers: {
      "Idempotency-Key": encodeURI(context.idempotencyKey),
      ...bearer(agent.secret),
      ...chain?.(context),
    },
    body: { json: questionOf(input) },
    signal: context.signal,
    timeoutMs: context.deadline === null ? DEFAULT_TIMEOUT_MS : Math.max(1, context.deadline - Date.now()),
  });
  const body = isLines(response) ? spokenLines(response.body, context.stream) : response.body;
  const text = new TextDecoder().decode(await readBody(body));
  if (response.status >= 300 || response.status < 200)
    throw refusal(response.status, response.headers["retry-after"]);
  const answer = read(text);
  const tokens = (total: number | undefined) => ({ total, noCache: undefined, cacheRead: 0, cacheWrite: 0 });
  const out = { total: answer.usage?.outputTokens, text: undefined, reasoning: undefined };
  meter.settle(reserved, { inputTokens: tokens(answer.usage?.inputTokens), outputTokens: out }, text);
  return fitting(answer.output as Json, input);
}

/** An agent that is a registered task: it gets the node's input, or the prompt. */
export async function answerOfTask(
  agent: FunctionAgent,
  find: FindCallable,
  { input, context }: Call,
): Promise<Json> {
  const callable = find(agent.task);
  if (!callable)
    throw badAnswer(
      "TaskUnknown",
      `The agent "${agent.id}" is the task "${agent.task}", which is not registered here.`,
      false,
    );
  const result = await callable.run(
    input.values.input ?? { prompt: promptText(input.values.prompt) },
    context,
  );
  if (result.ok) return fitting(result.output, input);
  const { code, message, details, ...rest } = result.failure;
  throw new AgentProblem(code, message, {
    ...rest,
    ...(details ? { details } : {}),
    retryAfterMs: result.retryAfterMs,
  });
}

function isLines({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): boolean {
  return /^(application\/x-ndjson|text\/event-stream)\b/i.test(String(headers["content-type"] ?? ""));
}

/** Tells the texts as they come, and hands on what is no text: the answer. */
function spokenLines(body: Readable, tell: AttemptContext["stream"]): Readable {
  const lines = createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY });
  return Readable.from(answerLines(body, lines, tell));
}

async function* answerLines(
  body: Readable,
  lines: AsyncIterable<string>,
  tell: AttemptContext["stream"],
): AsyncGenerator<Buffer> {
  for await (const each of lines) {
    const line = each.replace(/^data: ?/, "");
    // A comment, or another field of an event.
    if (/^(:|event:|id:|retry:)/.test(line)) continue;
    const text = spoken.safeParse(jsonIn(line));
    if (text.success) tell(text.data.text);
    else yield Buffer.from(`${line}\n`);
  }
  // A body that breaks off ends its lines without an error.
  if (body.errored) throw body.errored;
}

function jsonIn(line: string): unknown {
  try {
    return boundedJson(line);
  } catch {
    return undefined;
  }
}

function questionOf({ values, output, mend }: AgentInput): Json {
  return {
    prompt: promptText(values.prompt),
    ...(values.system ? { system: promptText(values.system) } : {}),
    ...(values.input === undefined ? {} : { input: values.input }),
    ...(output ? { output: output as Json } : {}),
    ...(mend === undefined ? {} : { mend }),
  };
}

function refusal(status: number, retryAfter: string | undefined): AgentProblem {
  const transient = isTransientStatus(status);
  return new AgentProblem(transient ? "ModelUnavailable" : "ModelRefused", `The agent answered ${status}.`, {
    class: "task",
    retryable: transient,
    details: { status },
    retryAfterMs: retryAfterOf(retryAfter, Date.now()) ?? undefined,
  });
}

function read(text: string): z.output<typeof answerShape> {
  try {
    return answerShape.parse(boundedJson(text));
  } catch (error) {
    const why = error instanceof BadJson ? error.message : 'it has no "output"';
    throw badAnswer("AgentAnswerInvalid", `The agent's answer cannot be used: ${why}.`, true);
  }
}

function fitting(value: Json, { output }: AgentInput): Json {
  if (!output) return value;
  const checked = checkAnswer(JSON.stringify(value), output);
  if (checked.ok) return checked.value;
  throw badAnswer(
    "AgentOutputInvalid",
    `The agent's answer does not fit the node's schema: ${checked.flaw}`,
    true,
  );
}
