import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../setup/command.mjs";
import { NODE, ROOT, TOOLS } from "../setup/places.mjs";
import { badFileNames, projectFiles } from "./file-names.mjs";

/** Folders with sources; only those that exist are handed to tools that refuse a missing one. */
const SOURCE_FOLDERS = [
  "app",
  "components",
  "server",
  "db",
  "cli",
  "examples",
  "tasks",
  "bench",
  "e2e",
  "scripts",
];

const tool =
  (name, ...args) =>
  () =>
    run(NODE, [TOOLS[name], ...args]);

/** Every check answers `{code, output}`; 0 = clean. The slow ones stand first, so that two at a time end sooner. */
export const CHECKS = [
  { name: "eslint", check: tool("eslint", "server", "db", "--max-warnings=0") },
  { name: "tsc", check: typeCheck },
  { name: "tsc (engine: no DOM, no Node)", check: tool("tsc", "--noEmit", "-p", "tsconfig.engine.json") },
  { name: "dependency-cruiser", check: dependencyRules },
  { name: "knip", check: tool("knip", "--no-progress") },
  { name: "biome", check: tool("biome", "ci", "--max-diagnostics=50", "--colors=off", ".") },
  { name: "file names", check: fileNames },
];

/** The page types that Next generates must be those of the routes that exist now. */
async function typeCheck() {
  if (existsSync(join(ROOT, "next.config.js")) && existsSync(join(ROOT, "app", "layout.tsx"))) {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
    const types = await run(NODE, [TOOLS.next, "typegen"], { env });
    if (types.code !== 0) return types;
  }
  return run(NODE, [TOOLS.tsc, "--noEmit", "-p", "tsconfig.json"]);
}

function dependencyRules() {
  const folders = SOURCE_FOLDERS.filter((folder) => existsSync(join(ROOT, folder)));
  return run(NODE, [
    TOOLS.depcruise,
    "--config",
    ".dependency-cruiser.cjs",
    "--output-type",
    "err-long",
    ...folders,
  ]);
}

async function fileNames() {
  const bad = badFileNames(await projectFiles());
  return { code: bad.length === 0 ? 0 : 1, output: bad.map((line) => `${line}\n`).join("") };
}
