import { seconds } from "../setup/command.mjs";
import { progress } from "../setup/stop.mjs";
import { CHECKS } from "./checks.mjs";

const AT_ONCE = 2;

/** Runs all checks, prints a line for each and the output of those that fail; answers how many passed and failed. */
export async function runChecks(checks = CHECKS) {
  progress(`Verifying: ${checks.map(({ name }) => name).join(", ")}`);
  const waiting = [...checks];
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await runOne(next, totals);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return totals;
}

async function runOne({ name, check }, totals) {
  const startedAt = Date.now();
  const { code, output } = await check();
  totals[code === 0 ? "passed" : "failed"] += 1;
  process.stdout.write(`  ${code === 0 ? "✓" : "✖"} ${name} (${seconds(startedAt)})\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
}
