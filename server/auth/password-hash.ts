import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { ServiceError } from "../services/errors.ts";

/** Argon2id as OWASP gives it. Raise it and people get the stronger hash at their next sign-in. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Each hash takes `COST.memory` KiB: a burst of sign-ins must not take the machine's memory, nor wait for ever. */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 100;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{4,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/;

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number };

/** In PHC string format, which carries its own parameters. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive(password, salt, cost);
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

/**
 * Whether the password fits; `stale` = hash it anew. Without a stored hash it takes the same time and never fits, so
 * that nobody learns by the clock who has an account.
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
): Promise<{ readonly fits: boolean; readonly stale: boolean }> {
  const parsed = stored === null ? null : parse(stored);
  const { cost, salt, tag } = parsed ?? NOBODY;
  const derived = await derive(password, salt, cost, tag.length);
  const fits = timingSafeEqual(derived, tag) && parsed !== null;
  return { fits, stale: fits && isWeaker(cost) };
}

type Parsed = { readonly cost: Cost; readonly salt: Buffer; readonly tag: Buffer };
/** Random, so no password fits. */
const NOBODY: Parsed = { cost: COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) };

function parse(stored: string): Parsed | null {
  const [, memory, passes, parallelism, salt = "", tag = ""] = PHC.exec(stored) ?? [];
  if (memory === undefined) return null;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { cost, salt: Buffer.from(salt, "base64"), tag: Buffer.from(tag, "base64") };
}

function isWeaker({ memory, passes }: Cost): boolean {
  return memory < COST.memory || passes < COST.passes;
}

/** PHC strings leave the padding out. */
function base64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: Cost, tagLength = TAG_BYTES): Promise<Buffer> {
  // The same letters typed on two keyboards may arrive as different code points.
  const message = password.normalize("NFKC");
  await enter();
  try {
    return await promised({ message, nonce: salt, tagLength, ...cost });
  } finally {
    leave();
  }
}

function promised(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, tag) => (error ? reject(error) : resolve(tag)));
  });
}

async function enter(): Promise<void> {
  if (running < MAX_AT_ONCE) {
    running++;
    return;
  }
  if (waiting.length >= MAX_WAITING) throw busy();
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Hands the place over, so that nobody who comes later takes it first. */
function leave(): void {
  const next = waiting.shift();
  if (next) next();
  else running--;
}

function busy(): ServiceError {
  return new ServiceError(
    "UNAVAILABLE",
    "Many people are signing in at this moment. Try again in a few seconds.",
  );
}
