import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CACHE } from "./places.mjs";
import { progress, Stop } from "./stop.mjs";

const WAIT_MS = 15 * 60_000;

/**
 * Runs `work` while no other process on this checkout is setting up. A lock whose process is gone is taken over.
 */
export async function withSetupLock(work, file = join(CACHE, "setup.lock")) {
  await acquire(file);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

async function acquire(file) {
  mkdirSync(join(file, ".."), { recursive: true });
  const until = Date.now() + WAIT_MS;
  let told = false;
  while (!tryLock(file)) {
    const owner = readOwner(file);
    if (owner === null ? isOld(file) : !isAlive(owner)) {
      takeAway(file, owner);
      continue;
    }
    if (!told) progress(`Another start (process ${owner ?? "unknown"}) is setting up; waiting for it`);
    told = true;
    if (Date.now() > until) {
      throw new Stop(
        `Another start (process ${owner}) has been setting up for 15 minutes.`,
        `End it, or delete ${file}.`,
      );
    }
    await pause(250);
  }
}

function tryLock(file) {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw fileStop(error, file);
  }
}

function fileStop(error, file) {
  if (error.code === "ENOSPC") return new Stop("The disk is full.", "Free at least 2 GB and try again.");
  return new Stop(
    `Cannot write ${file} (${error.code}).`,
    "Make the folder writable for you, or run from another checkout.",
  );
}

/** `null` while the owner has not written its id yet. */
function readOwner(file) {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** An owner writes its id at once; a file that stays empty was left by one that died in between. */
function isOld(file) {
  try {
    return Date.now() - statSync(file).mtimeMs > 10_000;
  } catch {
    return false;
  }
}

/** Renamed before it is deleted, so that of two that see the same dead owner only one removes its lock. */
function takeAway(file, owner) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    const taken = readOwner(aside);
    if (taken !== null && taken !== owner && isAlive(taken)) renameSync(aside, file);
    else rmSync(aside, { force: true });
  } catch {
    // Another waiter was first.
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
