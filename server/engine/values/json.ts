export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The one reserved key of user data: it marks a value that is stored outside. */
export const BLOB_KEY = "$blob";

/** Reference to a value that is kept once in the blob store. */
export type BlobRef = { readonly [BLOB_KEY]: string; readonly bytes: number };

/**
 * A JSON value in which large parts stand as `BlobRef`. It is what state, commands and events carry:
 * passing a stored value on costs the same whatever its size.
 */
export type Stored = Json | BlobRef;

/** A value that must be durable before an event that names its hash. `text` is its canonical JSON. */
export type Blob = {
  readonly hash: string;
  readonly bytes: number;
  readonly text: string;
  /** Made for an entry of a context: of no use once its tree has ended. */
  readonly context?: true;
};

/** Looks a blob's parsed value up; `undefined` when it is not in memory. Synchronous and side-effect free. */
export type BlobLookup = (hash: string) => Json | undefined;
