import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { configure } from "safe-stable-stringify";
import type { Hash } from "./ids.ts";
import type { Json } from "./values/json.ts";

const stringify = configure({ deterministic: true, circularValue: TypeError });

/** JSON text with sorted keys and no spaces: equal values give equal texts. Numbers as ECMAScript writes them. */
export function canonicalJson(value: Json): string {
  return stringify(value);
}

export function sha256Hex(text: string): Hash {
  return digest(text).hash;
}

/** Hash and UTF-8 length of a text in one pass over its bytes. */
export function digest(text: string): { readonly hash: Hash; readonly bytes: number } {
  const bytes = utf8ToBytes(text);
  return { hash: bytesToHex(sha256(bytes)), bytes: bytes.length };
}

/** Content address of a JSON value. Key order does not matter. */
export function fingerprint(value: Json): Hash {
  return sha256Hex(canonicalJson(value));
}
