import { IncomingMessage } from "node:http";
import { isMutation, pathOf } from "./guard.ts";
import type { Refusal } from "./refusal.ts";

const MB = 1024 * 1024;
/** Fits every graph. */
export const DEFAULT_CAP = 6 * MB;
/** Fits a big lockfile or a long text as the input of a run. */
export const RUN_START_CAP = 20 * MB;
/** Someone who is not signed in has nothing longer to say than a token. */
export const ANONYMOUS_CAP = 64 * 1024;

const RUN_START = /^\/api\/(v1\/workflows\/[^/]+\/runs|trpc\/([\w.]+,)*runs\.start(,[\w.]+)*)$/;
/** The REST calls decide which of them take it; no form of another site can send it without asking first. */
const YAML_TYPE = /^(application\/(x-)?yaml|text\/yaml)\s*(;|$)/i;
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

export function bodyCap(url: string): number {
  return RUN_START.test(pathOf(url)) ? RUN_START_CAP : DEFAULT_CAP;
}

/** What can be said from the headers alone. */
export function judgeBody(request: IncomingMessage): Refusal | null {
  const hasBody = declaresBody(request);
  if (!isMutation(request.method ?? "GET")) return hasBody ? unexpected() : null;
  if (request.headers["content-encoding"] !== undefined)
    return unsupported("Send the body without compression.");
  const type = request.headers["content-type"];
  if (type === undefined && !hasBody) return null;
  if (isTaken(type ?? "", request.url ?? "/")) return null;
  return unsupported("Send JSON with `Content-Type: application/json`.");
}

function declaresBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function isTaken(type: string, url: string): boolean {
  return JSON_TYPE.test(type) || (pathOf(url).startsWith("/api/v1/") && YAML_TYPE.test(type));
}

export type BodyResult =
  | { readonly ok: true; readonly request: IncomingMessage }
  | { readonly ok: false; readonly tooLong: boolean };

/**
 * Reads the body up to `cap` and hands back the same request with that body, so that handlers never meet half of one.
 * Over the cap nothing more is kept.
 */
export async function readBody(request: IncomingMessage, cap: number): Promise<BodyResult> {
  if (Number(request.headers["content-length"] ?? 0) > cap) return { ok: false, tooLong: true };
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length;
      if (bytes > cap) return { ok: false, tooLong: true };
      chunks.push(chunk);
    }
  } catch {
    return { ok: false, tooLong: false };
  }
  return { ok: true, request: replay(request, Buffer.concat(chunks)) };
}

export function tooLong(cap: number): Refusal {
  const size = cap >= MB ? `${cap / MB} MB` : `${cap / 1024} KB`;
  return {
    status: 413,
    code: "LIMIT_EXCEEDED",
    title: "Over a limit",
    detail: `The body is longer than ${size}, the most that this address takes. Send less, or split it.`,
  };
}

/** Keeps discarding what still arrives, for a while: a client that is cut off in mid-send never reads the answer. */
export function discardRest(request: IncomingMessage, forMs = 10_000): void {
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), forMs);
  timer.unref();
  request.once("end", () => clearTimeout(timer));
  request.once("close", () => clearTimeout(timer));
}

function replay(original: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(original.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = original;
  Object.assign(copy, {
    method,
    url,
    headers,
    rawHeaders,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
    complete: true,
  });
  if (body.length > 0) copy.push(body);
  copy.push(null);
  return copy;
}

function unsupported(detail: string): Refusal {
  return { status: 415, code: "UNSUPPORTED_MEDIA", title: "Unsupported content type", detail };
}

function unexpected(): Refusal {
  return {
    status: 400,
    code: "UNEXPECTED_BODY",
    title: "Unexpected body",
    detail: "A read carries no body.",
  };
}
