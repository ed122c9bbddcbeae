import * as z from "zod";
import {
  auditInput,
  byId,
  exportInput,
  invitationInput,
  listTokensInput,
  roleInput,
  tokenInput,
} from "../../services/access-inputs.ts";
import { exportAudit } from "../../services/audit-log/export.ts";
import { auditPage } from "../../services/audit-log/list.ts";
import { invite } from "../../services/invitation/create.ts";
import { openInvitations } from "../../services/invitation/list.ts";
import { revokeOpenInvitation } from "../../services/invitation/revoke.ts";
import { createToken } from "../../services/token/create.ts";
import { listTokens } from "../../services/token/list.ts";
import { revokeToken } from "../../services/token/revoke.ts";
import { changeRole } from "../../services/user/change-role.ts";
import { disablePerson } from "../../services/user/disable.ts";
import { enablePerson } from "../../services/user/enable.ts";
import { endPersonsSessions } from "../../services/user/end-sessions.ts";
import { listPeople } from "../../services/user/list.ts";
import { removePerson } from "../../services/user/remove.ts";
import * as shapes from "./access-shapes.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { fromQuery } from "./query.ts";

const id = z.object(byId.shape);
const whole = <T>(data: readonly T[]) => ({ data, nextCursor: null });
/** Query strings have no booleans. */
const everybody = z.strictObject({
  everybody: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe("Those of all people"),
});

const userEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/users",
    id: "listUsers",
    summary: "Everybody who has an account.",
    action: "user.read",
    answer: shapes.users,
    handle: async ({ services, caller }) => whole(await listPeople(services, caller)),
  }),
  endpoint({
    method: "POST",
    path: "/users/{id}/role",
    id: "changeRole",
    summary: "Give a person another role. Their sessions end.",
    action: "user.role",
    params: id,
    body: roleInput.omit({ id: true }),
    answer: shapes.done,
    handle: ({ services, caller, params, body }) => changeRole(services, caller, { ...params, ...body }),
  }),
  endpoint({
    method: "POST",
    path: "/users/{id}/disable",
    id: "disableUser",
    summary: "Shut a person out: sessions end, tokens stop.",
    action: "user.disable",
    params: id,
    answer: shapes.done,
    handle: ({ services, caller, params }) => disablePerson(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/users/{id}/enable",
    id: "enableUser",
    summary: "Let a disabled person in again.",
    action: "user.enable",
    params: id,
    answer: shapes.done,
    handle: ({ services, caller, params }) => enablePerson(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/users/{id}/end-sessions",
    id: "endSessions",
    summary: "Sign a person out everywhere.",
    action: "user.sessions",
    params: id,
    answer: shapes.ended,
    handle: ({ services, caller, params }) => endPersonsSessions(services, caller, params),
  }),
  endpoint({
    method: "DELETE",
    path: "/users/{id}",
    id: "removeUser",
    summary: "Remove a person with all sessions, tokens and invitations.",
    action: "user.remove",
    params: id,
    answer: shapes.done,
    handle: ({ services, caller, params }) => removePerson(services, caller, params),
  }),
];

const invitationEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/invitations",
    id: "listInvitations",
    summary: "Invitations that can still be accepted.",
    action: "invitation.read",
    answer: shapes.invitations,
    handle: async ({ services, caller }) => whole(await openInvitations(services, caller)),
  }),
  endpoint({
    method: "POST",
    path: "/invitations",
    id: "createInvitation",
    summary: "Make a link with which one person can join.",
    action: "invitation.create",
    body: invitationInput,
    status: 201,
    answer: shapes.createdInvitation,
    handle: ({ services, caller, body }) => invite(services, caller, body),
  }),
  endpoint({
    method: "DELETE",
    path: "/invitations/{id}",
    id: "revokeInvitation",
    summary: "End an invitation that nobody has accepted yet.",
    action: "invitation.revoke",
    params: id,
    answer: shapes.done,
    handle: ({ services, caller, params }) => revokeOpenInvitation(services, caller, params),
  }),
];

const tokenEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/tokens",
    id: "listTokens",
    summary: "Your API tokens, or those of everybody.",
    action: "token.read",
    query: everybody,
    answer: shapes.tokens,
    handle: async ({ services, caller, query }) =>
      whole(await listTokens(services, caller, listTokensInput.parse(query))),
  }),
  endpoint({
    method: "POST",
    path: "/tokens",
    id: "createToken",
    summary: "Make an API token with at most your own rights.",
    action: "token.create",
    body: tokenInput,
    status: 201,
    answer: shapes.createdToken,
    handle: ({ services, caller, body }) => createToken(services, caller, body),
  }),
  endpoint({
    method: "DELETE",
    path: "/tokens/{id}",
    id: "revokeToken",
    summary: "End an API token.",
    action: "token.revoke",
    params: id,
    answer: shapes.done,
    handle: ({ services, caller, params }) => revokeToken(services, caller, params),
  }),
];

const auditEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/audit",
    id: "listAudit",
    summary: "What was done, newest first.",
    action: "audit.read",
    query: fromQuery(auditInput),
    answer: shapes.audit,
    handle: ({ services, caller, query }) => auditPage(services, caller, query),
  }),
  endpoint({
    method: "GET",
    path: "/audit/export",
    id: "exportAudit",
    summary: "The same as a file.",
    action: "audit.read",
    query: exportInput,
    answer: z.string(),
    files: {
      csv: { name: "audit.csv", type: "text/csv; charset=utf-8" },
      ndjson: { name: "audit.ndjson", type: "application/x-ndjson" },
    },
    handle: ({ services, caller, query }) => exportAudit(services, caller, query),
  }),
];

export const accessEndpoints: readonly Endpoint[] = [
  ...userEndpoints,
  ...invitationEndpoints,
  ...tokenEndpoints,
  ...auditEndpoints,
];
