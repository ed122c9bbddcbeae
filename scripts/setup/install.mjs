import { existsSync } from "node:fs";
import { join } from "node:path";
import { lastLines, run } from "./command.mjs";
import { MODULES, NODE, outsideCommand, ROOT } from "./places.mjs";
import { hashOf, readStamp, writeStamp } from "./stamps.mjs";
import { progress, Stop } from "./stop.mjs";

/** Lies in `node_modules`, so that it goes when they go. */
const STAMP = join(MODULES, ".cache", "banyan", "install.json");
const FLAGS = ["--loglevel=error", "--no-audit", "--no-fund"];

/** Puts exactly what the lockfile says into `node_modules`, the pinned Node 24 included. Quick when it is there. */
export async function install() {
  const lock = `${hashOf(ROOT, ["package-lock.json"])} ${process.platform} ${process.arch}`;
  if (!existsSync(NODE) || readStamp(STAMP).lock !== lock) {
    if (!matchesLockfile()) await installAll();
    if (!existsSync(NODE)) await unpackNode();
    writeStamp(STAMP, { lock });
  }
}

/** Whether npm's own record of what it installed holds every package of the lockfile in that version. */
function matchesLockfile() {
  const wanted = readStamp(join(ROOT, "package-lock.json")).packages;
  const installed = readStamp(join(MODULES, ".package-lock.json")).packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(
    ([place, entry]) => place === "" || entry.optional || installed[place]?.version === entry.version,
  );
}

async function installAll() {
  progress("Installing dependencies (about a minute the first time)");
  let result = await npm(["ci", ...FLAGS]);
  if (result.code !== 0 && isLockMismatch(result.output)) {
    progress("package-lock.json does not fit package.json; installing with `npm install`");
    result = await npm(["install", ...FLAGS]);
  }
  if (result.code !== 0) throw explainInstall(result.output);
  progress(`Installed in ${result.seconds}`);
}

/** The `node` package unpacks its binary in an install script; some set-ups turn those off. */
async function unpackNode() {
  progress("Unpacking Node 24");
  await npm(["rebuild", "node", "--ignore-scripts=false", ...FLAGS]);
  if (existsSync(NODE)) return;
  throw new Stop(
    "The pinned Node 24 was not unpacked because npm may not run install scripts.",
    "Run `npm rebuild node --ignore-scripts=false`, then start again.",
  );
}

/** npm on a Node outside `node_modules`, because npm is about to replace what is in there. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const node = outsideCommand("node") ?? process.execPath;
  const options = { label: "Still installing" };
  if (cli && /\.[cm]?js$/.test(cli) && existsSync(cli)) return run(node, [cli, ...args], options);
  return run("npm", args, { ...options, shell: process.platform === "win32" });
}

const isLockMismatch = (output) =>
  /EUSAGE|can only install (packages )?(with an existing|when your)|from lock file/i.test(output);

/** @param {string} output what npm printed */
export function explainInstall(output) {
  if (/ENOSPC|no space left/i.test(output))
    return new Stop("The disk is full: dependencies need about 1 GB.", "Free some space and try again.");
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return new Stop(
      "npm may not write to node_modules.",
      "Make this folder writable for you (or delete node_modules) and try again.",
    );
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(
      output,
    )
  ) {
    return new Stop(
      "npm cannot reach its package registry.",
      "Check the network connection or the proxy, then try again; what was fetched so far is kept.",
    );
  }
  if (/spawn npm ENOENT|not found/i.test(output) && output.length < 300) {
    return new Stop("npm was not found.", "Install Node.js 20 or newer, which brings npm, and try again.");
  }
  return new Stop(
    `npm could not install the dependencies:\n${lastLines(output, 12)}\n`,
    "Fix that, then try again.",
  );
}
