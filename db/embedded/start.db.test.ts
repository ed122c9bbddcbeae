import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { openDatabase } from "../client.ts";
import { postgres } from "../driver.ts";
import { locateBinaries } from "./binaries.ts";
import { startEmbeddedPostgres } from "./start.ts";

const SCRIPT = fileURLToPath(new URL("../testing/own-database.ts", import.meta.url));

type Report = {
  readonly url?: string;
  readonly adopted?: boolean;
  readonly ms?: number;
  readonly log?: string;
  readonly error?: { readonly name: string; readonly code: string; readonly message: string };
};

const children = new Set<ChildProcess>();
const folders = new Set<string>();

afterEach(async () => {
  await Promise.all([...children].map((child) => ended(child, "SIGKILL")));
  for (const folder of folders) {
    const pid = postmasterOf(folder);
    if (pid !== null) kill(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  children.clear();
  folders.clear();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "banyan-launch-"));
  folders.add(folder);
  return folder;
}

function owner(folder: string): { child: ChildProcess; first: (wanted: keyof Report) => Promise<Report> } {
  const child = spawn(process.execPath, [SCRIPT, folder], { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  const lines: Report[] = [];
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    const whole = text.split("\n");
    text = whole.pop() ?? "";
    lines.push(...whole.map((line) => JSON.parse(line) as Report));
  });
  const first = async (wanted: keyof Report): Promise<Report> => {
    const find = () => lines.find((line) => wanted in line || "error" in line);
    await until(() => find() !== undefined, 30_000);
    return find() ?? {};
  };
  return { child, first };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const end = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await end;
  }
  return child.exitCode;
}

