import { ServiceError } from "./errors.ts";
import { type Action, isAllowed, LEAST_ROLE } from "./permissions/actions.ts";
import type { Caller } from "./types.ts";

export { type Action, isAllowed, ROLES } from "./permissions/actions.ts";

/** The first line of every service: throws FORBIDDEN, before anything is looked up. */
export function authorize(caller: Caller, action: Action): void {
  if (isAllowed(caller.role, action)) return;
  const least = LEAST_ROLE[action];
  throw new ServiceError(
    "FORBIDDEN",
    `Your role (${caller.role}) does not allow ${action}. It takes ${least} or above.`,
  );
}
