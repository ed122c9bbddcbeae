import { existsSync, realpathSync } from "node:fs";
import { delimiter, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");
/** Stamps, locks and logs of the scripts; deleting it is always safe. */
export const CACHE = join(ROOT, ".cache", "banyan");
export const MODULES = join(ROOT, "node_modules");
/** Holds the embedded database, its secrets and `server.json`. */
export const dataDir = () => resolve(ROOT, process.env.BANYAN_DATA_DIR || ".banyan");

const windows = process.platform === "win32";

/** The pinned Node 24 that the `node` package brings. */
export const NODE = join(MODULES, "node", "bin", windows ? "node.exe" : "node");

/** Path of a dependency's command-line script, to be run with `NODE`: the same on every platform, no shell. */
export const TOOLS = {
  next: join(MODULES, "next", "dist", "bin", "next"),
  tsc: join(MODULES, "typescript", "bin", "tsc"),
  eslint: join(MODULES, "eslint", "bin", "eslint.js"),
  biome: join(MODULES, "@biomejs", "biome", "bin", "biome"),
  depcruise: join(MODULES, "dependency-cruiser", "bin", "dependency-cruiser.mjs"),
  knip: join(MODULES, "knip", "bin", "knip.js"),
  vitest: join(MODULES, "vitest", "vitest.mjs"),
  playwright: join(MODULES, "@playwright", "test", "cli.js"),
};

/** First `name` on the PATH that is not below this repository's `node_modules`; `null` when there is none. */
export function outsideCommand(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (!folder || folder.startsWith(MODULES + sep)) continue;
    const candidate = join(folder, windows ? `${name}.exe` : name);
    if (existsSync(candidate) && !realpathSync(candidate).startsWith(MODULES + sep)) return candidate;
  }
  return null;
}
