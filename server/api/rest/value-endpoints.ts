import * as z from "zod";
import { placeFields } from "../../services/inputs.ts";
import { contextValue } from "../../services/run/context-value.ts";
import { placeValue } from "../../services/run/place-values.ts";
import { runValue } from "../../services/run/value.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { fromQuery } from "./query.ts";

const run = z.object({ id: z.string().min(1).max(60) });
const inNode = run.extend({ nodeId: z.string().min(1).max(64) });
const SIDES = ["input", "output"] as const;

/** Values of runs, whole. */
export const valueEndpoints: readonly Endpoint[] = [
  ...SIDES.map((side) =>
    endpoint({
      method: "GET",
      path: `/runs/{id}/${side}`,
      id: side === "input" ? "downloadInput" : "downloadOutput",
      summary: `The whole ${side} of a run, up to 64 MB.`,
      action: "run.read",
      params: run,
      download: `${side}.json`,
      answer: z.unknown(),
      handle: ({ services, caller, params }) => runValue(services, caller, { id: params.id, side }),
    }),
  ),
  ...SIDES.map((side) =>
    endpoint({
      method: "GET",
      path: `/runs/{id}/nodes/{nodeId}/${side}`,
      id: side === "input" ? "downloadNodeInput" : "downloadNodeOutput",
      summary:
        side === "input"
          ? "What a node was given, or an item of it, or one attempt there: of work for an executor, of calls, and the list of a map."
          : "What a node gave, or an item of it, or one attempt there, up to 64 MB.",
      action: "run.read",
      params: inNode,
      query: fromQuery(placeFields),
      download: `${side}.json`,
      answer: z.unknown(),
      handle: ({ services, caller, params, query }) =>
        placeValue(services, caller, { ...params, ...query, side }),
    }),
  ),
  endpoint({
    method: "GET",
    path: "/runs/{id}/context/value",
    id: "downloadContextValue",
    summary: "The whole value of an entry of a run's context, up to 64 MB. Secrets are not told.",
    action: "run.read",
    params: run,
    query: z.strictObject({ key: z.string().min(1).max(1_000) }),
    download: "value.json",
    answer: z.unknown(),
    handle: ({ services, caller, params, query }) => contextValue(services, caller, { ...params, ...query }),
  }),
];
