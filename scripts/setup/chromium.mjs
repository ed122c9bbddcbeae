import { existsSync } from "node:fs";
import { run } from "./command.mjs";
import { NODE, outsideCommand, TOOLS } from "./places.mjs";
import { progress, Stop } from "./stop.mjs";

const NAMES = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Path of a Chromium for the browser tests, fetched if there is none: `BANYAN_CHROMIUM`, then one on the PATH,
 * then Playwright's own; else Debian's package (as root), else Playwright's download.
 */
export async function chromium() {
  const found = await findChromium();
  if (found) return found;
  progress("No Chromium found; installing one for the browser tests");
  await fetchChromium();
  const fetched = await findChromium();
  if (fetched) return fetched;
  throw new Stop(
    "The browser tests need Chromium, and it could not be installed here.",
    "Install Chromium or Chrome, or set BANYAN_CHROMIUM to the path of one.",
  );
}

async function findChromium() {
  const chosen = process.env.BANYAN_CHROMIUM;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Stop(`BANYAN_CHROMIUM is ${chosen}, where there is no file.`, "Correct it or unset it.");
  }
  for (const name of NAMES) {
    const path = outsideCommand(name);
    if (path) return path;
  }
  return PLACES.find((path) => existsSync(path)) ?? playwrightsOwn();
}

async function playwrightsOwn() {
  const ask = 'import("@playwright/test").then((p) => console.log(p.chromium.executablePath()))';
  const { code, output } = await run(NODE, ["-e", ask]);
  const path = output.trim();
  return code === 0 && existsSync(path) ? path : null;
}

async function fetchChromium() {
  const options = { label: "Still installing Chromium" };
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { ...options, env });
    const { code } = await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      ...options,
      env,
    });
    if (code === 0) return;
  }
  await run(NODE, [TOOLS.playwright, "install", "chromium"], options);
}
