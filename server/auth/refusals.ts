import { counted } from "#server/engine/words";
import type { Refusal } from "../http/refusal.ts";
import type { ServiceError, ServiceErrorCode } from "../services/errors.ts";

/** What people who want to get in are told. Never whether an account exists. */

export const BAD_PASSWORD: Refusal = {
  status: 401,
  code: "BAD_PASSWORD",
  title: "E-mail or password is wrong",
  detail:
    "The e-mail or the password is wrong. Check both and try again. Who has forgotten the password gets a new one on the machine that runs Banyan: banyan reset-password.",
};
export const BAD_LINK: Refusal = {
  status: 400,
  code: "BAD_LINK",
  title: "This link does not work",
  detail: "This link was used before, is older than 30 minutes, or was cut off. Ask for a new one.",
};
export const BAD_INVITATION: Refusal = {
  status: 400,
  code: "BAD_INVITATION",
  title: "This invitation does not work",
  detail:
    "This invitation was used before, revoked, has expired, or was cut off. Ask whoever sent it for a new one.",
};
export const NO_SUCH_CALL: Refusal = {
  status: 404,
  code: "NOT_FOUND",
  title: "Not found",
  detail: "There is no such call below /api/auth.",
};
export const POST_ONLY: Refusal = {
  status: 405,
  code: "METHOD_NOT_ALLOWED",
  title: "Method not allowed",
  detail: "Use POST.",
};

export function tooMany(seconds: number): Refusal {
  const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : counted(seconds, "second");
  return {
    status: 429,
    code: "TOO_MANY_ATTEMPTS",
    title: "Too many attempts",
    detail: `Wait ${wait}, then try again.`,
  };
}

/** A refusal of a service in the words of the front door. */
export function refusalOf({ code, message: detail }: ServiceError): Refusal {
  const [status, title] = FACES[code] ?? [400, "The request is not valid"];
  return { status, code, title, detail };
}

const FACES: Readonly<Partial<Record<ServiceErrorCode, readonly [number, string]>>> = {
  CONFLICT: [409, "Conflict"],
  UNAVAILABLE: [503, "Not available now"],
};
