import { hash } from "node:crypto";

const MODULUS = 1n << 256n;

export const NO_HASH = "0".repeat(64);

/** Ties the content of a package to its key. */
export function hashOfPackage(key: string, content: string): string {
  return hash("sha256", `${key} ${content}`);
}

/** Sum modulo 2²⁵⁶: one hash for a set of packages, whatever the order they are met in. */
export function addHashes(hashes: readonly string[]): string {
  const sum = hashes.reduce((total, one) => (total + BigInt(`0x${one}`)) % MODULUS, 0n);
  return sum.toString(16).padStart(64, "0");
}
