import type { BreakerRecord } from "#db/rows";
import type { Breaker, BreakerKey, BreakerState, Forced, Probe } from "#server/engine/recovery/breaker";

export function breakerOf(row: BreakerRecord): Breaker {
  const { failures, trips, openedAt, until, succeeded, lastFailure, lastFailedAt } = row;
  return {
    state: row.state as BreakerState,
    failures,
    trips,
    openedAt,
    until,
    probes: JSON.parse(row.probes) as Probe[],
    succeeded,
    lastFailure,
    lastFailedAt,
    forced: row.forced === null ? null : (JSON.parse(row.forced) as Forced),
  };
}

export function rowOf(
  { kind, resource, tenant }: BreakerKey,
  breaker: Breaker,
  changedAt: number,
): BreakerRecord {
  const { probes, forced, ...same } = breaker;
  return {
    kind,
    resource,
    tenant,
    ...same,
    probes: JSON.stringify(probes),
    forced: forced && JSON.stringify(forced),
    changedAt,
  };
}
