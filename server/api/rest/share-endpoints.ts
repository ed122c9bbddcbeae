import * as z from "zod";
import { shareFields, shareIdInput } from "../../services/inputs-shares.ts";
import { createShare } from "../../services/share/create.ts";
import { listShares } from "../../services/share/list.ts";
import { revokeShare } from "../../services/share/revoke.ts";
import type { CreatedShareLink, ShareLink } from "../../services/types-shares.ts";
import { done } from "./access-shapes.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";

const id = z.object(shareIdInput.shape);
const instant = z.iso.datetime();
const fields = {
  id: z.string(),
  treeId: z.string(),
  workflow: z.string(),
  label: z.string().nullable(),
  names: z.boolean().describe("Labels of runs are shown"),
  values: z.boolean().describe("Inputs, outputs, context and messages of failures are shown"),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  state: z
    .enum(["open", "expired", "revoked", "withdrawn"])
    .describe("withdrawn: its maker may not share now"),
};
const link = z.object(fields) satisfies z.ZodType<ShareLink>;
const created = z.object({
  ...fields,
  token: z.string().describe("Shown this once; the link is <address>/s#<token>"),
}) satisfies z.ZodType<CreatedShareLink>;
const links = z.object({ data: z.array(link), nextCursor: z.null() });

export const shareEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/runs/{id}/shares",
    id: "listRunShares",
    summary: "Links to the tree of a run, for people without an account.",
    action: "share.read",
    params: id,
    answer: links,
    handle: async ({ services, caller, params }) => ({
      data: await listShares(services, caller, params),
      nextCursor: null,
    }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/shares",
    id: "shareRun",
    summary:
      "Make a link with which the tree of a run can be looked at, and nothing else, without an account.",
    action: "share.create",
    params: id,
    body: shareFields,
    bodyOptional: true,
    status: 201,
    answer: created,
    handle: ({ services, caller, params, body }) => createShare(services, caller, { ...params, ...body }),
  }),
  endpoint({
    method: "GET",
    path: "/shares",
    id: "listShares",
    summary: "Links to trees, those that still work first, 200 at most.",
    action: "share.read",
    answer: links,
    handle: async ({ services, caller }) => ({
      data: await listShares(services, caller, {}),
      nextCursor: null,
    }),
  }),
  endpoint({
    method: "DELETE",
    path: "/shares/{id}",
    id: "revokeShare",
    summary: "End a link at once.",
    action: "share.revoke",
    params: id,
    answer: done,
    handle: ({ services, caller, params }) => revokeShare(services, caller, params),
  }),
];