async function until(holds: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Nothing happened within ${ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function postmasterOf(folder: string): number | null {
  try {
    return Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return null;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

async function write(url: string, value: number): Promise<void> {
  await query(url, (sql) => sql`create table if not exists kept (n int)`);
  await query(url, (sql) => sql`insert into kept values (${value})`);
}

async function query<T>(url: string, run: (sql: ReturnType<typeof postgres>) => PromiseLike<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

const kept = (url: string) =>
  query(url, async (sql) => (await sql`select n from kept order by n`).map((row) => row["n"]));

const sleepers = (url: string) =>
  query(url, async (sql) => {
    const rows =
      await sql`select pid from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`;
    return rows.length;
  });

const launched = (folder: string) => startEmbeddedPostgres({ dataDir: folder, log: () => undefined });

test("a fresh folder gets a durable server on loopback that wants its password", async () => {
  const folder = join(newFolder(), "new", "deep");
  const lines: string[] = [];
  const server = await startEmbeddedPostgres({ dataDir: folder, log: (line) => lines.push(line) });
  expect(lines.join()).toContain("Creating the database");
  expect(server.adopted).toBe(false);
  const settings = await query(
    server.url,
    (sql) => sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories', 'full_page_writes')`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
  });
  const stranger = new URL(server.url);
  stranger.password = "guess";
  await expect(query(stranger.href, (sql) => sql`select 1`)).rejects.toMatchObject({ code: "28P01" });
  expect(statSync(join(folder, "postgres.password")).mode & 0o777).toBe(0o600);
  await write(server.url, 1);
  await server.stop();
  expect(existsSync(join(folder, "owner.json"))).toBe(false);
  expect(postmasterOf(folder)).toBeNull();

  const again = await launched(folder);
  expect(again.adopted).toBe(false);
  expect(await kept(again.url)).toEqual([1]);
  await again.stop();
});

test("a second owner is refused within 3 seconds with one line that names the first", async () => {
  const folder = newFolder();
  const first = owner(folder);
  await first.first("url");
  const second = owner(folder);
  const report = await second.first("error");
  expect(report.error).toMatchObject({ name: "EmbeddedPostgresError", code: "OWNED" });
  expect(report.error?.message).toContain(`process ${first.child.pid}`);
  expect(report.error?.message).not.toContain("\n");
  expect(report.ms).toBeLessThan(3_000);
  expect(await ended(first.child, "SIGTERM")).toBe(0);
});

test("where the mark in the folder was lost, the lock in the database refuses the second owner", async () => {
  const folder = newFolder();
  const first = owner(folder);
  await first.first("url");
  rmSync(join(folder, "owner.json"));
  const report = await owner(folder).first("error");
  expect(report.error?.code).toBe("OWNED");
  expect(report.error?.message).toContain(`process ${first.child.pid}`);
  expect(report.ms).toBeLessThan(3_000);
});

test("of six that start at once on a fresh folder one becomes the owner", async () => {
  const folder = newFolder();
  const reports = await Promise.all(Array.from({ length: 6 }, () => owner(folder).first("url")));
  expect(reports.filter((report) => report.url !== undefined)).toHaveLength(1);
  expect(reports.filter((report) => report.error?.code === "OWNED")).toHaveLength(5);
});

test("after the owner was killed the next start adopts its server, again and again", async () => {
  const folder = newFolder();
  let adopted = 0;
  for (let round = 0; round < 4; round++) {
    const process = owner(folder);
    const report = await process.first("url");
    if (report.adopted) adopted++;
    await write(report.url ?? "", round);
    expect(await kept(report.url ?? "")).toEqual(Array.from({ length: round + 1 }, (_, n) => n));
    if (round > 0) expect(report.ms).toBeLessThan(3_000);
    await ended(process.child, "SIGKILL");
  }
  expect(adopted).toBe(3);
  const last = owner(folder);
  await last.first("url");
  expect(await ended(last.child, "SIGTERM")).toBe(0);
  expect(postmasterOf(folder)).toBeNull();
});

test("after owner and server were killed together nothing committed is lost", async () => {
  const folder = newFolder();
  for (let round = 0; round < 3; round++) {
    const process = owner(folder);
    const report = await process.first("url");
    expect(report.adopted).toBe(false);
    await write(report.url ?? "", round);
    const server = postmasterOf(folder);
    process.child.kill("SIGKILL");
    kill(server ?? 0);
    await ended(process.child, "SIGKILL");
  }
  const server = await launched(folder);
  expect(await kept(server.url)).toEqual([0, 1, 2]);
  await server.stop();
});

test("a server that dies under a living owner comes back on its port, and open pools go on", async () => {
  const folder = newFolder();
  const server = await launched(folder);
  const db = openDatabase({ url: server.url, max: 4 });
  await write(server.url, 1);
  for (let round = 0; round < 3; round++) {
    const busy = Array.from({ length: 8 }, () =>
      db.sql`select pg_sleep(3)`.then(
        () => "done",
        () => "cut",
      ),
    );
    await until(async () => (await sleepers(server.url)) >= 4, 10_000);
    kill(postmasterOf(folder) ?? 0);
    // What had not been sent yet runs on the new server; nothing hangs.
    expect(await Promise.all(busy)).toContain("cut");
    const cut = Date.now();
    let rows: unknown = null;
    while (rows === null && Date.now() - cut < 10_000)
      rows = await db.sql`select n from kept`.catch(() => null);
    expect(rows).toEqual([{ n: 1 }]);
    expect(Date.now() - cut).toBeLessThan(10_000);
  }
  await db.close();
  await server.stop();
});

test("a lock file whose process id now belongs to another program does not stop the start", async () => {
  const folder = newFolder();
  const first = await launched(folder);
  await first.stop();
  const lines = [
    process.pid,
    join(folder, "postgres"),
    1_700_000_000,
    5_432,
    "",
    "127.0.0.1",
    "",
    "ready   ",
  ];
  writeFileSync(join(folder, "postgres", "postmaster.pid"), `${lines.join("\n")}\n`);
  writeFileSync(join(folder, "owner.json"), JSON.stringify({ pid: process.pid, birth: "another boot:1" }));
  const second = await launched(folder);
  expect(second.adopted).toBe(false);
  await second.stop();
});

test("an initialisation that was killed leaves a folder that starts", async () => {
  const folder = newFolder();
  for (const delay of [0, 100, 300, 500]) {
    const process = owner(folder);
    await process.first("log");
    await new Promise((resolve) => setTimeout(resolve, delay));
    await ended(process.child, "SIGKILL");
    if (existsSync(join(folder, "postgres"))) break;
  }
  await (await launched(folder)).stop();
  // The orphaned initdb may write for a moment longer; a later start clears what it left.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await (await launched(folder)).stop();
  expect(readdirSync(folder).filter((name) => name.includes(".new"))).toEqual([]);
});

test("each thing that stands in the way is named with what to do", async () => {
  const file = join(newFolder(), "a-file");
  writeFileSync(file, "");
  await expect(launched(file)).rejects.toMatchObject({
    code: "PERMISSION",
    message: expect.stringContaining("BANYAN_DATA_DIR"),
  });

  const foreign = newFolder();
  mkdirSync(join(foreign, "postgres"));
  await expect(launched(foreign)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  writeFileSync(join(foreign, "postgres", "PG_VERSION"), "12\n");
  await expect(launched(foreign)).rejects.toMatchObject({
    code: "VERSION",
    message: expect.stringContaining("PostgreSQL 12"),
  });
  writeFileSync(join(foreign, "postgres", "PG_VERSION"), `${locateBinaries().major}\n`);
  await expect(launched(foreign)).rejects.toMatchObject({
    code: "DATA_DAMAGED",
    message: expect.stringContaining("password"),
  });
  writeFileSync(join(foreign, "postgres.password"), "x");
  await expect(launched(foreign)).rejects.toMatchObject({ code: "START_FAILED" });
  expect(existsSync(join(foreign, "owner.json"))).toBe(false);

  expect(() => locateBinaries("linux", "s390x")).toThrow("DATABASE_URL");
});
