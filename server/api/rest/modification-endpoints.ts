import * as z from "zod";
import { slugText } from "../../services/inputs.ts";
import { modifyDraftBody } from "../../services/inputs-modifications.ts";
import { listActions } from "../../services/modification/list-actions.ts";
import { listOperations } from "../../services/modification/list-operations.ts";
import { modifyDraft } from "../../services/modification/modify-draft.ts";
import type { ModifiedDraft } from "../../services/types-modifications.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { baseOf, IF_MATCH } from "./if-match.ts";
import * as shapes from "./modification-shapes.ts";

export const modificationEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "POST",
    path: "/workflows/{slug}/draft/modifications",
    id: "modifyDraft",
    summary: "Change the draft by operations, or by a registered action. The answer has what leads back.",
    action: "workflow.modifyDraft",
    params: z.object({ slug: slugText }),
    headers: { "If-Match": IF_MATCH },
    body: modifyDraftBody,
    answer: shapes.modifiedDraft,
    etag: ({ draft }: ModifiedDraft) => draft?.hash ?? null,
    handle: ({ services, caller, params, body, headers }) =>
      modifyDraft(services, caller, { ...body, ...baseOf(headers), slug: params.slug }),
  }),
  endpoint({
    method: "GET",
    path: "/modification-actions",
    id: "listModificationActions",
    summary: "The registered modification actions: what each does, and what it takes.",
    action: "workflow.read",
    answer: shapes.modificationActions,
    handle: async ({ services, caller }) => ({
      data: [...(await listActions(services, caller))],
      nextCursor: null,
    }),
  }),
  endpoint({
    method: "GET",
    path: "/modification-operations",
    id: "listModificationOperations",
    summary: "Every operation that changes a graph: what it does, and its format.",
    action: "workflow.read",
    answer: shapes.modificationOperations,
    handle: async ({ services, caller }) => ({
      data: [...(await listOperations(services, caller))],
      nextCursor: null,
    }),
  }),
];
