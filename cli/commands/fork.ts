import type { Command } from "commander";
import * as z from "zod";
import { counted } from "#server/engine/words";
import { createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { CliError } from "../exit.ts";
import { readInput } from "../files.ts";
import { table } from "../model/words.ts";
import { startedShape } from "../shapes.ts";
import { print } from "./print.ts";

const spentShape = z.looseObject({
  runs: z.number(),
  attempts: z.number(),
  tokens: z.number(),
  costUsd: z.number(),
});
const previewShape = z.looseObject({
  totals: z.looseObject({
    stands: z.number(),
    kept: z.number(),
    given: z.number(),
    again: z.number(),
    spent: spentShape,
  }),
  runs: z.array(
    z.looseObject({
      id: z.string(),
      places: z.array(
        z.looseObject({ node: z.string(), fate: z.string(), state: z.string(), spent: spentShape }),
      ),
    }),
  ),
});

export function addForkCommand(runs: Command): void {
  runs
    .command("fork")
    .argument("<id>", "the run, at any depth")
    .requiredOption("--node <id>", "the node from which on it is done again")
    .option("--item <n>", "one item of a map, or one iteration of a loop")
    .option("--input <json>", "do it with another input: JSON, a file with it, or - for standard input")
    .option("--output <json>", "take this as its result instead of doing it")
    .option("--port <name>", "the port of a result that is given")
    .option(
      "--within <fate>",
      "leave it open: what it holds is done again, or reused, unless --also names it",
    )
    .option("--also <json>", "a list of other places with a fate each: JSON, a file with it, or -")
    .option("--preview", "show what would become of each place, and start nothing")
    .option("--json", "print JSON")
    .description("start a new tree that repeats a run from one of its nodes on")
    .action(fork);
}

type ForkOptions = {
  readonly json?: true;
  readonly preview?: true;
  readonly node: string;
  readonly item?: string;
  readonly input?: string;
  readonly output?: string;
  readonly port?: string;
  readonly within?: string;
  readonly also?: string;
};

async function fork(id: string, { json, preview, ...options }: ForkOptions): Promise<void> {
  const { node, item, port, within } = options;
  const body = {
    node,
    ...(item === undefined ? {} : { item: Number(item) }),
    ...(port === undefined ? {} : { port }),
    ...(within === undefined ? {} : { within }),
    ...given(options, "input"),
    ...given(options, "output"),
    ...given(options, "also"),
  };
  const client = createClient(findConnection());
  const path = `/runs/${encodeURIComponent(id)}/fork`;
  if (preview) {
    const found = await client.call({ method: "POST", path: `${path}/preview`, body }, previewShape);
    print(found, json, () => previewText(found));
    return;
  }
  const started = await client.call({ method: "POST", path, body }, startedShape);
  print(started, json, () => `Run ${started.id}: ${started.status}, forked from ${id} at ${node}`);
}

function given(options: ForkOptions, name: "input" | "output" | "also"): object {
  const argument = options[name];
  if (argument === undefined) return {};
  const value = jsonGiven(argument);
  if (name === "also" && !Array.isArray(value)) throw new CliError("--also takes a list of places.");
  return { [name]: value };
}

/** JSON of any kind as it stands, else the file that is named. */
function jsonGiven(argument: string): unknown {
  try {
    return JSON.parse(argument);
  } catch {
    return readInput(argument);
  }
}

function previewText({ totals, runs }: z.infer<typeof previewShape>): string {
  const { stands, kept, given: taken, again, spent } = totals;
  const rows = runs.flatMap(({ id, places }) =>
    places
      .filter(({ fate, state }) => !(fate === "stands" && state === "skipped"))
      .map(({ node, fate, spent: cost }) => [id, node, fate, cost.runs, cost.attempts, cost.tokens]),
  );
  return [
    table(["RUN", "NODE", "FATE", "RUNS", "ATTEMPTS", "TOKENS"], rows),
    "",
    `Reused: ${stands + kept}; given: ${taken}; again: ${again}, which took ${counted(spent.runs, "run")}, ${counted(spent.attempts, "attempt")}, ${counted(spent.tokens, "token")} and $${spent.costUsd.toFixed(2)} the last time.`,
  ].join("\n");
}
