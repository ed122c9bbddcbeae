import { parseArgs } from "node:util";
import { chaos } from "./chaos.ts";

/** `npm run chaos -- --kills 20 --seed 7`: kills a real server at random moments and checks what was promised. */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    kills: { type: "string", default: "20" },
    workflow: { type: "string", default: "dependency-audit" },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const kills = Number(values.kills);
const say = (line: string) => process.stdout.write(`${line}\n`);
say(`seed ${seed}`);
const report = await chaos({
  seed,
  kills,
  killsWhileRunning: Math.ceil(kills * 0.9),
  slug: values.workflow,
  input: {},
  say,
});
for (const { id, kills: hit, starts, calls, inFlight, redelivered } of report.runs) {
  say(
    `run ${id}: ${hit} kills, ${starts} starts, ${calls} calls, ${redelivered} handed out again, ${inFlight} in flight at most`,
  );
}
for (const line of report.broken) say(`✖ ${line}`);
say(
  `${report.killsWhileRunning} of ${report.kills} kills while a run went on; ${report.broken.length} broken promises (seed ${seed})`,
);
process.exitCode = report.broken.length === 0 && report.killsWhileRunning >= kills * 0.9 ? 0 : 1;
