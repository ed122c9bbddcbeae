import * as z from "zod";
import { CHAIN_HEADER } from "../../secrets/chain.ts";
import { ServiceError } from "../../services/errors.ts";
import { idempotencyKeyText, slugText, startInput } from "../../services/inputs.ts";
import { startRun } from "../../services/run/start.ts";
import type { WorkflowDetail } from "../../services/types.ts";
import { createWorkflow } from "../../services/workflow/create.ts";
import { getWorkflow } from "../../services/workflow/get.ts";
import { listWorkflows } from "../../services/workflow/list.ts";
import { listTasks } from "../../services/workflow/list-tasks.ts";
import { saveDraft } from "../../services/workflow/save-draft.ts";
import { updateWorkflow } from "../../services/workflow/update.ts";
import { validateWorkflow } from "../../services/workflow/validate.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { baseOf, IF_MATCH } from "./if-match.ts";
import { fromQuery } from "./query.ts";
import * as shapes from "./shapes.ts";

const slug = z.object({ slug: slugText });
/** Any value gets through: validation itself names every problem of a graph. */
const graph = z.unknown().describe("A workflow graph: {schemaVersion: 1, slug, name, nodes, edges, …}");
/** Whether the graph is kept as a draft instead of published. */
const draftQuery = fromQuery(z.strictObject({ draft: z.boolean().default(false) }));
const runBody = startInput.omit({ slug: true, idempotencyKey: true });

export const workflowEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/tasks",
    id: "listTasks",
    summary: "All registered tasks, which nodes may call, with what they give.",
    action: "workflow.read",
    answer: shapes.tasks,
    handle: async ({ services, caller }) => {
      const data = [...(await listTasks(services, caller))];
      return { data, nextCursor: null };
    },
  }),
  endpoint({
    method: "POST",
    path: "/workflows/validate",
    id: "validateWorkflow",
    summary: "Check a graph. Nothing is stored and nothing runs.",
    action: "workflow.validate",
    body: graph,
    yaml: true,
    answer: shapes.report,
    handle: ({ services, caller, body }) => validateWorkflow(services, caller, { graph: body }),
  }),
  endpoint({
    method: "POST",
    path: "/workflows",
    id: "createWorkflow",
    summary: "Store a graph as a new workflow and publish it. With draft=true it is kept as a draft.",
    action: "workflow.write",
    query: draftQuery,
    body: graph,
    yaml: true,
    status: 201,
    answer: z.union([shapes.published, shapes.savedDraft]),
    handle: ({ services, caller, query, body }) =>
      query.draft
        ? saveDraft(services, caller, { graph: body })
        : createWorkflow(services, caller, { graph: body }),
  }),
  endpoint({
    method: "PUT",
    path: "/workflows/{slug}",
    id: "updateWorkflow",
    summary:
      "Publish a graph as the next revision; the same graph again changes nothing. With draft=true it is kept as the draft.",
    action: "workflow.write",
    params: slug,
    query: draftQuery,
    body: graph,
    yaml: true,
    headers: { "If-Match": IF_MATCH },
    answer: z.union([shapes.published, shapes.savedDraft]),
    handle: ({ services, caller, params, query, body, headers }) => {
      const request = { slug: params.slug, graph: body, ...baseOf(headers) };
      return query.draft ? saveDraft(services, caller, request) : updateWorkflow(services, caller, request);
    },
  }),
  endpoint({
    method: "GET",
    path: "/workflows",
    id: "listWorkflows",
    summary: "All workflows by name.",
    action: "workflow.read",
    answer: shapes.workflows,
    handle: async ({ services, caller }) => ({
      data: await listWorkflows(services, caller),
      nextCursor: null,
    }),
  }),
  endpoint({
    method: "GET",
    path: "/workflows/{slug}",
    id: "getWorkflow",
    summary: "A workflow with the graph that new runs take.",
    action: "workflow.read",
    params: slug,
    answer: shapes.workflowDetail,
    etag: ({ hash }: WorkflowDetail) => hash,
    handle: ({ services, caller, params }) => getWorkflow(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/workflows/{slug}/runs",
    id: "startRun",
    summary: "Start a run of the published (or the given) revision.",
    action: "run.start",
    params: slug,
    body: runBody,
    headers: {
      "Idempotency-Key": "The same key with the same body answers with the same run.",
      [CHAIN_HEADER]: "What an http node or agent sent along: the run goes on below the one that it names.",
    },
    status: 201,
    answer: shapes.started,
    handle: ({ services, caller, params, body, headers }) =>
      startRun(
        services,
        caller,
        { ...body, slug: params.slug, ...idempotency(headers["idempotency-key"]) },
        [headers[CHAIN_HEADER.toLowerCase()]].flat()[0],
      ),
  }),
];

function idempotency(key: string | string[] | undefined): { idempotencyKey?: string } {
  if (typeof key !== "string" || key === "") return {};
  if (idempotencyKeyText.safeParse(key).success) return { idempotencyKey: key };
  throw new ServiceError("VALIDATION", "An Idempotency-Key has 200 characters at most.");
}
