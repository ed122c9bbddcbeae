import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Asked = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly messages: readonly { role: string; content: unknown }[];
  };
};
export type Answer = (response: ServerResponse, asked: Asked) => void;

/** A server that speaks for models on loopback; each call takes the next answer of the script. */
export type ModelServer = {
  readonly port: number;
  readonly asked: Asked[];
  script: Answer[];
  readonly close: () => void;
};

export async function openModelServer(): Promise<ModelServer> {
  const asked: Asked[] = [];
  const state = { script: [] as Answer[] };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const call = {
        path: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(body || "{}") as Asked["body"],
      };
      asked.push(call);
      const next = state.script.length > 1 ? state.script.shift() : state.script[0];
      next?.(response, call);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    port,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

type Said = {
  readonly text?: string | null;
  readonly toolCalls?: readonly { readonly name: string; readonly args: unknown }[];
  readonly usage?: unknown;
  readonly finish?: string;
};
const USAGE = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  prompt_tokens_details: { cached_tokens: 40 },
};

/** A whole answer. */
export function says({ text = null, toolCalls, usage = USAGE, finish }: Said): Answer {
  return (response) => {
    const calls = toolCalls?.map(({ name, args }, index) => ({
      id: `call-${index}`,
      type: "function",
      function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
    }));
    const message = { role: "assistant", content: text, ...(calls ? { tool_calls: calls } : {}) };
    const finish_reason = finish ?? (calls ? "tool_calls" : "stop");
    json(response, {
      id: "x",
      object: "chat.completion",
      created: 1,
      model: "m",
      choices: [{ index: 0, message, finish_reason }],
      usage,
    });
  };
}

/** The same, in pieces; usage comes with the last one when it was asked for. */
export function streams(words: readonly string[], usage: unknown = USAGE): Answer {
  return (response, { body }) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (choices: unknown[], more = {}) =>
      response.write(
        `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: "m", choices, ...more })}\n\n`,
      );
    for (const content of words)
      send([{ index: 0, delta: { role: "assistant", content }, finish_reason: null }]);
    send([{ index: 0, delta: {}, finish_reason: "stop" }]);
    const options = body["stream_options"] as { include_usage?: boolean } | undefined;
    if (options?.include_usage) send([], { usage });
    response.end("data: [DONE]\n\n");
  };
}

/** A whole answer in OpenAI's own protocol. */
export function responds({ text = "", toolCalls = [] }: Said): Answer {
  return (response) =>
    json(response, {
      id: "resp_1",
      object: "response",
      created_at: 1,
      status: "completed",
      model: "m",
      output: [
        ...toolCalls.map(({ name, args }, index) => ({
          type: "function_call",
          id: `fc_${index}`,
          call_id: `call-${index}`,
          name,
          arguments: JSON.stringify(args),
        })),
        ...(text
          ? [
              {
                type: "message",
                id: "msg_1",
                role: "assistant",
                status: "completed",
                content: [{ type: "output_text", text, annotations: [] }],
              },
            ]
          : []),
      ],
      usage: {
        input_tokens: 100,
        output_tokens: 20,
        total_tokens: 120,
        input_tokens_details: { cached_tokens: 40 },
        output_tokens_details: { reasoning_tokens: 0 },
      },
    });
}

/** A whole answer in Anthropic's protocol, whose input tokens leave out those that were cached. */
export function messages({ text = "", toolCalls = [] }: Said): Answer {
  return (response) =>
    json(response, {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "m",
      content: [
        ...(text ? [{ type: "text", text }] : []),
        ...toolCalls.map(({ name, args }, index) => ({
          type: "tool_use",
          id: `toolu_${index}`,
          name,
          input: args,
        })),
      ],
      stop_reason: toolCalls.length > 0 ? "tool_use" : "end_turn",
      stop_sequence: null,
      usage: {
        input_tokens: 60,
        cache_read_input_tokens: 40,
        cache_creation_input_tokens: 0,
        output_tokens: 20,
      },
    });
}

export function refuses(status: number, body: unknown, headers = {}): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
