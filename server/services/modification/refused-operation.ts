import type { Refused } from "#server/engine/modification/apply";
import { ServiceError } from "../errors.ts";

/** An operation that does not apply, as a refusal of the request. `place` = where the list stands in it. */
export function refusedOperation({ index, refusal }: Refused, action?: string): ServiceError {
  const { code, path, message } = refusal;
  const who = action === undefined ? `Operation ${index}` : `Action ${action}, operation ${index}`;
  const place = action === undefined ? `/operations/${index}` : "/action";
  const where = code === "M000" ? `${place}${path}` : place;
  const told = path === "" || code === "M000" || message.startsWith(path) ? "" : `${path}: `;
  return new ServiceError("VALIDATION", `${who} does not apply: ${message} (${code}).`, [
    { path: where, message: `${told}${message} (${code})` },
  ]);
}
