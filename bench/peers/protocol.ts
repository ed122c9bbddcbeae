/** What the bench and the process of a peer say to each other. Free of packages: both sides import it. */
export type PeerWorkload = "W1" | "W2" | "W3" | "W4" | "W5";

export const PEER_WORKLOADS: readonly PeerWorkload[] = ["W1", "W2", "W3", "W4", "W5"];

/** Sizes of the workloads; Banyan gets the same. */
export const SIZES = {
  chain: 100,
  /** Chains of W1, one after the other: a single one of a hundred pure steps is over in a few milliseconds. */
  chainsInARow: 10,
  fanOut: 1_000,
  recursion: { width: 3, depth: 6 },
  chains: { count: 500, length: 10 },
  submits: 100,
} as const;

export type PeerRequest = PeerWorkload | "start" | "stop";

/** `units` is steps or runs, as the workload counts; `waits` are milliseconds to the first step (W5). */
export type PeerAnswer =
  | { readonly ok: true; readonly units: number; readonly ms: number; readonly waits?: readonly number[] }
  | { readonly ok: false; readonly error: string };

/** Where a peer keeps what it stores. */
export type Place = {
  /** A database of its own in the PostgreSQL of the bench. */
  readonly databaseUrl: string;
  /** An empty folder of its own, for a peer with its own store. */
  readonly folder: string;
};
