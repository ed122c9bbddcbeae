import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lastLines, run } from "./command.mjs";
import { CACHE, NODE, ROOT, TOOLS } from "./places.mjs";
import { hashOf, readStamp, writeStamp } from "./stamps.mjs";
import { progress, Stop } from "./stop.mjs";

const STAMP = join(CACHE, "build.json");
const BUILD_ID = join(ROOT, ".next", "BUILD_ID");
/** Everything that ends up in the pages. */
const SOURCES = [
  "app",
  "components",
  "server/engine",
  "server/registry.ts",
  "next.config.js",
  "tailwind.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const isTest = (name) => /\.test\.tsx?$/.test(name);

/** Builds the pages when their sources differ from those of the last build. */
export async function build() {
  const sources = hashOf(ROOT, SOURCES, isTest);
  const stamp = readStamp(STAMP);
  if (stamp.sources === sources && stamp.buildId !== undefined && stamp.buildId === readBuildId()) return;
  progress("Building the pages (about half a minute)");
  // Types that `next dev` left behind name routes that may be gone, and would fail this build.
  rmSync(join(ROOT, ".next", "dev"), { recursive: true, force: true });
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const result = await run(NODE, [TOOLS.next, "build"], { env, label: "Still building" });
  if (result.code !== 0 || !existsSync(BUILD_ID)) throw explainBuild(result.output);
  writeStamp(STAMP, { sources, buildId: readBuildId() });
  progress(`Built in ${result.seconds}`);
}

function readBuildId() {
  return existsSync(BUILD_ID) ? readFileSync(BUILD_ID, "utf8").trim() : undefined;
}

function explainBuild(output) {
  if (/ENOSPC|no space left/i.test(output))
    return new Stop("The disk is full: the pages need about 100 MB.", "Free some space and try again.");
  if (/heap out of memory|Killed/i.test(output))
    return new Stop(
      "Building the pages ran out of memory.",
      "Close other programs (2 GB are enough) and try again.",
    );
  return new Stop(
    `The pages could not be built:\n${lastLines(output, 40)}\n`,
    "Fix the error above, then try again.",
  );
}
