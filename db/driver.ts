import { registerHooks } from "node:module";
import type Postgres from "postgres";

/**
 * postgres.js 3.4.9 with known faults repaired as it is loaded; each shows when the server closes a connection:
 * - a small write that still waits for the socket throws outside any promise and ends the process (its issues 1154, 1208);
 * - the timer of that write stays armed, so the connection never sends again after it reconnects;
 * - the statement that was cut off still counts as in flight, so closing the client waits for it in vain;
 * - the types that it asks for on each new connection reject where nobody listens when that connection is lost;
 * - statements of a transaction whose connection was lost run outside it on the next connection (its pull request 1155).
 * Everything in `db` takes the driver from here; drop this file when a release has the repairs.
 */
type Edit = readonly [find: string, replacement: string];

const CONNECTION: readonly Edit[] = [
  ["return fetchArrayTypes()", "return fetchArrayTypes().catch(() => undefined)"],
  [
    "const x = socket.write(chunk, fn)",
    "if (socket === null) { nextWriteTimer = chunk = null; error(Errors.connection('CONNECTION_CLOSED', options)); return true }\n    const x = socket.write(chunk, fn)",
  ],
  [
    "clearImmediate(nextWriteTimer)\n    socket.removeListener",
    "clearImmediate(nextWriteTimer)\n    nextWriteTimer = chunk = null\n    socket.removeListener",
  ],
  [
    "clearImmediate(nextWriteTimer)\n    if (socket)",
    "clearImmediate(nextWriteTimer)\n    nextWriteTimer = chunk = null\n    if (socket)",
  ],
  [
    "!hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))",
    ";(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n    query = null",
  ],
];

const TRANSACTION: readonly Edit[] = [
  ["let savepoints = 0\n", "let lost = null\n      , savepoints = 0\n"],
  ["connection.onclose = reject)", "connection.onclose = (e) => { lost = e; reject(e) })"],
  [
    "q.catch(e => uncaughtError || (uncaughtError = e))\n",
    "q.catch(e => uncaughtError || (uncaughtError = e))\n        if (lost) return q.reject(lost)\n",
  ],
];

const REPAIRED = new Map<string, readonly Edit[]>([
  ["/node_modules/postgres/src/connection.js", CONNECTION],
  ["/node_modules/postgres/src/index.js", TRANSACTION],
]);

/** On `globalThis`, for this module may be evaluated again in a process that has loaded the driver before. */
const MARK = Symbol.for("banyan.repaired-postgres-driver");
const marks = globalThis as unknown as Record<symbol, Set<string> | undefined>;
marks[MARK] ??= new Set();
const repaired = marks[MARK];

const hooks = registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const found = [...REPAIRED].find(([path]) => url.endsWith(path));
    if (!found) return loaded;
    const [path, edits] = found;
    repaired.add(path);
    return { ...loaded, source: repair(String(loaded.source), edits, path) };
  },
});
export const postgres: typeof Postgres = (await import("postgres")).default;
hooks.deregister();

if (repaired.size !== REPAIRED.size) {
  throw new Error(
    "The postgres driver was loaded before db/driver.ts could repair it. Import it from db/driver.ts only.",
  );
}

function repair(source: string, edits: readonly Edit[], path: string): string {
  const unix = source.replaceAll("\r\n", "\n");
  return edits.reduce((text, [find, replacement]) => {
    if (text.split(find).length !== 2) {
      throw new Error(`${path} is not the version that db/driver.ts repairs (3.4.9). Install with npm ci.`);
    }
    return text.replace(find, () => replacement);
  }, unix);
}

/** Seconds before a lost connection is tried again: the server's return shows within a second. */
export const backoff = (retries: number) => Math.min(0.05 * 2 ** retries, 1);
