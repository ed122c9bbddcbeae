import * as z from "zod";
import { ROLES } from "./permissions/actions.ts";

/** What requests about people and their ways in may say, once for every face. */

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "This must not be empty.")
    .max(max, `At most ${max} characters.`)
    .refine((value) => !value.includes("\0"), "The character U+0000 is not allowed.");
/** Only bounded here: an unknown one is NOT_FOUND. */
const id = z.string().min(1).max(60);
const role = z.enum(ROLES);
const HOUR_MS = 3_600_000;
export const MAX_TOKEN_DAYS = 3_650;

export const byId = z.strictObject({ id });
export const roleInput = z.strictObject({ id, role });

export const accountInput = z.strictObject({
  name: text(80).optional(),
  email: z.string().max(300).optional(),
});
/** Length and strength of `password` are judged where it is hashed, with reasons. */
export const passwordInput = z.strictObject({
  current: z.string().max(800).optional(),
  password: z.string().max(800),
});

export const tokenInput = z.strictObject({
  name: text(80),
  role,
  /** `null` = it never expires. */
  days: z.number().int().min(1).max(MAX_TOKEN_DAYS).nullable().default(90),
});
export const listTokensInput = z.strictObject({
  /** Those of everybody; takes `token.manage`. */
  everybody: z.boolean().default(false),
});

export const invitationInput = z.strictObject({
  role,
  note: text(120).optional(),
  hours: z.number().int().min(1).max(720).default(72),
});
export const hoursToMs = (hours: number): number => hours * HOUR_MS;

export const workspaceInput = z.strictObject({ name: text(60) });

const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value));
export const auditFilter = z.strictObject({
  actor: text(120).optional().describe("Id of who acted, or a part of the name"),
  action: text(60).optional().describe("An action, or the beginning of some, such as `run.`"),
  object: text(120).optional().describe("An object, or the beginning of some, such as `users/`"),
  from: instant.optional().describe("Not before"),
  to: instant.optional().describe("Before"),
});
export const auditInput = auditFilter.extend({
  cursor: z
    .string()
    .regex(/^\d{1,16}$/, "Pass the `nextCursor` of the page before.")
    .nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const exportInput = auditFilter.extend({ format: z.enum(["csv", "ndjson"]).default("csv") });

export type AuditInput = z.output<typeof auditInput>;
export type ExportInput = z.output<typeof exportInput>;
