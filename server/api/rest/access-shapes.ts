import * as z from "zod";
import type {
  AuditRow,
  CreatedInvitation,
  CreatedToken,
  Done,
  Ended,
  InvitationRow,
  TokenRow,
  UserRow,
} from "../../services/access-types.ts";
import { ROLES } from "../../services/permissions/actions.ts";
import { check } from "./shapes.ts";

const instant = z.iso.datetime();
const role = z.enum(ROLES);
const person = z.object({ id: z.string(), name: z.string() });
const all = <S extends z.ZodType>(row: S) =>
  z.object({ data: z.array(row).readonly(), nextCursor: z.null() });

const user = check<UserRow>()(
  z.object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role,
    disabled: z.boolean(),
    hasPassword: z.boolean(),
    sessions: z.int().describe("How many are open"),
    createdAt: instant,
    lastSeenAt: instant.nullable(),
  }),
);
export const users = all(user);

const tokenFields = {
  id: z.string(),
  name: z.string(),
  role,
  effectiveRole: role.nullable().describe("What it has at the moment: never more than its creator"),
  createdBy: person.nullable().describe("null: the server itself"),
  createdAt: instant,
  expiresAt: instant.nullable(),
  expired: z.boolean(),
  lastUsedAt: instant.nullable(),
  lastUsedAddress: z.string().nullable(),
};
export const tokens = all(check<TokenRow>()(z.object(tokenFields)));
export const createdToken = check<CreatedToken>()(
  z.object({ ...tokenFields, token: z.string().describe("Shown this once") }),
);

const invitationFields = {
  id: z.string(),
  note: z.string().nullable(),
  role,
  invitedBy: person,
  createdAt: instant,
  expiresAt: instant,
};
export const invitations = all(check<InvitationRow>()(z.object(invitationFields)));
export const createdInvitation = check<CreatedInvitation>()(
  z.object({
    ...invitationFields,
    token: z.string().describe("Shown this once; the link is <address>/invite?token=<token>"),
  }),
);

export const audit = z.object({
  data: z.array(
    check<AuditRow>()(
      z.object({
        id: z.int(),
        at: instant,
        actorKind: z.string(),
        actorId: z.string(),
        actor: z.string(),
        action: z.string(),
        object: z.string(),
        detail: z.string().nullable(),
      }),
    ),
  ),
  nextCursor: z.string().nullable(),
});
export const done = check<Done>()(z.object({ done: z.literal(true) }));
export const ended = check<Ended>()(z.object({ ended: z.int().describe("How many sessions") }));
