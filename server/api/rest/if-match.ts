import type { IncomingHttpHeaders } from "node:http";
import { ServiceError } from "../../services/errors.ts";
import { ifMatch } from "../../services/inputs-drafts.ts";

export const IF_MATCH = "The hash that was edited, as an ETag. Answers 412 when something else stands there.";

/** The hash that a caller has seen, from `If-Match`. */
export function baseOf(headers: IncomingHttpHeaders): { base?: string } {
  const given = headers["if-match"];
  if (given === undefined) return {};
  const { success, data } = ifMatch.safeParse(given);
  if (!success)
    throw new ServiceError(
      "VALIDATION",
      'If-Match takes one hash of a graph: 64 hex digits in quotes, as GET answers it in ETag, or "*".',
    );
  return data === undefined ? {} : { base: data };
}
