import { expect, test } from "@playwright/test";
import { chaos } from "./chaos/chaos.ts";

const KILLS = 20;
const WHILE_RUNNING = 18;

test("a run survives SIGKILL at random moments with nothing lost and nothing done twice", async () => {
  const seed = Number(process.env["BANYAN_CHAOS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`chaos seed ${seed} (again: npm run chaos -- --seed ${seed})\n`);
  const say = (line: string) => process.stdout.write(`  ${line}\n`);
  const report = await chaos({
    seed,
    kills: KILLS,
    killsWhileRunning: WHILE_RUNNING,
    slug: "dependency-audit",
    input: {},
    say,
  });
  expect(report.broken, `seed ${seed}`).toEqual([]);
  expect(report.kills).toBe(KILLS);
  expect(report.killsWhileRunning).toBeGreaterThanOrEqual(WHILE_RUNNING);
  const redelivered = report.runs.reduce((sum, run) => sum + run.redelivered, 0);
  expect(redelivered, "no kill hit a call in flight, so nothing was shown").toBeGreaterThan(0);
});
