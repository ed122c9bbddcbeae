import type { EpochMs } from "../ids.ts";

/** What a breaker is for: `http` and a host, `agent` and its id, `task` and its name; for one tenant. */
export type BreakerKey = { readonly kind: string; readonly resource: string; readonly tenant: string };

export type BreakerSettings = {
  /** Failures in a row that say something of the other side. */
  readonly failures: number;
  /** How long it stays open the first time; twice as long each further time, up to `openCapMs`. */
  readonly openMs: number;
  readonly openCapMs: number;
  /** Calls at once that find out whether the other side is well again, and how many of them must succeed. */
  readonly probes: number;
  readonly successes: number;
  /** A probe that has not answered for this long is given up. */
  readonly probeMs: number;
  /** How often work looks again at a breaker that a person holds open without an end. */
  readonly recheckMs: number;
};
export const BREAKER_SETTINGS: BreakerSettings = {
  failures: 5,
  openMs: 60_000,
  openCapMs: 15 * 60_000,
  probes: 1,
  successes: 1,
  probeMs: 120_000,
  recheckMs: 10 * 60_000,
};

export type BreakerState = "closed" | "open" | "halfOpen";
/** What a person says, whatever the figures say. `until: null` = until somebody takes it back. */
export type Forced = {
  readonly state: "open" | "closed";
  readonly reason: string;
  readonly by: string;
  readonly at: EpochMs;
  readonly until: EpochMs | null;
};
export type Probe = { readonly id: string; readonly until: EpochMs };

/** `state` is what the figures say; `forced` stands beside it and never changes it. */
export type Breaker = {
  readonly state: BreakerState;
  /** In a row, while closed. */
  readonly failures: number;
  /** How often in a row it opened without closing in between. */
  readonly trips: number;
  readonly openedAt: EpochMs | null;
  readonly until: EpochMs | null;
  readonly probes: readonly Probe[];
  readonly succeeded: number;
  readonly lastFailure: string | null;
  readonly lastFailedAt: EpochMs | null;
  readonly forced: Forced | null;
};

export const CLOSED: Breaker = {
  state: "closed",
  failures: 0,
  trips: 0,
  openedAt: null,
  until: null,
  probes: [],
  succeeded: 0,
  lastFailure: null,
  lastFailedAt: null,
  forced: null,
};

/** `probe`: of a call that `admit` let through as one; its outcome decides. */
export type Report = {
  readonly at: EpochMs;
  readonly probe: string | null;
  /** `left`: it was stopped before anybody could tell. */
  readonly outcome: "well" | "ill" | "left";
  readonly message?: string;
};
export type Admission =
  | { readonly verdict: "pass" }
  | { readonly verdict: "probe"; readonly id: string }
  | { readonly verdict: "hold"; readonly until: EpochMs };

/** What holds at an instant, and whose word it is. */
export function standingOf(
  breaker: Breaker,
  at: EpochMs,
): { readonly state: BreakerState; readonly until: EpochMs | null; readonly forced: boolean } {
  const forced = forcedAt(breaker, at);
  if (forced) return { state: forced.state, until: forced.until, forced: true };
  const waiting = breaker.state === "open" && at < (breaker.until ?? 0);
  if (breaker.state === "open" && !waiting) return { state: "halfOpen", until: null, forced: false };
  return { state: breaker.state, until: waiting ? breaker.until : null, forced: false };
}

function forcedAt({ forced }: Breaker, at: EpochMs): Forced | null {
  return forced && (forced.until === null || at < forced.until) ? forced : null;
}

/** Whether a call may go out now. Work that may not waits until an instant, and asks again. */
export function admit(
  breaker: Breaker,
  ask: { readonly at: EpochMs; readonly id: string },
  settings: BreakerSettings,
): { readonly breaker: Breaker; readonly admission: Admission } {
  const { state, until, forced } = standingOf(breaker, ask.at);
  const hold = (instant: EpochMs) => ({ breaker, admission: { verdict: "hold", until: instant } as const });
  if (state === "closed") return { breaker, admission: { verdict: "pass" } };
  if (state === "open") return hold(until ?? ask.at + (forced ? settings.recheckMs : settings.openMs));
  const probes = breaker.probes.filter((probe) => probe.until > ask.at);
  if (probes.length >= settings.probes) return hold(Math.min(...probes.map((probe) => probe.until)));
  const probe = { id: ask.id, until: ask.at + settings.probeMs };
  return {
    breaker: { ...breaker, state: "halfOpen", until: null, probes: [...probes, probe] },
    admission: { verdict: "probe", id: ask.id },
  };
}

