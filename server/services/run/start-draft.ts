import { readDraft, readPins } from "#db/queries/drafts";
import { getRevision } from "#db/queries/get-revision";
import { lastEndedRun } from "#db/queries/last-runs-by-slug";
import type { Graph, Pins } from "#server/engine/graph/graph";
import { bindTrial, lackedBefore, leadsTo, whyNotPinned } from "#server/engine/graph/trial";
import { blobHashes } from "#server/engine/values/index";
import type { Blob, Stored } from "#server/engine/values/json";
import { auditEntry } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { type ErrorDetail, ServiceError } from "../errors.ts";
import type { StartDraftInput } from "../inputs-drafts.ts";
import { checkInput } from "../schema/check-input.ts";
import { readCeilings, underCeilings } from "../settings/ceilings.ts";
import type { Caller, StartedDraft } from "../types.ts";
import { publishable } from "../workflow/check-graph.ts";
import { refuseMoved } from "../workflow/draft-place.ts";
import { recordedResults } from "../workflow/last-run.ts";
import { noWorkflow } from "../workflow/no-workflow.ts";
import { pinsIn } from "../workflow/pins.ts";
import { checkTasks } from "./check-start.ts";
import { blobsOf } from "./derive-fork.ts";
import { begin, labelOf } from "./start.ts";
import { storedValue } from "./stored-value.ts";
import { wholeValue } from "./values.ts";

/**
 * Runs the draft as it stands, or a part of it, with what is pinned to it. What is not a draft is the published graph, so
 * that pins can be tried before anything is changed.
 */
export async function startDraft(
  services: Services,
  caller: Caller,
  request: StartDraftInput,
): Promise<StartedDraft> {
  authorize(caller, "run.startDraft");
  const { slug, until, from } = request;
  const { graph, demo } = await draftOf(services, caller, request);
  checkTasks(services, graph);
  refuseUnknown(graph, { until, from });
  const { pins, blobs } = await pinsOf(services, slug, graph);
  const last = from === undefined ? null : await knownBefore(services, { slug, graph, from, pins });
  const given =
    request.input === undefined && last ? await wholeValue(services, last.input) : (request.input ?? {});
  const input = services.redactor.json(checkInput(graph, given));
  const bound = bindTrial(graph, pins, {
    ...(until === undefined ? {} : { until }),
    known: last?.known ?? {},
  });
  const label = labelOf(input);
  const { treeId } = await begin(services, {
    graph: bound,
    input,
    actor: caller.actor,
    blobs: [...blobs, ...(last?.blobs ?? [])],
    audit: (id) => auditEntry(caller, "run.startDraft", `runs/${id}`, partOf(slug, request)),
    demo,
    limits: underCeilings({}, await readCeilings(services.db.sql)),
    ...(label === null ? {} : { label }),
  });
  const names = Object.entries(bound.trial?.pins ?? {});
  return {
    id: treeId,
    treeId,
    status: "running",
    pinned: names.flatMap(([node, pin]) => (pin.from === undefined ? [node] : [])),
    reused: names.flatMap(([node, pin]) => (pin.from === undefined ? [] : [node])),
    reusedFrom: last?.runId ?? null,
  };
}

function partOf(slug: string, { until, from }: StartDraftInput): string {
  if (until !== undefined && until === from) return `draft of ${slug}, node ${until}`;
  const parts = [from === undefined ? "" : `from ${from}`, until === undefined ? "" : `to ${until}`];
  return [`draft of ${slug}`, ...parts.filter(Boolean)].join(", ");
}

async function draftOf(services: Services, caller: Caller, { slug, hash }: StartDraftInput) {
  const { sql } = services.db;
  const found = await readDraft(sql, slug);
  if (!found) throw noWorkflow(slug);
  refuseMoved(found, hash);
  const text = found.draftGraph ?? (await getRevision(sql, slug, found.publishedRevision))?.graph;
  const checked = await publishable(services, JSON.parse(text ?? "null"), caller);
  return { graph: JSON.parse(checked.graph) as Graph, demo: found.demo };
}

function refuseUnknown(graph: Graph, nodes: Readonly<Record<string, string | undefined>>): void {
  for (const [field, id] of Object.entries(nodes))
    if (id !== undefined && !Object.hasOwn(graph.nodes, id)) {
      const message = `the draft has no node "${id}"`;
      throw new ServiceError("VALIDATION", `/${field}: ${message}.`, [{ path: `/${field}`, message }]);
    }
}

/** What is pinned to nodes that are no longer there waits until they are again. */
async function pinsOf({ db }: Services, slug: string, graph: Graph) {
  const all = Object.entries(pinsIn((await readPins(db.sql, slug))?.draftPins ?? null));
  const present = all.filter(([id]) => Object.hasOwn(graph.nodes, id));
  const details = present.flatMap(([id, pin]): ErrorDetail[] => {
    const message = whyNotPinned(graph, id, pin);
    return message === null ? [] : [{ path: `/pins/${id}`, message }];
  });
  const [first] = details;
  if (first)
    throw new ServiceError(
      "CONFLICT",
      `What is pinned does not fit: ${first.message}. Unpin it, or pin it again.`,
      details,
    );
  const blobs: Blob[] = [];
  const pins = present.map(([id, { output, ...port }]) => {
    const { stored, blobs: made } = storedValue(output, `pins/${id}`);
    blobs.push(...made);
    return [id, { output: stored, ...port }] as const;
  });
  return { pins: Object.fromEntries(pins) as Pins, blobs };
}

type Before = { readonly slug: string; readonly graph: Graph; readonly from: string; readonly pins: Pins };

/** Results of the last run for everything that does not come after a node; `null` = there is none, and none is needed. */
async function knownBefore(services: Services, { slug, graph, from, pins }: Before) {
  const last = await lastEndedRun(services.db.sql, slug);
  if (!last) {
    const lacked = lackedBefore(graph, from, pins);
    if (lacked.length === 0) return null;
    throw new ServiceError(
      "CONFLICT",
      `No run of "${slug}" has ended, so it is not known what comes before "${from}": ${lacked.join(", ")}. Pin what they give, or run to "${from}" first.`,
    );
  }
  const { nodes, input } = await recordedResults(services, last);
  const known = [...nodes].filter(
    ([id, { port }]) =>
      id !== from &&
      !leadsTo(graph, from, id) &&
      whyNotPinned(graph, id, port === undefined ? {} : { port }) === null,
  );
  const results: Pins = Object.fromEntries(known.map(([id, result]) => [id, { ...result, from: last.id }]));
  const hashes = blobHashes(Object.values(results).map(({ output }) => output) as Stored);
  return { runId: last.id, input, known: results, blobs: await blobsOf(services, hashes) };
}
