import { lookup } from "node:dns/promises";
import { isPublic, isPublicOrLocal, rangeOf } from "./address.ts";
import type { Destination } from "./destination.ts";
import { EgressError, refused } from "./egress-error.ts";

/** All addresses of a name. Replaced in tests only. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/**
 * The addresses that a destination may be connected to. Every address of a name must be allowed: one bad one among
 * them refuses the whole, so no order of answers can pick it.
 */
export async function checkedAddresses(
  destination: Destination,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { host, isAddress, listed } = destination;
  if (isAddress) {
    if (listed || isPublic(host)) return [host];
    throw refused(`${host} is no public address (${rangeOf(host)}).`);
  }
  const addresses = await unlessAborted(namesOf(host, resolve), signal);
  const allowed = listed ? isPublicOrLocal : isPublic;
  const bad = addresses.find((address) => !allowed(address));
  if (bad !== undefined) throw refused(`${host} leads to no public address (${rangeOf(bad)}).`);
  return addresses;
}

async function namesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
  } catch {
    // The system's own message names its resolver; the code alone says as much.
  }
  throw new EgressError("RequestFailed", `The name ${host} cannot be resolved.`);
}

/** The system's lookup cannot be stopped, only left behind. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    work.catch(() => undefined);
  }
}
