import { findWorkflow, getRevision } from "#db/queries/get-revision";
import { findTreeByKey } from "#db/queries/get-tree";
import type { BoundGraph, Graph } from "#server/engine/graph/graph";
import { fingerprint } from "#server/engine/hash";
import type { Status } from "#server/engine/live/wire";
import type { Json } from "#server/engine/values/json";
import { HostUnavailable, InputRefused, type StartRequest } from "#server/runtime/host";
import { auditEntry } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { StartInput } from "../inputs.ts";
import { checkInput } from "../schema/check-input.ts";
import { readCeilings, underCeilings } from "../settings/ceilings.ts";
import type { Caller, StartedRun } from "../types.ts";
import { notPublished, noWorkflow } from "../workflow/no-workflow.ts";
import { checkLimits, checkTasks } from "./check-start.ts";
import { findRun } from "./find-run.ts";
import { goOnFrom } from "./go-on-from.ts";

const LABEL_CHARACTERS = 120;

/** Starts a run of a stored revision. Nothing is written unless everything about the request is right. */
export async function startRun(
  services: Services,
  caller: Caller,
  request: StartInput,
  /** What a run that sent the request said of where it stands. */
  chain?: string,
): Promise<StartedRun> {
  authorize(caller, "run.start");
  const key = keyOf(request);
  const earlier = key.idempotencyKey === undefined ? null : await startedBefore(services, key);
  if (earlier) return earlier;
  const { graph, demo } = await boundGraph(services, request);
  checkTasks(services, graph.graph);
  if (request.limits) checkLimits(graph.graph, request.limits);
  const input = services.redactor.json(checkInput(graph.graph, request.input));
  const capped = underCeilings(request.limits ?? {}, await readCeilings(services.db.sql));
  const { limits, origin } = goOnFrom(services, chain, { graph, input, limits: capped });
  const label = labelOf(input);
  const { treeId, existing, conflict } = await begin(services, {
    graph,
    input,
    actor: caller.actor,
    audit: (id) => auditEntry(caller, "run.start", `runs/${id}`, `${graph.slug} revision ${graph.revision}`),
    demo,
    ...key,
    ...(origin ? { origin } : {}),
    ...(request.context ? { context: services.redactor.json(request.context) as Record<string, Json> } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(label === null ? {} : { label }),
  });
  if (conflict) throw keyTaken(key.idempotencyKey);
  if (existing) return await asStarted(services, treeId);
  return { id: treeId, treeId, status: "running" };
}

type Key = { readonly idempotencyKey?: string; readonly requestHash?: string };

/** Identifies the request by what it asked for, before defaults: a later revision must not change that. */
function keyOf({ idempotencyKey, slug, input, revision, limits, context }: StartInput): Key {
  if (idempotencyKey === undefined) return {};
  const body = {
    slug,
    input,
    revision: revision ?? null,
    limits: (limits ?? null) as Json,
    ...(context ? { context } : {}),
  };
  return { idempotencyKey, requestHash: fingerprint(body) };
}

async function startedBefore(
  services: Services,
  { idempotencyKey = "", requestHash }: Key,
): Promise<StartedRun | null> {
  const tree = await findTreeByKey(services.db.sql, idempotencyKey);
  if (!tree) return null;
  if (tree.requestHash !== requestHash) throw keyTaken(idempotencyKey);
  return await asStarted(services, tree.id);
}

async function asStarted(services: Services, treeId: string): Promise<StartedRun> {
  const { run } = await findRun(services, treeId);
  return { id: treeId, treeId, status: run.status as Status };
}

function keyTaken(key = ""): ServiceError {
  return new ServiceError(
    "CONFLICT",
    `The idempotency key "${key}" was used for another start. Use a new one.`,
  );
}

async function boundGraph(
  { db }: Services,
  { slug, revision }: StartInput,
): Promise<{ readonly graph: BoundGraph; readonly demo: boolean }> {
  const found = await findWorkflow(db.sql, slug);
  if (!found) throw noWorkflow(slug);
  if (!found.revision) throw notPublished(slug);
  const row = revision === undefined ? found.revision : await getRevision(db.sql, slug, revision);
  if (!row) throw new ServiceError("NOT_FOUND", `The workflow "${slug}" has no revision ${revision}.`);
  const graph = { hash: row.hash, slug, revision: row.revision, graph: JSON.parse(row.graph) as Graph };
  return { graph, demo: found.workflow.demo };
}

export async function begin({ host }: Services, request: StartRequest) {
  try {
    return await host.start(request);
  } catch (error) {
    if (error instanceof InputRefused) throw refusedInput(error);
    if (error instanceof HostUnavailable) throw new ServiceError("UNAVAILABLE", error.message);
    throw error;
  }
}

function refusedInput({ failure }: InputRefused): ServiceError {
  const pointer = failure.details?.["pointer"];
  const path = `/input${typeof pointer === "string" ? pointer : ""}`;
  const code = failure.code === "ValueTooLarge" ? "LIMIT_EXCEEDED" : "VALIDATION";
  return new ServiceError(code, `${failure.message}.`, [{ path, message: failure.message }]);
}

/** What a person would call this run, if the input says so. */
export function labelOf(input: Json): string | null {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return null;
  const name = (input as Readonly<Record<string, Json>>)["name"];
  return typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, LABEL_CHARACTERS) : null;
}
