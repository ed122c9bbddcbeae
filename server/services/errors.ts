/** Why a service refused. Closed: faces map each one, and only these leave the process. */
const SERVICE_ERROR_CODES = [
  "NOT_FOUND",
  "FORBIDDEN",
  "UNAUTHENTICATED",
  "CONFLICT",
  "VALIDATION",
  "PRECONDITION_FAILED",
  "LIMIT_EXCEEDED",
  "UNSUPPORTED_MEDIA",
  "UNAVAILABLE",
  "INTERNAL",
] as const;
export type ServiceErrorCode = (typeof SERVICE_ERROR_CODES)[number];

/** One place that is wrong. `path` is a JSON Pointer into the request, such as `/input/lockfile/packages`. */
export type ErrorDetail = { readonly path: string; readonly message: string };

/** `hash` = `null`: nothing stands there. */
export type Present = { readonly hash: string | null };

/** More findings than this help nobody; the message says how many there are. */
export const MAX_DETAILS = 20;

/** A refusal that a person may read: neither message nor details carry a stack, SQL or a path of this machine. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly details: readonly ErrorDetail[];
  /** Of a refusal because something has moved: what stands there now. */
  readonly present: Present | undefined;

  constructor(
    code: ServiceErrorCode,
    message: string,
    details: readonly ErrorDetail[] = [],
    present?: Present,
  ) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.details = details.slice(0, MAX_DETAILS);
    this.present = present;
  }
}
