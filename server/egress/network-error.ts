import { errors } from "undici";
import { EgressError } from "./egress-error.ts";

const TIMEOUTS = ["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"];
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  EPIPE: "the connection was cut",
  ENETUNREACH: "there is no way to it",
  EHOSTUNREACH: "there is no way to it",
  UND_ERR_HEADERS_OVERFLOW: "its headers are too large",
  HPE_INVALID_CONSTANT: "it does not speak HTTP",
};

/** What went wrong below, in words that hold no address, no query and no header. */
export function networkError(error: unknown, late: AbortSignal): EgressError {
  if (late.aborted)
    return new EgressError("RequestTimedOut", "The answer did not come within the time limit.");
  const cause = causeOf(error);
  if (cause instanceof EgressError) return cause;
  const code = codeOf(cause);
  if (TIMEOUTS.includes(code))
    return new EgressError("RequestTimedOut", "The other side did not answer in time.");
  if (cause instanceof errors.InvalidArgumentError)
    return new EgressError("EgressRefused", "The request cannot be sent as it stands.");
  if (/CERT|SELF_SIGNED|TLS|SSL|ALTNAME/.test(code))
    return new EgressError("RequestFailed", `The request failed: the certificate is not valid (${code}).`);
  const word = WORDS[code] ?? (/^[A-Z0-9_]{3,40}$/.test(code) ? code : "the connection failed");
  return new EgressError("RequestFailed", `The request failed: ${word}.`);
}

/** Whoever tries several addresses at once reports all that went wrong; the first says enough. */
function causeOf(error: unknown): unknown {
  if (error instanceof EgressError) return error;
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  return error instanceof Error && error.cause instanceof Error ? causeOf(error.cause) : error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
