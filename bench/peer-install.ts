import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FOLDER = join(import.meta.dirname, "peers");
/** npm's own record of what it installed. */
const RECORD = join(FOLDER, "node_modules", ".package-lock.json");

type Lock = {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
};

/** Puts what `bench/peers/package-lock.json` says beside it, where it is not there yet. Throws where npm cannot. */
export function installPeers(log: (line: string) => void): void {
  if (isInstalled()) return;
  log("Installing the peers (a minute or two the first time)");
  const { command, args } = npm();
  const flags = ["ci", "--loglevel=error", "--no-audit", "--no-fund"];
  const path = `${dirname(process.execPath)}${process.platform === "win32" ? ";" : ":"}${process.env["PATH"]}`;
  const { status } = spawnSync(command, [...args, ...flags], {
    cwd: FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PATH: path },
    shell: command === "npm" && process.platform === "win32",
  });
  if (status !== 0) throw new Error("The peers were not installed; try `npm ci` in bench/peers.");
}

/** The version that is installed; `undefined` where it is not. */
export function peerVersion(module: string): string | undefined {
  return readLock(RECORD)?.packages[`node_modules/${module}`]?.version;
}

function isInstalled(): boolean {
  const wanted = readLock(join(FOLDER, "package-lock.json"))?.packages ?? {};
  const installed = readLock(RECORD)?.packages ?? {};
  return Object.entries(wanted).every(
    ([place, { version, optional }]) => place === "" || optional || installed[place]?.version === version,
  );
}

function readLock(file: string): Lock | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Lock) : undefined;
}

/** The npm that runs this, on this Node; else the one on the path. */
function npm(): { readonly command: string; readonly args: readonly string[] } {
  const cli = process.env["npm_execpath"];
  return cli && /\.[cm]?js$/.test(cli)
    ? { command: process.execPath, args: [cli] }
    : { command: "npm", args: [] };
}
