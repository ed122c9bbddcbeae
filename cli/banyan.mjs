#!/usr/bin/env node
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `banyan`: runs the command on the pinned Node 24, whatever Node the machine has. */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = here("main.ts");
const WINDOWS = process.platform === "win32";
const NODE = here(`../node_modules/node/bin/${WINDOWS ? "node.exe" : "node"}`);

if (!existsSync(NODE)) {
  process.stderr.write(
    "Banyan is not installed yet. Run `npm start` once in its folder; that installs it.\n",
  );
  process.exitCode = 1;
} else if (Number(process.versions.node.split(".")[0]) >= 24) {
  await import(MAIN);
} else {
  const flags = ["--disable-warning=ExperimentalWarning"];
  const child = spawn(NODE, [...flags, MAIN, ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal sends Ctrl-C to both; the command decides what it means.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal ? 130 : 1);
  });
}
