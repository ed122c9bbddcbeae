import { spawn } from "node:child_process";
import { ROOT } from "./places.mjs";
import { progress } from "./stop.mjs";

/** Most of a command's output that is kept, counted from its end. */
const KEPT_CHARS = 400_000;
const STILL_RUNNING_MS = 15_000;

/**
 * Runs a command without stdin and answers `{code, output}` with stdout and stderr in the order they came.
 * `echo` also shows it as it comes. `label` prints a sign of life every 15 s while nothing else is shown.
 * Never rejects: a command that cannot start answers code 127 with the reason as its output.
 */
export function run(
  file,
  args,
  { env = process.env, cwd = ROOT, echo = false, label = "", shell = false } = {},
) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    let output = "";
    const child = spawn(file, args, {
      cwd,
      env,
      shell,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const take = (chunk) => {
      output = (output + chunk).slice(-KEPT_CHARS);
      if (echo) process.stdout.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    const beat = label
      ? setInterval(() => progress(`${label}: ${seconds(startedAt)}`), STILL_RUNNING_MS)
      : null;
    const stopRelay = relaySignals(child);
    const finish = (code) => {
      clearInterval(beat);
      stopRelay();
      resolve({ code, output, seconds: seconds(startedAt) });
    };
    child.on("error", (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.on("close", (code, signal) => finish(code ?? (signal ? 128 : 1)));
  });
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** The last `count` lines that are not empty. */
export function lastLines(text, count) {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
}

/** A script that is told to stop tells what it runs, and then ends itself. */
function relaySignals(child) {
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const handler = () => {
      child.kill(signal);
      process.exitCode = 130;
      setTimeout(() => process.exit(130), 3_000).unref();
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
