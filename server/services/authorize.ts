import { ServiceError } from "./errors.ts";
import type { Caller, Role } from "./types.ts";

/** From the least to the most. Each role may do what the ones before it may. */
export const ROLES = ["viewer", "operator", "editor", "admin", "owner"] as const satisfies readonly Role[];

/** The least role that may do each thing. */
const LEAST_ROLE = {
  "session.read": "viewer",
  "workflow.read": "viewer",
  "workflow.validate": "viewer",
  "workflow.write": "editor",
  "run.read": "viewer",
  "run.start": "operator",
  "run.cancel": "operator",
  "run.pause": "operator",
  "run.resume": "operator",
  "run.requeue": "operator",
  "agent.read": "viewer",
  "agent.write": "admin",
  "secret.read": "editor",
  "secret.write": "admin",
  "notification.read": "viewer",
  "view.read": "viewer",
  "view.save": "viewer",
  "view.share": "editor",
  "demo.read": "viewer",
  "demo.load": "admin",
  "demo.remove": "admin",
} as const satisfies Readonly<Record<string, Role>>;
export type Action = keyof typeof LEAST_ROLE;

export function isAllowed(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[action]);
}

/** The first line of every service: throws FORBIDDEN, before anything is looked up. */
export function authorize(caller: Caller, action: Action): void {
  if (isAllowed(caller.role, action)) return;
  const least = LEAST_ROLE[action];
  throw new ServiceError(
    "FORBIDDEN",
    `Your role (${caller.role}) does not allow ${action}. It takes ${least} or above.`,
  );
}
