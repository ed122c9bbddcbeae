import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createRest, type RunDetail } from "../server/rest.ts";
import { end, freshData, type Server, spawnServer, startServer } from "../server/start-server.ts";
import { check, type Findings, type LoggedCall } from "./check.ts";
import { uncommittedCalls } from "./committed.ts";
import { BARREN_KILLS, Pace } from "./pace.ts";
import { seeded } from "./random.ts";

export type ChaosOptions = {
  readonly seed: number;
  /** How often the server is killed, in all. */
  readonly kills: number;
  /** At least so many of them must hit while a run goes on; the others may hit while the server starts. */
  readonly killsWhileRunning: number;
  readonly slug: string;
  readonly input: unknown;
  readonly say: (line: string) => void;
};

export type ChaosReport = {
  readonly kills: number;
  readonly killsWhileRunning: number;
  readonly runs: readonly (Findings & { readonly id: string; readonly kills: number })[];
  /** One line for each broken promise; empty = all were kept. */
  readonly broken: readonly string[];
};

const END_MS = 180_000;
/** Kills of one run; then it may finish, and the next begins. */
const KILLS_PER_RUN = 10;
const SOONEST_MS = 150;
const SPREAD_MS = 450;

type Story = { readonly id: string; kills: number; readonly pace: Pace };

/**
 * Kills the server with SIGKILL at random moments of real runs and starts it again on the same data, until all runs
 * have ended; then compares journals, calls and outputs with what was promised.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { say } = options;
  const data = freshData();
  const log = join(data.dataDir, "calls.jsonl");
  const random = seeded(options.seed);
  const settings = { ...data, env: { BANYAN_CALL_LOG: log, BANYAN_HEADLESS: "1" } };
  const start = () => startServer(settings);
  let server = await start();
  try {
    const calm = await undisturbed(server, options);
    const stories: Story[] = [];
    const uncommitted: string[] = [];
    let [done, running] = [0, 0];
    const maySpare = () => options.kills - done > options.killsWhileRunning - running;
    while (done < options.kills) {
      const story = await currentStory(server, options, stories);
      await story.pace.afterStart(createRest(server));
      const wait = SOONEST_MS + random() * SPREAD_MS;
      await pause(wait);
      await story.pace.beforeKill(createRest(server));
      const { status } = await createRest(server).run(story.id);
      // On a quick machine a run may be over before its kill comes: the kill is for the next one.
      if (status !== "running" && !maySpare()) continue;
      await server.kill();
      uncommitted.push(...(await uncommittedCalls(data.dataDir, readCalls(log))));
      done += 1;
      if (status === "running") {
        running += 1;
        story.kills += 1;
      }
      say(
        `kill ${done}/${options.kills}: run ${stories.length} was ${status}, ${Math.round(wait)} ms after it was ready`,
      );
      const spare = story.pace.barren < BARREN_KILLS && maySpare();
      if (spare && done < options.kills && random() < 0.15) {
        await killWhileStarting(settings, random);
        done += 1;
        story.kills += 1;
        story.pace.barren += 1;
        say(`kill ${done}/${options.kills}: while the server was starting`);
      }
      server = await start();
    }
    const report = await judge({
      server,
      stories,
      calm,
      log,
      killed: { kills: done, killsWhileRunning: running },
    });
    return { ...report, broken: [...uncommitted, ...report.broken] };
  } finally {
    await server.stop();
    data.remove();
  }
}

async function undisturbed(server: Server, { slug, input, say }: ChaosOptions): Promise<unknown> {
  const rest = createRest(server);
  const { id } = await rest.start(slug, input);
  const run = await rest.waitForEnd(id, END_MS);
  say(`undisturbed run: ${run.status}, ${(await rest.tree(id)).length} runs in ${took(run)} ms`);
  return { status: run.status, output: comparable(await rest.output(id)) };
}

/**
 * An audit that meets a package again counts it as a cycle or as a reference, whichever visit comes first: which it is
 * depends on how long the disk takes, so only their sum says that no visit was lost.
 */
function comparable(output: unknown): unknown {
  const { visits, ...rest } = output as {
    readonly visits?: Record<"runs" | "references" | "cycles", number>;
  };
  if (!visits) return output;
  return { ...rest, visits: { runs: visits.runs, again: visits.references + visits.cycles } };
}

const took = ({ startedAt, endedAt }: RunDetail) => Date.parse(endedAt ?? "") - Date.parse(startedAt ?? "");

/** The newest run while it goes on and has not had its kills; else a new one. */
async function currentStory(server: Server, { slug, input }: ChaosOptions, stories: Story[]): Promise<Story> {
  const rest = createRest(server);
  const last = stories.at(-1);
  if (last && last.kills < KILLS_PER_RUN && (await rest.run(last.id)).status === "running") return last;
  if (last) await rest.waitForEnd(last.id, END_MS);
  const { id } = await rest.start(slug, input);
  const story = { id, kills: 0, pace: new Pace(id) };
  stories.push(story);
  return story;
}

async function killWhileStarting(
  options: Parameters<typeof spawnServer>[0],
  random: () => number,
): Promise<void> {
  const child = spawnServer(options);
  await pause(random() * 900);
  await end(child, "SIGKILL");
}

type Evidence = {
  readonly server: Server;
  readonly stories: readonly Story[];
  readonly calm: unknown;
  readonly log: string;
  readonly killed: { readonly kills: number; readonly killsWhileRunning: number };
};

async function judge({ server, stories, calm, log, killed }: Evidence): Promise<ChaosReport> {
  const rest = createRest(server);
  const runs: (Findings & { id: string; kills: number })[] = [];
  const broken: string[] = [];
  for (const { id, kills } of stories) {
    const { status } = await rest.waitForEnd(id, END_MS);
    const outcome = { status, output: comparable(await rest.output(id)) };
    if (JSON.stringify(outcome) !== JSON.stringify(calm)) {
      broken.push(
        `run ${id} ended ${status} with another output than the undisturbed run${difference(calm, outcome)}`,
      );
    }
    const calls = readCalls(log).filter(({ runId }) => runId.startsWith(id));
    const findings = check({ events: await rest.events(id), calls, kills });
    if (findings.calls === 0) broken.push(`run ${id} has no call in ${log}: nothing was checked`);
    broken.push(...findings.broken.map((line) => `run ${id}: ${line}`));
    runs.push({ id, kills, ...findings });
  }
  return { ...killed, runs, broken };
}

function difference(calm: unknown, outcome: unknown): string {
  const [a, b] = [calm, outcome].map((value) => JSON.stringify(value));
  if (a === undefined || b === undefined) return "";
  const at = [...a].findIndex((character, index) => character !== b[index]);
  return `: …${a.slice(Math.max(0, at - 80), at + 80)}… against …${b.slice(Math.max(0, at - 80), at + 80)}…`;
}

/** The last line may be cut off: the process was killed while it wrote. */
function readCalls(log: string): LoggedCall[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as LoggedCall);
}
