import * as z from "zod";
import { type Connection, noServer } from "./connection.ts";
import { CliError, EXIT, type ExitCode } from "./exit.ts";

export type Call = {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Calls the REST API; answers the parsed body. Any refusal is a `CliError` with the server's own words. */
export type Client = {
  readonly url: string;
  readonly call: <T>(call: Call, shape: z.ZodType<T>) => Promise<T>;
};

/** The server could not be reached, as opposed to having refused. */
export class Unreachable extends CliError {}

const TIMEOUT_MS = 30_000;
const place = z.object({ path: z.string(), message: z.string() });
const problem = z.object({
  title: z.string().default("The server refused"),
  detail: z.string().optional(),
  errors: z.array(place).optional(),
  details: z.array(place).optional(),
});

export function createClient(connection: Connection): Client {
  return { url: connection.url, call: async (call, shape) => shape.parse(await request(connection, call)) };
}

async function request(connection: Connection, call: Call): Promise<unknown> {
  const response = await send(connection, call);
  const text = await response.text();
  const body = parse(text);
  if (response.ok && body !== undefined) return body;
  if (response.ok)
    throw new CliError(`${connection.url} answered something that is not Banyan's API. Check BANYAN_URL.`);
  throw refusal(response.status, body);
}

async function send({ url, token }: Connection, call: Call): Promise<Response> {
  const target = new URL(`/api/v1${call.path}`, url);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) target.searchParams.set(name, String(value));
  }
  const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
  const type = call.body === undefined ? {} : { "content-type": "application/json" };
  const headers = { authorization: `Bearer ${token}`, ...type, ...call.headers };
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return await fetch(target, { method: call.method ?? "GET", headers, signal, ...body });
  } catch {
    throw new Unreachable(noServer(url));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, body: unknown): CliError {
  const parsed = problem.safeParse(body);
  if (!parsed.success)
    return new CliError(`The server answered ${status} without saying why.`, exitFor(status));
  const { title, detail, errors, details } = parsed.data;
  const hint = status === 401 ? " Check BANYAN_TOKEN, or .banyan/cli-token of the running server." : "";
  return new CliError((detail ?? title) + hint, exitFor(status), errors ?? details ?? []);
}

function exitFor(status: number): ExitCode {
  if (status === 404) return EXIT.notFound;
  return [400, 409, 412, 413, 415, 422].includes(status) ? EXIT.invalid : EXIT.usage;
}
