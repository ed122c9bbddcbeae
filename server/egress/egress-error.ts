/** Why a request did not go out or did not come back; each is a failure code that a run can show. */
export type EgressCode =
  /** The address, or what was to be sent there, is not allowed. Trying again changes nothing. */
  | "EgressRefused"
  /** A secret is unknown, or not for this host or this kind of node. */
  | "SecretRefused"
  /** The answer is over a cap of size, ratio or encodings. */
  | "ResponseTooLarge"
  | "RequestTimedOut"
  | "RequestFailed";

/** A message may be shown to anyone: it names hosts, never queries, headers or bodies. */
export class EgressError extends Error {
  override readonly name = "EgressError";
  readonly code: EgressCode;
  readonly retryable: boolean;

  constructor(code: EgressCode, message: string) {
    super(message);
    this.code = code;
    this.retryable = code === "RequestTimedOut" || code === "RequestFailed";
  }
}

export function refused(message: string): EgressError {
  return new EgressError("EgressRefused", message);
}
