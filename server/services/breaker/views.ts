import type { HeldPlace } from "#db/queries/breaker-waits";
import type { BreakerRecord } from "#db/rows";
import { runIdOf } from "#server/engine/ids";
import { breakerId, standingOf } from "#server/engine/recovery/breaker";
import { breakerOf } from "#server/runtime/breakers/rows";
import type { BreakerSummary, HeldRun } from "../types-breakers.ts";
import { iso } from "../views.ts";

const instant = (at: number | null): string | null => (at === null ? null : iso(at));

export function breakerSummary(
  row: BreakerRecord,
  now: number,
  held: BreakerSummary["held"] = { places: 0, trees: 0 },
): BreakerSummary {
  const breaker = breakerOf(row);
  const { state, until, forced } = standingOf(breaker, now);
  const word = forced ? breaker.forced : null;
  return {
    id: breakerId(row),
    kind: row.kind,
    resource: row.resource,
    tenant: row.tenant,
    state,
    until: instant(until),
    computed: standingOf({ ...breaker, forced: null }, now).state,
    forced: word && { ...word, at: iso(word.at), until: instant(word.until) },
    failures: breaker.failures,
    trips: breaker.trips,
    probes: breaker.probes.filter((probe) => probe.until > now).length,
    lastFailure: breaker.lastFailure,
    lastFailedAt: instant(breaker.lastFailedAt),
    held,
  };
}

export function heldRun({ treeId, runNo, slug, label, nodeId, item, since, until }: HeldPlace): HeldRun {
  return {
    runId: runIdOf(treeId, runNo),
    treeId,
    slug,
    label,
    nodeId,
    item: item < 0 ? null : item,
    since: iso(since),
    until: iso(until),
  };
}
