import * as z from "zod";
import { revisionNumber, slugText } from "../../services/inputs.ts";
import { listRevisionsQuery } from "../../services/inputs-drafts.ts";
import type { RevisionDetail, RevisionSummary } from "../../services/types.ts";
import { getRevision } from "../../services/workflow/get-revision.ts";
import { goBack } from "../../services/workflow/go-back.ts";
import { listRevisions, type RevisionsPage } from "../../services/workflow/list-revisions.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { baseOf } from "./if-match.ts";
import { fromQuery } from "./query.ts";
import { check, savedDraft } from "./shapes.ts";

const slug = z.object({ slug: slugText });
/** Segments of a path are text. */
const one = z.object({ slug: slugText, revision: z.coerce.number().pipe(revisionNumber) });

const fields = {
  revision: z.int(),
  hash: z.string(),
  nodes: z.int(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  note: z.string().nullable().describe("What its publisher said of it"),
  published: z.boolean().describe("New runs take it"),
};
const summary = check<RevisionSummary>()(z.object(fields));
const page = check<RevisionsPage>()(
  z.object({ data: z.array(summary).readonly(), nextCursor: z.int().nullable() }),
);
const detail = check<RevisionDetail>()(z.object({ slug: z.string(), ...fields, graph: z.unknown() }));

export const revisionEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/workflows/{slug}/revisions",
    id: "listRevisions",
    summary: "What was published of a workflow, the newest first. cursor is the number of the last one read.",
    action: "workflow.read",
    params: slug,
    query: fromQuery(listRevisionsQuery),
    answer: page,
    handle: ({ services, caller, params, query }) => listRevisions(services, caller, { ...query, ...params }),
  }),
  endpoint({
    method: "GET",
    path: "/workflows/{slug}/revisions/{revision}",
    id: "getRevision",
    summary: "One revision with its graph.",
    action: "workflow.read",
    params: one,
    answer: detail,
    etag: ({ hash }: RevisionDetail) => hash,
    handle: ({ services, caller, params }) => getRevision(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/workflows/{slug}/revisions/{revision}/draft",
    id: "goBackToRevision",
    summary:
      "Make an earlier revision the draft. No revision changes. A draft that it would replace is to be named by If-Match.",
    action: "workflow.saveDraft",
    params: one,
    headers: {
      "If-Match": "The hash of the draft that may be replaced, as an ETag. Answers 412 for another.",
    },
    status: 201,
    answer: savedDraft,
    handle: ({ services, caller, params, headers }) =>
      goBack(services, caller, { ...params, ...baseOf(headers) }),
  }),
];
