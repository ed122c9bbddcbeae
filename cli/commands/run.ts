import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import * as z from "zod";
import { type Client, createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { CliError, exitOf } from "../exit.ts";
import { isGraphFile, readGraph, readInput } from "../files.ts";
import { patiently } from "../follow.ts";
import { problemLine, publish } from "../publish.ts";
import { type Detail, detailShape, startedShape } from "../shapes.ts";
import { watchRun } from "../watch.ts";

type Options = {
  readonly input?: string;
  readonly watch?: true;
  readonly json?: true;
  readonly detach?: true;
  readonly limit: readonly (readonly [string, unknown])[];
  readonly idempotencyKey?: string;
};

const ENDED = new Set(["succeeded", "failed", "cancelled"]);
const POLL_MS = 500;
const TREE_OUTPUT_LINES = 16;
const cut = z.object({ $truncated: z.literal(true) });

export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("start a workflow and wait for its end")
    .argument("<workflow>", "slug of a workflow, or a graph file (.json, .yaml) to publish first")
    .option("-i, --input <json>", "the input as JSON, or a file with it; - reads standard input")
    .option("-w, --watch", "draw the tree of runs while it grows")
    .option("--limit <key=value>", "tighten a limit, such as maxDepth=5 (repeatable)", collectLimit, [])
    .option("--idempotency-key <key>", "the same key starts the same run only once")
    .option("--detach", "do not wait for the end")
    .option("--json", "print the run as one JSON document")
    .action(async (workflow: string, options: Options) => {
      process.exitCode = await runWorkflow(workflow, options);
    });
}

/** What publishing warns of goes beside the output of the run. */
async function publishFirst(client: Client, graph: unknown, file: string): Promise<string> {
  const { slug, problems } = await publish(client, graph, file);
  for (const problem of problems) process.stderr.write(`${problemLine(problem)}\n`);
  return slug;
}

async function runWorkflow(workflow: string, options: Options): Promise<number> {
  const input = options.input === undefined ? {} : readInput(options.input);
  const graph = isGraphFile(workflow) ? readGraph(workflow) : undefined;
  const client = createClient(findConnection());
  const slug = graph === undefined ? workflow : await publishFirst(client, graph, workflow);
  const started = await start(client, slug, input, options);
  if (options.detach) {
    process.stdout.write(options.json ? `${JSON.stringify(started, null, 2)}\n` : `${started.id}\n`);
    return 0;
  }
  leaveOnInterrupt(started.id, client.url);
  const out = options.json ? process.stderr : process.stdout;
  if (options.watch) await watchRun(client, started.id, out);
  else process.stderr.write(`Started ${started.id}\n`);
  const run = await ending(client, started.id);
  report(run, options);
  return exitOf(run.status);
}

function start(client: Client, slug: string, input: unknown, options: Options) {
  const limits = options.limit.length > 0 ? { limits: Object.fromEntries(options.limit) } : {};
  const headers = { "idempotency-key": options.idempotencyKey ?? randomUUID() };
  const path = `/workflows/${encodeURIComponent(slug)}/runs`;
  return client.call({ method: "POST", path, body: { input, ...limits }, headers }, startedShape);
}

async function ending(client: Client, id: string): Promise<Detail> {
  let told = false;
  for (;;) {
    const run = await patiently(() => client.call({ path: `/runs/${encodeURIComponent(id)}` }, detailShape));
    if (ENDED.has(run.status)) return whole(client, run);
    if (run.status === "needs_attention" && !told) tellWaiting(run);
    told = run.status === "needs_attention";
    await pause(POLL_MS);
  }
}

/** It may stand like this for days: who waits for the end should know for whom the run waits. */
function tellWaiting({ id, failure }: Detail): void {
  const why = failure ? `: ${failure.code}: ${failure.message}` : "";
  process.stderr.write(
    `Run ${id} needs attention${why}\n  See what it waits for: npm run banyan -- runs get ${id}\n`,
  );
}

/** A long output comes cut, with a call that gives all of it. */
async function whole(client: Client, run: Detail): Promise<Detail> {
  if (!cut.safeParse(run.output).success) return run;
  const output = await client.call({ path: `/runs/${encodeURIComponent(run.id)}/output` }, z.unknown());
  return { ...run, output };
}

function report(run: Detail, { json, watch }: Options): void {
  if (json) {
    const { id, status, output, failure } = run;
    process.stdout.write(`${JSON.stringify({ id, status, output: output ?? null, failure }, null, 2)}\n`);
  } else if (run.status === "succeeded") {
    process.stdout.write(`${fitting(run, watch === true && process.stdout.isTTY)}\n`);
  } else {
    const why = run.failure ? `: ${run.failure.code}: ${run.failure.message}` : "";
    process.stderr.write(`Run ${run.id} ${run.status}${why}\n`);
  }
}

/** Below a drawn tree a long output would push the tree away: its beginning, and how to get the rest. */
function fitting({ id, output }: Detail, belowTree: boolean): string {
  const lines = JSON.stringify(output, null, 2).split("\n");
  if (!belowTree || lines.length <= TREE_OUTPUT_LINES) return lines.join("\n");
  const rest = `… all ${lines.length} lines: npm run banyan -- runs get ${id}`;
  return [...lines.slice(0, TREE_OUTPUT_LINES), rest].join("\n");
}

/** Ctrl-C ends the command, not the run. */
function leaveOnInterrupt(id: string, url: string): void {
  process.once("SIGINT", () => {
    process.stderr.write(`\nRun ${id} goes on. See it at ${new URL(`/runs/${id}`, url)}\n`);
    for (const act of ["get", "watch", "cancel"])
      process.stderr.write(`  npm run banyan -- runs ${act} ${id}\n`);
    process.exit(130);
  });
}

function collectLimit(text: string, before: readonly (readonly [string, unknown])[]) {
  const [, key, value] = /^([A-Za-z]+)=(.+)$/.exec(text) ?? [];
  if (!key || !value) throw new CliError(`--limit ${text} is not key=value, such as maxDepth=5.`);
  return [...before, [key, limitValue(value, text)] as const];
}

function limitValue(value: string, text: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    if (/^[a-z]+$/i.test(value)) return value;
    throw new CliError(`--limit ${text}: the value is no number, true, false or null.`);
  }
}
