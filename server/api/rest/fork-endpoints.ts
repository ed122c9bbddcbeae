import * as z from "zod";
import { forkBody, forkItemsQuery } from "../../services/inputs-fork.ts";
import { forkRun } from "../../services/run/fork.ts";
import { forkInside, forkItems } from "../../services/run/fork-inside.ts";
import { forkPreview } from "../../services/run/fork-preview.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { forkItemsShape, forkPreviewShape, forkRunShape } from "./fork-shapes.ts";
import * as shapes from "./shapes.ts";

const run = z.object({ id: z.string().min(1).max(60) });

export const forkEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "POST",
    path: "/runs/{id}/fork",
    id: "forkRun",
    summary:
      "Start a new tree that repeats this run from a node on, at any depth: results before and beside it are reused; `also` names other places that are done again, given a result or input, kept open for what they hold, or reused.",
    action: "run.fork",
    params: run,
    body: forkBody,
    status: 201,
    answer: shapes.started,
    handle: ({ services, caller, params, body }) => forkRun(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/fork/preview",
    id: "previewFork",
    summary:
      "What would become of every place of the runs that a fork looks into, and what those that are done again took the last time. Starts nothing.",
    action: "run.read",
    params: run,
    body: forkBody,
    answer: forkPreviewShape,
    handle: ({ services, caller, params, body }) => forkPreview(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/fork/places",
    id: "forkPlaces",
    summary: "Places of a run that a fork could name.",
    action: "run.read",
    params: run,
    answer: forkRunShape,
    handle: ({ services, caller, params }) => forkInside(services, caller, params),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/fork/places/{nodeId}/items",
    id: "forkItems",
    summary: "Items of a map or plan, or iterations of a loop, that a fork could name.",
    action: "run.read",
    params: run.extend({ nodeId: z.string().min(1).max(64) }),
    query: forkItemsQuery,
    answer: forkItemsShape,
    handle: ({ services, caller, params: { id, nodeId: node }, query }) =>
      forkItems(services, caller, { id, node, ...query }),
  }),
];
