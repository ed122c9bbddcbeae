import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ROOT } from "../setup/places.mjs";

const VAGUE = /^(utils?|helpers?|common|misc|managers?)$/i;
const SKIPPED = new Set(["node_modules", "test-results", "playwright-report"]);
/** The guide's own component names live here, and only here (see `docs/architecture.md`). */
const GUIDE_FOLDER = /^server\/orchestrator\//;

/** One line for each path with a part that says nothing about what is inside, such as `utils.ts` or `run-helpers.ts`. */
export function badFileNames(paths) {
  return paths.filter(isVague).map((path) => `${path}: name the file or folder for the one thing in it`);
}

function isVague(path) {
  if (GUIDE_FOLDER.test(path)) return false;
  return path.split("/").some((part) =>
    part
      .split(".")[0]
      .split("-")
      .some((word) => VAGUE.test(word)),
  );
}

/** Source files of the project, as paths with `/` from its root. Hidden folders are not the project's. */
export function projectFiles(folder = ROOT) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return projectFiles(path);
    return /\.([cm]?[jt]sx?|css|sql)$/.test(entry.name) ? [relative(ROOT, path).split(sep).join("/")] : [];
  });
}
