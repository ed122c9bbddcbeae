import type { RunRecord } from "#db/rows";
import { iso } from "../../views.ts";
import { type Exported, nameOf } from "./exported.ts";

const INTERNAL = 1;
const OK = 1;
const ERROR = 2;

type Value =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number };
type Attribute = { readonly key: string; readonly value: Value };

/**
 * One trace in the JSON of OTLP, a span a run: the tree's id is the trace's, so that several exports are one trace.
 * A run that is open ends at the moment that is exported and says so.
 */
export function treeOtlp({ tree, runs, at, isPast }: Exported): string {
  const traceId = tree.id.replaceAll("-", "");
  const spans = runs.map((run) => spanOf(run, traceId, at));
  const resource = {
    attributes: [
      text("service.name", "banyan"),
      text("banyan.workflow", tree.slug),
      ...(isPast ? [text("banyan.as_of", iso(at))] : []),
    ],
  };
  const scope = { name: "banyan" };
  return `${JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }, null, 2)}\n`;
}

function spanOf(run: RunRecord, traceId: string, at: number) {
  const failure = run.failure === null ? null : (JSON.parse(run.failure) as { readonly message: string });
  return {
    traceId,
    spanId: spanIdOf(run.no),
    ...(run.parentNo === null ? {} : { parentSpanId: spanIdOf(run.parentNo) }),
    name: nameOf(run),
    kind: INTERNAL,
    startTimeUnixNano: nanos(run.startedAt),
    endTimeUnixNano: nanos(run.endedAt ?? at),
    attributes: [
      text("banyan.run.path", run.path),
      text("banyan.run.workflow", run.slug),
      text("banyan.run.status", run.status),
      int("banyan.run.depth", run.depth),
      int("banyan.run.retries", run.retries),
      int("banyan.run.tokens", run.tokens),
      { key: "banyan.run.cost_usd", value: { doubleValue: run.costUsd } },
    ],
    status: failure && run.status === "failed" ? { code: ERROR, message: failure.message } : statusOf(run),
  };
}

function statusOf({ status }: RunRecord): { readonly code?: number } {
  return status === "succeeded" ? { code: OK } : status === "failed" ? { code: ERROR } : {};
}

/** Eight bytes, and never only zeros, which no span may have. */
function spanIdOf(no: number): string {
  return (no + 1).toString(16).padStart(16, "0");
}

function nanos(ms: number): string {
  return (BigInt(Math.round(ms * 1_000)) * 1_000n).toString();
}

function text(key: string, value: string): Attribute {
  return { key, value: { stringValue: value } };
}

function int(key: string, value: number): Attribute {
  return { key, value: { intValue: String(value) } };
}
