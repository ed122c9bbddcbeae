const WINDOW_MS = 60_000;
/** More addresses than this at once are not people who mistyped. */
const MAX_ADDRESSES = 10_000;

export type Attempts = {
  /** Whether another try may be verified now. */
  readonly allows: (address: string, now: number) => boolean;
  readonly failed: (address: string, now: number) => void;
};

/** Failed tries per remote address within the last minute. `address` is the socket's, never a header's. */
export function createAttempts(perMinute: number): Attempts {
  const failures = new Map<string, number[]>();
  const recent = (address: string, now: number) =>
    (failures.get(address) ?? []).filter((at) => at > now - WINDOW_MS);
  return {
    allows: (address, now) => recent(address, now).length < perMinute,
    failed: (address, now) => {
      if (failures.size >= MAX_ADDRESSES) failures.clear();
      failures.set(address, [...recent(address, now), now]);
    },
  };
}
