import { canonicalJson, sha256Hex } from "../hash.ts";
import { BLOB_KEY, type Json, type Stored } from "../values/json.ts";

/** Keys that tell one request from the next and nothing else, under any of their spellings. */
const TRACING = new Set(["traceid", "spanid", "correlationid", "traceparent", "tracestate", "nonce"]);

/** Which keys of an input can make a difference. */
export type Live = {
  readonly keys: ReadonlySet<string>;
  readonly whole: boolean;
  readonly ignore: readonly string[];
};

export function isLive(key: string, { keys, whole, ignore }: Live): boolean {
  if (ignore.includes(key)) return false;
  if (keys.has(key)) return true;
  return whole && !TRACING.has(key.replace(/[-_]/g, "").toLowerCase());
}

/** Hashes by input object, for as long as it lives: an ancestor is compared with each run below it. */
const known = new WeakMap<object, Map<string, string>>();

/** Equal for inputs that ask for the same: what nobody reads is left out, and prose counts by its words. */
export function workOf(input: Stored, live: Live): string {
  if (input === null || typeof input !== "object") return hashOf(essence(input as Json, live));
  const hashes = known.get(input) ?? new Map<string, string>();
  known.set(input, hashes);
  const key = [live.whole, ...[...live.keys].sort(), "|", ...live.ignore].join("\n");
  const hash = hashes.get(key) ?? hashOf(essence(input as Json, live));
  hashes.set(key, hash);
  return hash;
}

/** Keys of an input that nobody reads. */
export function unreadIn(input: Stored, live: Live): readonly string[] {
  return isRecord(input) ? Object.keys(input).filter((key) => !isLive(key, live)) : [];
}

function hashOf(value: Json): string {
  return sha256Hex(canonicalJson(value));
}

function essence(input: Json, live: Live): Json {
  if (!isRecord(input)) return words(input);
  return Object.fromEntries(
    Object.entries(input).flatMap(([key, value]) => (isLive(key, live) ? [[key, words(value)]] : [])),
  );
}

function isRecord(value: Stored): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(BLOB_KEY in value);
}

function words(value: Json): Json {
  if (typeof value === "string") return isProse(value) ? wordsOf(value) : value;
  if (Array.isArray(value)) return value.map(words);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, words(part)]));
}

/** Four words in a row and none of the signs that code, formulas, paths and addresses have. */
function isProse(text: string): boolean {
  return /\p{L}{2,}(?:[\s,]+\p{L}+){3,}/u.test(text) && !/[{}[\]<>=\\/|*+^&%$#@~_`]/.test(text);
}

/** Words that are added when a task is passed on and that change nothing about it. */
const FILLERS = new Set(
  "a an the please kindly now again re fw fwd forwarded delegated delegate forward task subtask request your my this following".split(
    " ",
  ),
);

function wordsOf(text: string): string {
  const all =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu) ?? [];
  return all.filter((word) => !FILLERS.has(word)).join(" ");
}
