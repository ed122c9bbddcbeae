import type { Command } from "commander";
import * as z from "zod";
import { type Client, createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { painter } from "../draw.ts";
import { frame } from "../model/frame.ts";
import { fromRows } from "../model/from-rows.ts";
import { METRIC_HEAD, metricCells } from "../model/metric-cells.ts";
import { duration, table } from "../model/words.ts";
import { detailShape, metricsShape, pageOf, type Root, type Run, rootShape, runShape } from "../shapes.ts";
import { watchRun } from "../watch.ts";
import { addForkCommand } from "./fork.ts";
import { print } from "./print.ts";
import { addRetryCommand } from "./retry.ts";

type Json = { readonly json?: true };
const rootPage = pageOf(rootShape);
const runPage = pageOf(runShape);

export function addRunsCommands(program: Command): void {
  const runs = program.command("runs").description("look at runs and steer them");
  runs
    .command("list")
    .description("root runs, newest first")
    .option("--workflow <slug>", "only of this workflow")
    .option("--status <status>", "only in this status")
    .option("--limit <n>", "how many", "20")
    .option("--json", "print JSON")
    .action(list);
  runs.command("get").argument("<id>").option("--json", "print JSON").description("one run").action(get);
  for (const verb of ["cancel", "pause", "resume"] as const) {
    const command = runs.command(verb).argument("<id>").option("--json", "print JSON");
    command
      .description(`${verb} a run and everything below it`)
      .action((id, options) => act(verb, id, options));
  }
  addSteering(runs);
  runs
    .command("tree")
    .argument("<id>")
    .option("--json", "print JSON")
    .description("the whole tree of runs")
    .action(tree);
  runs
    .command("metrics")
    .argument("<id>")
    .option("--json", "print JSON")
    .description("built-in and registered metrics of a run, and of each depth of its tree")
    .action(metrics);
  runs.command("watch").argument("<id>").description("draw the tree while it grows").action(watch);
}

/** Commands that change what a tree does or may use. */
function addSteering(runs: Command): void {
  runs
    .command("requeue")
    .argument("<id>")
    .option("--json", "print JSON")
    .description("put the tree of a run back to work after it needed attention")
    .action((id, options) => act("requeue", id, options));
  runs
    .command("top-up")
    .argument("<id>")
    .option("--runs <n>", "more runs")
    .option("--agents <n>", "more effectful attempts")
    .option("--nodes <n>", "more node executions")
    .option("--tokens <n>", "more tokens")
    .option("--cost-usd <dollars>", "more dollars")
    .option("--active-ms <ms>", "more active time of the whole tree")
    .option("--json", "print JSON")
    .description("raise limits of a run; what they had refused goes on")
    .action(topUp);
  runs
    .command("scale-resources")
    .argument("<id>", "a run of the tree")
    .argument("<factor>", "such as 1.5; 1 divided by it takes it back", Number)
    .option("--only <allowances...>", "concurrency, tokens, timeouts: all of them unless named")
    .option("--json", "print JSON")
    .description("multiply what each depth of a tree is given, within what the tree has")
    .action(scaleResources);
  addForkCommand(runs);
  addRetryCommand(runs);
}

type ListOptions = Json & { readonly workflow?: string; readonly status?: string; readonly limit: string };

async function list({ workflow, status, limit, json }: ListOptions): Promise<void> {
  const query = { slug: workflow, status, limit };
  const page = await connect().call({ path: "/runs", query }, rootPage);
  const head = ["ID", "STATUS", "WORKFLOW", "RUNS", "FAILED", "DEPTH", "STARTED", "TOOK"];
  print(page, json, () =>
    page.data.length === 0
      ? "No runs yet. Start one: banyan run <workflow>"
      : table(head, page.data.map(cells)),
  );
}

function cells(run: Root) {
  const { id, status, workflow, runs, failedRuns, deepest, startedAt } = run;
  return [id, status, workflow, runs, failedRuns, deepest, startedAt ?? "", took(run)];
}

function took({ startedAt, endedAt }: Run): string {
  return startedAt && endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : "";
}

async function get(id: string, { json }: Json): Promise<void> {
  const run = await connect().call({ path: runPath(id) }, detailShape);
  print(run, json, () => {
    const { status, workflow, depth, startedAt, endedAt, failure, input, output, waiting = [] } = run;
    const why = {
      ...(failure ? { failure: `${failure.code}: ${failure.message}` } : {}),
      ...(waiting.length > 0 ? { waiting } : {}),
    };
    const head = { id: run.id, status, workflow, depth, startedAt, endedAt, took: took(run) };
    return JSON.stringify({ ...head, ...why, input, output }, null, 2);
  });
}

async function act(
  verb: "cancel" | "pause" | "resume" | "requeue",
  id: string,
  { json }: Json,
): Promise<void> {
  const run = await connect().call({ method: "POST", path: `${runPath(id)}/${verb}` }, runShape);
  print(run, json, () => `Run ${run.id}: ${run.status}`);
}

async function topUp(id: string, { json, ...amounts }: Json & Record<string, string | true>): Promise<void> {
  const body = Object.fromEntries(Object.entries(amounts).map(([name, text]) => [name, Number(text)]));
  const run = await connect().call({ method: "POST", path: `${runPath(id)}/top-up`, body }, runShape);
  print(run, json === true ? true : undefined, () => `Run ${run.id}: ${run.status}`);
}

async function scaleResources(
  id: string,
  factor: number,
  { only, json }: Json & { readonly only?: readonly string[] },
): Promise<void> {
  const body = only === undefined ? { factor } : { factor, allowances: only };
  const run = await connect().call(
    { method: "POST", path: `${runPath(id)}/scale-resources`, body },
    runShape,
  );
  print(run, json, () => `Run ${run.id}: ${run.status}`);
}

async function tree(id: string, { json }: Json): Promise<void> {
  const rows = await allRows(connect(), id);
  print({ data: rows }, json, () => {
    const paint = painter(process.stdout);
    const screen = { height: rows.length * 2 + 2, width: process.stdout.columns ?? 200, now: Date.now() };
    return frame(fromRows(rows), screen).map(paint).join("\n");
  });
}

async function allRows(client: Client, id: string): Promise<Run[]> {
  const rows: Run[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await client.call({ path: `${runPath(id)}/tree`, query: { cursor, limit: 1_000 } }, runPage);
    rows.push(...page.data);
    if (!page.nextCursor) return rows;
    cursor = page.nextCursor;
  }
}

async function metrics(id: string, { json }: Json): Promise<void> {
  const measured = await connect().call({ path: `${runPath(id)}/metrics` }, metricsShape);
  print(measured, json, () => table(METRIC_HEAD, measured.metrics.map(metricCells)));
}

async function watch(id: string): Promise<void> {
  const client = connect();
  await client.call({ path: runPath(id) }, z.unknown());
  await watchRun(client, id, process.stdout);
}

const runPath = (id: string) => `/runs/${encodeURIComponent(id)}`;
const connect = () => createClient(findConnection());
