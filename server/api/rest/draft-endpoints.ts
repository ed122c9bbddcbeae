import * as z from "zod";
import { slugText } from "../../services/inputs.ts";
import { publishDraftBody, startDraftBody } from "../../services/inputs-drafts.ts";
import { startDraft } from "../../services/run/start-draft.ts";
import type { DraftDetail } from "../../services/types.ts";
import { discardDraft } from "../../services/workflow/discard-draft.ts";
import { getDraft } from "../../services/workflow/get-draft.ts";
import { publishDraft } from "../../services/workflow/publish-draft.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { baseOf, IF_MATCH } from "./if-match.ts";
import * as shapes from "./shapes.ts";

const slug = z.object({ slug: slugText });

export const draftEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/workflows/{slug}/draft",
    id: "getDraft",
    summary: "The draft of a workflow, what is wrong with it, and how it differs from what is published.",
    action: "workflow.read",
    params: slug,
    answer: shapes.draftDetail,
    etag: ({ draft }: DraftDetail) => draft.hash,
    handle: ({ services, caller, params }) => getDraft(services, caller, params),
  }),
  endpoint({
    method: "DELETE",
    path: "/workflows/{slug}/draft",
    id: "discardDraft",
    summary: "Delete the draft. A workflow of which nothing was ever published goes with it.",
    action: "workflow.discardDraft",
    params: slug,
    headers: { "If-Match": IF_MATCH },
    answer: shapes.discardedDraft,
    handle: ({ services, caller, params, headers }) =>
      discardDraft(services, caller, { slug: params.slug, ...baseOf(headers) }),
  }),
  endpoint({
    method: "POST",
    path: "/workflows/{slug}/draft/runs",
    id: "startDraft",
    summary: "Run the draft, or a part of it, with what is pinned to it. It becomes no revision by that.",
    action: "run.startDraft",
    params: slug,
    body: startDraftBody,
    bodyOptional: true,
    status: 201,
    answer: shapes.startedDraft,
    handle: ({ services, caller, params, body }) =>
      startDraft(services, caller, { ...body, slug: params.slug }),
  }),
  endpoint({
    method: "POST",
    path: "/workflows/{slug}/publish",
    id: "publishDraft",
    summary: "Publish the draft as the next revision. With errors it is refused, and stays a draft.",
    action: "workflow.publish",
    params: slug,
    body: publishDraftBody,
    bodyOptional: true,
    answer: shapes.published,
    handle: ({ services, caller, params, body }) =>
      publishDraft(services, caller, { ...body, slug: params.slug }),
  }),
];
