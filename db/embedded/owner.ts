import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { EmbeddedPostgresError, storageProblem } from "./error.ts";
import type { Layout } from "./layout.ts";
import { birthOf, isAlive } from "./process-facts.ts";

type Owner = { readonly pid: number; readonly birth: string | null; readonly since: string };

const TRIES = 5;

/**
 * Marks the data folder as this process's before anything in it is touched. An owner that died leaves its mark behind;
 * the next one takes it over at once. Throws `OWNED` while the owner lives.
 */
export function markOwner(layout: Layout): { readonly release: () => void } {
  const mark = JSON.stringify({
    pid: process.pid,
    birth: birthOf(process.pid),
    since: new Date().toISOString(),
  });
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (create(layout, mark)) return { release: () => release(layout, mark) };
    const found = read(layout.owner);
    if (found === null) continue;
    const owner = parse(found);
    if (owner !== null && lives(owner)) throw ownedBy(layout, owner.pid);
    removeStale(layout, found);
  }
  throw ownedBy(layout, parse(read(layout.owner) ?? "")?.pid ?? null);
}

export function ownedBy(layout: Layout, pid: number | null): EmbeddedPostgresError {
  const who = pid === null ? "another running Banyan" : `another running Banyan (process ${pid})`;
  return new EmbeddedPostgresError(
    "OWNED",
    `${layout.dataDir} belongs to ${who}. Stop that one first, or set BANYAN_DATA_DIR and PORT to start a second one beside it.`,
  );
}

function lives(owner: Owner): boolean {
  if (!isAlive(owner.pid)) return false;
  // Unknown births (Windows) do not decide; the lock in the database does.
  return owner.birth !== null && birthOf(owner.pid) === owner.birth;
}

function create(layout: Layout, mark: string): boolean {
  // A link appears with its whole content; a file that is being written could be taken for a broken mark.
  const draft = `${layout.owner}.${process.pid}.new`;
  try {
    writeFileSync(draft, mark, { mode: 0o600 });
    linkSync(draft, layout.owner);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw storageProblem(String(error), layout.dataDir) ?? error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the mark aside before removing it: when another starter was quicker, what was moved is its mark, and goes back. */
function removeStale(layout: Layout, stale: string): void {
  const aside = `${layout.owner}.${process.pid}`;
  try {
    renameSync(layout.owner, aside);
  } catch {
    return;
  }
  if (read(aside) === stale) rmSync(aside, { force: true });
  else renameSync(aside, layout.owner);
}

function release(layout: Layout, mark: string): void {
  if (read(layout.owner) === mark) rmSync(layout.owner, { force: true });
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function parse(text: string): Owner | null {
  try {
    const value = JSON.parse(text) as Partial<Owner>;
    if (!Number.isSafeInteger(value.pid) || (value.pid ?? 0) <= 0) return null;
    return { pid: value.pid ?? 0, birth: value.birth ?? null, since: value.since ?? "" };
  } catch {
    return null;
  }
}
