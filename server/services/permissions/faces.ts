import type { Action } from "./actions.ts";

/**
 * Every way into Banyan and the action that it takes. What does not stand here is refused, and
 * `server/api/permissions.db.test.ts` and `e2e/permissions.spec.ts` compare the tables with what there is.
 */

/** By the path of the procedure. */
export const PROCEDURES: Readonly<Record<string, Action>> = {
  "session.current": "session.read",
  "session.signOut": "session.end",
  "account.get": "account.read",
  "account.update": "account.update",
  "account.changePassword": "account.password",
  "account.sessions": "account.read",
  "account.endSession": "session.end",
  "account.endOtherSessions": "session.end",
  "tokens.list": "token.read",
  "tokens.create": "token.create",
  "tokens.revoke": "token.revoke",
  "users.list": "user.read",
  "users.changeRole": "user.role",
  "users.disable": "user.disable",
  "users.enable": "user.enable",
  "users.remove": "user.remove",
  "users.endSessions": "user.sessions",
  "invitations.list": "invitation.read",
  "invitations.create": "invitation.create",
  "invitations.revoke": "invitation.revoke",
  "audit.list": "audit.read",
  "settings.limits": "workspace.read",
  "settings.about": "workspace.read",
  "settings.workspace": "workspace.read",
  "settings.renameWorkspace": "workspace.update",
  "settings.setCeilings": "workspace.update",
  "workflows.list": "workflow.read",
  "workflows.get": "workflow.read",
  "workflows.validate": "workflow.validate",
  "workflows.create": "workflow.write",
  "workflows.update": "workflow.write",
  "workflows.draft": "workflow.read",
  "workflows.saveDraft": "workflow.saveDraft",
  "workflows.publish": "workflow.publish",
  "workflows.discardDraft": "workflow.discardDraft",
  "runs.start": "run.start",
  "runs.list": "run.read",
  "runs.facets": "run.read",
  "overview.needs": "run.read",
  "overview.active": "run.read",
  "overview.histogram": "run.read",
  "overview.changes": "run.read",
  "overview.system": "run.read",
  "runs.get": "run.read",
  "runs.nodes": "run.read",
  "runs.context": "run.read",
  "runs.contextWhatIf": "run.read",
  "runs.events": "run.read",
  "runs.cancelPreview": "run.read",
  "runs.cancel": "run.cancel",
  "runs.pause": "run.pause",
  "runs.resume": "run.resume",
  "runs.requeue": "run.requeue",
  "runs.signal": "run.signal",
  "runs.answer": "run.answer",
  "runs.settleNode": "run.settleNode",
  "runs.failNode": "run.settleNode",
  "runs.retryNode": "run.retryNode",
  "runs.setVariable": "run.setVariable",
  "runs.topUp": "run.topUp",
  "runs.levels": "run.read",
  "runs.fork": "run.fork",
  "runs.forkPreview": "run.read",
  "trees.snapshot": "run.read",
  "demo.status": "demo.read",
  "demo.load": "demo.load",
  "demo.remove": "demo.remove",
  "workspace.snapshot": "run.read",
  "notifications.list": "notification.read",
  "notifications.unread": "notification.read",
  "notifications.markRead": "notification.read",
  "savedViews.list": "view.read",
  "savedViews.save": "view.save",
  "savedViews.rename": "view.save",
  "savedViews.delete": "view.save",
  "breakers.list": "breaker.read",
  "breakers.get": "breaker.read",
  "breakers.trip": "breaker.trip",
  "breakers.reset": "breaker.reset",
  "breakers.hold": "breaker.hold",
  "agents.list": "agent.read",
  "agents.get": "agent.read",
  "agents.create": "agent.write",
  "agents.update": "agent.write",
  "agents.remove": "agent.write",
  "secrets.list": "secret.read",
  "secrets.create": "secret.write",
  "secrets.remove": "secret.write",
  "secrets.rotateKey": "secret.write",
};

/** By the path of the page in `app/`, groups left out. `null` = whoever comes. */
export const PAGES: Readonly<Record<string, Action | null>> = {
  "/": "session.read",
  "/sign-in": null,
  "/invite": null,
  "/reset": null,
  "/welcome": "account.read",
  "/settings": "account.read",
  "/settings/account": "account.read",
  "/settings/users": "user.read",
  "/settings/tokens": "token.read",
  "/settings/audit": "audit.read",
  "/settings/limits": "workspace.read",
  "/settings/workspace": "workspace.read",
  "/settings/about": "workspace.read",
  "/parts": "session.read",
  "/overview": "run.read",
  "/workflows": "workflow.read",
  "/workflows/[slug]": "workflow.read",
  "/runs": "run.read",
  "/runs/[id]": "run.read",
};

/** Pages for whoever comes. */
export const OPEN_PAGES: ReadonlySet<string> = new Set(
  Object.keys(PAGES).filter((path) => PAGES[path] === null),
);

/** What opening a socket takes. */
export const TO_CONNECT: Action = "run.read";

/** What a socket may say. */
export const SOCKET_EVENTS: Readonly<Record<string, Action>> = {
  subscribe: "run.read",
  unsubscribe: "run.read",
};

/** Calls that need nobody to be signed in. */
export const OPEN_CALLS = [
  "GET /api/healthz",
  "GET /api/readyz",
  "GET /api/openapi.json",
  "POST /api/auth/sign-in",
  "POST /api/auth/redeem",
  "POST /api/auth/invitation",
  "POST /api/auth/accept",
  "POST /api/auth/reset",
  "POST /api/auth/sign-out",
] as const;
