import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";

const KEY_BYTES = 32;
/** 32 random bytes have fewer different ones once in more than 10⁹ keys. */
const LEAST_DISTINCT = 20;
const HEADER =
  "# Encrypts Banyan's secrets. Without this file they are lost: keep a copy, apart from the database.\n";

export type Key = { readonly id: string; readonly bytes: Buffer };

/** A key file that must not be used; the message says what to do. */
export class KeyFileProblem extends Error {
  override readonly name = "KeyFileProblem";
}

/**
 * The keys of one file, one line of base64 each. The first one encrypts; the others are there until what they have
 * encrypted is encrypted anew.
 */
export type KeyRing = {
  readonly current: () => Key;
  /** Reads the file again for a key that another process has put in. */
  readonly find: (id: string) => Key | undefined;
  readonly all: () => readonly Key[];
  /** Puts a new key first. It is durable when this returns. */
  readonly add: () => Key;
  readonly keepOnly: (id: string) => void;
};

/** Opens the key file, or makes it when `mayMake`. @throws KeyFileProblem */
export function openKeyRing(file: string, mayMake: boolean): KeyRing {
  if (!existsSync(file)) {
    if (!mayMake)
      throw new KeyFileProblem(
        `The key file ${file} does not exist. Make it with: (umask 077; openssl rand -base64 32 > ${file})`,
      );
    write(file, [freshKey()]);
  }
  let keys = read(file);
  const inFile = (id: string) => keys.find((key) => key.id === id);
  return {
    current: () => keys[0] as Key,
    find: (id) => {
      if (!inFile(id)) keys = read(file);
      return inFile(id);
    },
    all: () => keys,
    add: () => {
      keys = [freshKey(), ...read(file)];
      write(file, keys);
      return keys[0] as Key;
    },
    keepOnly: (id) => {
      keys = keys.filter((key) => key.id === id);
      write(file, keys);
    },
  };
}

function freshKey(): Key {
  return keyOf(randomBytes(KEY_BYTES));
}

/** The id says nothing about the key and needs no place of its own in the file. */
function keyOf(bytes: Buffer): Key {
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 16), bytes };
}

function read(file: string): readonly Key[] {
  refuseOpenFile(file);
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) throw new KeyFileProblem(`The key file ${file} holds no key.`);
  return lines.map((line) => keyOf(strongBytes(line, file)));
}

function refuseOpenFile(file: string): void {
  const { mode } = statSync(file);
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, "0");
  throw new KeyFileProblem(
    `Others may read the key file ${file} (mode ${shown}). Make it yours alone: chmod 600 ${file}`,
  );
}

function strongBytes(line: string, file: string): Buffer {
  const bytes = Buffer.from(line, "base64");
  const weak =
    !/^[A-Za-z0-9+/_-]{43}=?$/.test(line) || bytes.length !== KEY_BYTES
      ? `is not ${KEY_BYTES} bytes in base64`
      : new Set(bytes).size < LEAST_DISTINCT || bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
        ? "can be guessed"
        : null;
  if (weak === null) return bytes;
  throw new KeyFileProblem(`A key in ${file} ${weak}. Make one with: openssl rand -base64 32`);
}

/** Whole or not at all, for this user only, and on the disk before anything is encrypted with it. */
function write(file: string, keys: readonly Key[]): void {
  const aside = `${file}.${process.pid}`;
  rmSync(aside, { force: true });
  const handle = openSync(aside, "wx", 0o600);
  try {
    writeSync(handle, HEADER + keys.map(({ bytes }) => `${bytes.toString("base64")}\n`).join(""));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}
