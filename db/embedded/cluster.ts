import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { type Account, giveTo } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { EmbeddedPostgresError, storageProblem } from "./error.ts";
import type { Layout } from "./layout.ts";

export const SUPERUSER = "banyan";

/** Only the owner of the data folder may call it. Makes the cluster if there is none, whole or not at all; returns its password. */
export async function ensureCluster(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  log: (line: string) => void,
): Promise<string> {
  try {
    removeDrafts(layout);
    if (!existsSync(layout.cluster)) await createCluster(layout, binaries, account, log);
    checkVersion(layout, binaries);
    giveTo(account, layout.cluster);
    return readPassword(layout);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw storageProblem(String(error), layout.dataDir) ?? error;
  }
}

/** A killed initialisation leaves its draft behind; where its orphan still writes, a later start removes it. */
function removeDrafts(layout: Layout): void {
  const prefix = `${basename(layout.cluster)}.new-`;
  for (const name of readdirSync(layout.dataDir)) {
    if (!name.startsWith(prefix)) continue;
    try {
      rmSync(join(layout.dataDir, name), { recursive: true, force: true });
    } catch {
      // Its name is never used again, so it is in nobody's way.
    }
  }
}

async function createCluster(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  log: (line: string) => void,
): Promise<void> {
  log("Creating the database (first start only) …");
  const password = randomBytes(24).toString("base64url");
  const draft = mkdtempSync(`${layout.cluster}.new-`);
  try {
    const passwordFile = join(draft, "password");
    const cluster = join(draft, "cluster");
    mkdirSync(cluster, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(account, draft);
    await initdb(layout, binaries, account, { cluster, passwordFile });
    writeFileSync(`${layout.password}.new`, password, { mode: 0o600, flush: true });
    renameSync(`${layout.password}.new`, layout.password);
    // The rename makes the cluster: before it, the next start begins anew with another password.
    if (account.kind === "nobody") chownSync(draft, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
    renameSync(cluster, layout.cluster);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function initdb(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  { cluster, passwordFile }: { readonly cluster: string; readonly passwordFile: string },
): Promise<void> {
  // syncfs makes the files durable in one call; elsewhere initdb flushes them one by one.
  const sync = process.platform === "linux" ? ["--sync-method=syncfs"] : [];
  const { program, args } = account.wrap(binaries.initdb, [
    `--pgdata=${cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...sync,
  ]);
  const { code, output } = await run(program, args, account, layout.dataDir);
  if (code === 0) return;
  throw (
    storageProblem(output, layout.dataDir) ??
    new EmbeddedPostgresError(
      "INIT_FAILED",
      `The database could not be created: ${lastLine(output)} Set DATABASE_URL to use another PostgreSQL server.`,
    )
  );
}

function run(
  program: string,
  args: readonly string[],
  account: Account,
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...account.spawnOptions,
      cwd,
      env: serverEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-8_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ code: null, output: `${output}\n${error.message}` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Ours without `PG…`, which the server's programs would obey, and with messages that this launcher can read. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  for (const name of Object.keys(environment)) if (name.startsWith("PG")) delete environment[name];
  return environment;
}

/** Last line that says what went wrong, as a sentence. */
export function lastLine(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const telling = lines.findLast((line) => /FATAL|PANIC|error|could not|cannot/i.test(line)) ?? lines.at(-1);
  return telling === undefined
    ? "no reason given."
    : `${telling.replace(/^.*?(FATAL|PANIC|error):\s*/, "")}.`;
}

function checkVersion(layout: Layout, binaries: Binaries): void {
  const file = join(layout.cluster, "PG_VERSION");
  if (!existsSync(file)) {
    throw new EmbeddedPostgresError(
      "DATA_DAMAGED",
      `${layout.cluster} is not a PostgreSQL data folder. Move it away (or restore it from a backup), then start again.`,
    );
  }
  const found = readFileSync(file, "utf8").trim();
  if (found === String(binaries.major)) return;
  throw new EmbeddedPostgresError(
    "VERSION",
    `${layout.cluster} was written by PostgreSQL ${found}; this Banyan brings ${binaries.major}. Start it with the Banyan that wrote it, or move the folder away to begin anew.`,
  );
}

function readPassword(layout: Layout): string {
  if (existsSync(layout.password)) return readFileSync(layout.password, "utf8").trim();
  throw new EmbeddedPostgresError(
    "DATA_DAMAGED",
    `${layout.password} is missing, and without it nobody can open the database beside it. Restore the file from a backup, or move ${layout.cluster} away to begin anew.`,
  );
}
