import type { Readable } from "node:stream";
import { EgressError } from "./egress-error.ts";

/** The whole body. @throws EgressError when it is over a cap, cut, badly encoded or too late. */
export async function readBody(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk as Buffer);
  } catch (error) {
    throw bodyError(error);
  }
  return Buffer.concat(chunks);
}

export function bodyError(error: unknown): EgressError {
  if (error instanceof EgressError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "UND_ERR_BODY_TIMEOUT")
    return new EgressError("RequestTimedOut", "The answer stopped half-way.");
  if (/^(Z_|ERR_(_ERROR|BROTLI|ZSTD|PADDING)|ZSTD|ERR_ZSTD)/.test(code))
    return new EgressError("RequestFailed", "The answer cannot be decoded.");
  return new EgressError("RequestFailed", "The answer was cut off.");
}
