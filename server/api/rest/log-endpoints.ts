import * as z from "zod";
import { LOG_LEVELS } from "#server/engine/task-log";
import type { Json } from "#server/engine/values/json";
import { logsFields } from "../../services/inputs-logs.ts";
import { type LogRow, type RunLogs, runLogs } from "../../services/run/logs.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { fromQuery } from "./query.ts";
import { check } from "./shapes.ts";

/** Anything that is JSON; what is read is not checked again. */
const anyJson = z.unknown() as unknown as z.ZodType<Json>;
const line = check<LogRow>()(
  z.object({
    line: z.int().describe("Grows in the order in which lines were said"),
    runId: z.string(),
    nodeId: z.string(),
    item: z.int().nullable(),
    attempt: z.int(),
    at: z.iso.datetime(),
    level: z.enum(LOG_LEVELS),
    message: z.string(),
    fields: z.record(z.string(), anyJson).nullable(),
  }),
);

export const logEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/runs/{id}/logs",
    id: "runLogs",
    summary:
      "What tasks of a run logged, in order; with before= the last lines before one. Go on with after= or before= the nextCursor.",
    action: "run.read",
    params: z.object({ id: z.string().min(1).max(60) }),
    query: fromQuery(logsFields),
    answer: check<RunLogs>()(z.object({ data: z.array(line).readonly(), nextCursor: z.string().nullable() })),
    handle: ({ services, caller, params, query }) => runLogs(services, caller, { ...params, ...query }),
  }),
];
