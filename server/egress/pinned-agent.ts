import type { LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { canonicalAddress } from "./address.ts";
import type { Destination } from "./destination.ts";
import { refused } from "./egress-error.ts";

const CONNECT_MS = 10_000;
const MAX_HEADER_BYTES = 64 * 1024;

type Waits = { readonly headersMs: number; readonly idleMs: number };

/**
 * Connects to the checked addresses and to nothing else: the name is never looked up a second time, and the socket's
 * own word is compared once more. For one request; destroy it afterwards.
 */
export function pinnedAgent(destination: Destination, addresses: readonly string[], waits: Waits): Agent {
  const connect = buildConnector({
    lookup: lookupOf(addresses),
    timeout: CONNECT_MS,
    autoSelectFamily: true,
    allowH2: false,
    keepAlive: false,
  });
  const checked = new Set(addresses.map(canonicalAddress));
  return new Agent({
    connections: 1,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: waits.headersMs,
    bodyTimeout: waits.idleMs,
    connect: (options, done) => {
      connect(options, (error, socket) => {
        if (error || !socket) {
          done(error ?? new Error("no socket"), null);
          return;
        }
        if (checked.has(canonicalAddress(socket.remoteAddress ?? ""))) {
          done(null, socket);
          return;
        }
        socket.destroy();
        done(refused(`${destination.host} was connected to an address that was not checked.`), null);
      });
    },
  });
}

function lookupOf(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return (_host, options, done) => {
    const [first] = all;
    if (options.all === true) done(null, all);
    else if (first) done(null, first.address, first.family);
    else done(new Error("no address"), "", 0);
  };
}
