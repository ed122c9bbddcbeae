import { TRPCError } from "@trpc/server";
import type { Log } from "../services/context.ts";
import { type ErrorDetail, ServiceError, type ServiceErrorCode } from "../services/errors.ts";
import { escapePointer } from "../services/json-guard.ts";

type Face = { readonly trpc: TRPCError["code"]; readonly http: number; readonly title: string };

/** The one table of how a refusal looks from outside. */
export const FACES: Readonly<Record<ServiceErrorCode, Face>> = {
  NOT_FOUND: { trpc: "NOT_FOUND", http: 404, title: "Not found" },
  FORBIDDEN: { trpc: "FORBIDDEN", http: 403, title: "Not allowed" },
  UNAUTHENTICATED: { trpc: "UNAUTHORIZED", http: 401, title: "Not signed in" },
  CONFLICT: { trpc: "CONFLICT", http: 409, title: "Conflict" },
  VALIDATION: { trpc: "BAD_REQUEST", http: 400, title: "The request is not valid" },
  PRECONDITION_FAILED: { trpc: "PRECONDITION_FAILED", http: 412, title: "Not possible now" },
  LIMIT_EXCEEDED: { trpc: "PAYLOAD_TOO_LARGE", http: 413, title: "Over a limit" },
  UNSUPPORTED_MEDIA: { trpc: "UNSUPPORTED_MEDIA_TYPE", http: 415, title: "Unsupported content type" },
  UNAVAILABLE: { trpc: "SERVICE_UNAVAILABLE", http: 503, title: "Not available now" },
  INTERNAL: { trpc: "INTERNAL_SERVER_ERROR", http: 500, title: "Internal error" },
};

const SILENT = "Something failed inside Banyan. The server log has the cause.";

/**
 * Any thrown value as a refusal. What is not one is logged and leaves only as INTERNAL, without its message.
 * @param requestId Told to the caller too, so that the line in the log can be found.
 */
export function toServiceError(thrown: unknown, log: Log, requestId: string): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  log.error({ err: thrown, requestId }, "unexpected error in a request");
  return new ServiceError("INTERNAL", SILENT);
}

/** Errors that tRPC itself raised for the request (bad input, unknown procedure) keep their code. */
export function toTrpcError(error: TRPCError, log: Log, requestId: string): TRPCError {
  if (!(error.cause instanceof ServiceError) && error.code !== "INTERNAL_SERVER_ERROR") return error;
  return refuse(toServiceError(error.cause ?? error, log, requestId));
}

export function refuse(refusal: ServiceError): TRPCError {
  return new TRPCError({ code: FACES[refusal.code].trpc, message: refusal.message, cause: refusal });
}

type ZodLike = {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
};

function isZodLike(cause: unknown): cause is ZodLike {
  return typeof cause === "object" && cause !== null && "issues" in cause && Array.isArray(cause.issues);
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${escapePointer(String(key))}`).join("");
}

/** Places that are wrong, from a service or from the input schema. */
export function detailsOf(cause: unknown): readonly ErrorDetail[] {
  if (cause instanceof ServiceError) return cause.details;
  if (!isZodLike(cause)) return [];
  return cause.issues.slice(0, 20).map((issue) => ({ path: pointer(issue.path), message: issue.message }));
}

type Shape = {
  message: string;
  code: number;
  data: { code: string; httpStatus: number; path?: string; stack?: string };
};

/** What a tRPC error shows: never a stack; a stable code, the places that are wrong, and what the log calls it. */
export function visibleShape<S extends Shape>(shape: S, error: TRPCError, requestId: string | null) {
  const details = detailsOf(error.cause);
  const reason = error.cause instanceof ServiceError ? error.cause.code : shape.data.code;
  const message = isZodLike(error.cause)
    ? (details[0]?.message ?? "The request is not valid.")
    : shape.message;
  const { code, httpStatus, path } = shape.data;
  const present = error.cause instanceof ServiceError ? error.cause.present : undefined;
  return {
    ...shape,
    message,
    data: {
      code,
      httpStatus,
      ...(path ? { path } : {}),
      reason,
      details,
      ...(present ? { present } : {}),
      requestId,
    },
  };
}
