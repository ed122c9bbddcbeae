import { createHash, randomBytes } from "node:crypto";

/** Makes a leaked token easy to recognise, for people and for scanners. */
const TOKEN_PREFIX = "bny_";
const SHARE_PREFIX = "bns_";
const SECRET = /^[\x21-\x7e]{22,512}$/;

/** 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

export function newApiToken(): string {
  return `${TOKEN_PREFIX}${newSecret()}`;
}

/** Of a link to one tree: it opens nothing else. */
export function newShareToken(): string {
  return `${SHARE_PREFIX}${newSecret()}`;
}

/**
 * What the database keeps and is asked for. A secret of at least 128 random bits needs no salt and no slow hash, and
 * a lookup by hash tells nothing by its time: nobody can choose the hash of a guess.
 */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}

/** Whether a value from outside can be a secret at all; `null`, arrays, empty and short ones cannot. */
export function isSecretShaped(value: unknown): value is string {
  return typeof value === "string" && SECRET.test(value);
}
