import type { Role } from "../types.ts";

/** From the least to the most. Each role may do what the ones before it may. */
export const ROLES = ["viewer", "operator", "editor", "admin", "owner"] as const satisfies readonly Role[];

/** The least role that may do each thing. `docs/access.md` shows this table. */
export const LEAST_ROLE = {
  "session.read": "viewer",
  "session.end": "viewer",
  "account.read": "viewer",
  "account.update": "viewer",
  "account.password": "viewer",
  "token.read": "viewer",
  "token.create": "viewer",
  "token.revoke": "viewer",
  "token.manage": "admin",
  "user.read": "admin",
  "user.role": "admin",
  "user.disable": "admin",
  "user.enable": "admin",
  "user.remove": "admin",
  "user.sessions": "admin",
  "invitation.read": "admin",
  "invitation.create": "admin",
  "invitation.revoke": "admin",
  "audit.read": "admin",
  "workspace.read": "viewer",
  "workspace.update": "admin",
  "workflow.read": "viewer",
  "workflow.validate": "viewer",
  "workflow.write": "editor",
  "workflow.saveDraft": "editor",
  "workflow.modifyDraft": "editor",
  "workflow.pin": "editor",
  "workflow.publish": "editor",
  "workflow.discardDraft": "editor",
  "run.read": "viewer",
  "run.start": "operator",
  "run.startDraft": "editor",
  "run.cancel": "operator",
  "run.pause": "operator",
  "run.resume": "operator",
  "run.requeue": "operator",
  "run.signal": "operator",
  "run.answer": "operator",
  "run.settleNode": "operator",
  "run.retryNode": "operator",
  "run.setVariable": "operator",
  "run.topUp": "operator",
  "run.scale": "operator",
  "breaker.read": "viewer",
  "breaker.trip": "operator",
  "breaker.reset": "operator",
  "breaker.hold": "operator",
  "run.fork": "operator",
  "run.retry": "operator",
  "share.read": "editor",
  "share.create": "editor",
  "share.revoke": "editor",
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

export function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}

export function atLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** The lower of two. */
export function lowerRole(one: Role, other: Role): Role {
  return atLeast(one, other) ? other : one;
}

/** All that a role may do. */
export function actionsOf(role: Role): readonly Action[] {
  return (Object.keys(LEAST_ROLE) as Action[]).filter((action) => isAllowed(role, action));
}

export function isAllowed(role: Role, action: Action): boolean {
  return atLeast(role, LEAST_ROLE[action]);
}