/** What the outcome of a call makes of its breaker. Late words of calls that are no probes open nothing that is open. */
export function report(breaker: Breaker, said: Report, settings: BreakerSettings): Breaker {
  const isProbe = said.probe !== null && breaker.probes.some(({ id }) => id === said.probe);
  const rest = isProbe
    ? { ...breaker, probes: breaker.probes.filter(({ id }) => id !== said.probe) }
    : breaker;
  if (said.outcome === "left") return rest;
  if (said.outcome === "ill") return ill(rest, said, isProbe, settings);
  if (isProbe && breaker.state === "halfOpen") return well(rest, settings);
  return breaker.state === "closed" && breaker.failures > 0 ? { ...rest, failures: 0 } : rest;
}

function well(breaker: Breaker, settings: BreakerSettings): Breaker {
  const succeeded = breaker.succeeded + 1;
  return succeeded >= settings.successes ? { ...CLOSED, ...memoryOf(breaker) } : { ...breaker, succeeded };
}

function ill(breaker: Breaker, said: Report, isProbe: boolean, settings: BreakerSettings): Breaker {
  const noted = { ...breaker, lastFailure: said.message ?? null, lastFailedAt: said.at };
  if (isProbe && breaker.state === "halfOpen") return opened(noted, said.at, settings);
  if (breaker.state !== "closed") return noted;
  const failures = breaker.failures + 1;
  return failures >= settings.failures ? opened(noted, said.at, settings) : { ...noted, failures };
}

function opened(breaker: Breaker, at: EpochMs, { openMs, openCapMs }: BreakerSettings): Breaker {
  const trips = breaker.trips + 1;
  const until = at + Math.min(openCapMs, openMs * 2 ** (trips - 1));
  return { ...breaker, state: "open", failures: 0, trips, openedAt: at, until, probes: [], succeeded: 0 };
}

function memoryOf({ lastFailure, lastFailedAt, forced }: Breaker) {
  return { lastFailure, lastFailedAt, forced };
}

/** As if it had failed often enough: it finds the way back by itself. */
export function trip(breaker: Breaker, at: EpochMs, settings: BreakerSettings): Breaker {
  return opened({ ...breaker, trips: 0 }, at, settings);
}

/** As if nothing had ever failed, and without what a person said. */
export function reset(breaker: Breaker): Breaker {
  return { ...CLOSED, lastFailure: breaker.lastFailure, lastFailedAt: breaker.lastFailedAt };
}

export function hold(breaker: Breaker, forced: Forced): Breaker {
  return { ...breaker, forced };
}

/** `http:api.example.com`, with the tenant where it is not the only one. */
export function breakerId({ kind, resource, tenant }: BreakerKey): string {
  return tenant === DEFAULT_TENANT ? `${kind}:${resource}` : `${kind}:${resource}@${tenant}`;
}

export const DEFAULT_TENANT = "workspace";

export function breakerKeyOf(id: string, tenant: string = DEFAULT_TENANT): BreakerKey | null {
  const colon = id.indexOf(":");
  return colon < 1 ? null : { kind: id.slice(0, colon), resource: id.slice(colon + 1), tenant };
}

/** What a call depends on: the host of a request, else who does the work. */
export function resourceOf(task: string, input: unknown): BreakerKey | null {
  const tenant = DEFAULT_TENANT;
  if (task === "banyan:http") {
    const url = (input as { readonly values?: { readonly url?: unknown } } | null)?.values?.url;
    const host = typeof url === "string" ? /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url)?.[1] : undefined;
    return host === undefined ? null : { kind: "http", resource: host.toLowerCase(), tenant };
  }
  if (task.startsWith("banyan:agent/"))
    return { kind: "agent", resource: task.slice("banyan:agent/".length), tenant };
  return { kind: "task", resource: task, tenant };
}
