import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "#db/client";
import { startEmbeddedPostgres } from "#db/embedded/start";
import { migrateDatabase } from "#db/migrate";
import { insertManyRoots } from "#db/testing/many-roots";
import type { Services } from "#server/services/context";
import { type ListRunsQuery, listRunsInput, runsFilterInput } from "#server/services/inputs";
import { overviewHistogram } from "#server/services/overview/histogram";
import { overviewNeeds } from "#server/services/overview/needs";
import { runsFacets } from "#server/services/run/facets";
import { listRuns } from "#server/services/run/list";
import type { Caller } from "#server/services/types";
import { listWorkflows } from "#server/services/workflow/list";
import { median } from "./statistics.ts";

/** `npm run bench:lists`: how long the lists take over many root runs, request to answer, on the embedded PostgreSQL. */
const SIZES = [10_000, 100_000];
const ROUNDS = 15;
const CALLER: Caller = { actor: { kind: "system", id: "bench", name: "Bench" }, role: "viewer" };

type Case = readonly [name: string, act: () => Promise<unknown>];

function casesOf(services: Services): readonly Case[] {
  const page = (query: ListRunsQuery) => listRuns(services, CALLER, listRunsInput.parse(query));
  const deep = async (query: ListRunsQuery) => {
    const { nextCursor } = await page({ ...query, limit: 200 });
    await page({ ...query, cursor: nextCursor });
  };
  const facets = (query: object) => runsFacets(services, CALLER, runsFilterInput.parse(query));
  return [
    ["newest 50", () => page({})],
    ["failed, one workflow", () => page({ status: "failed", slug: "workflow-3" })],
    ["by duration, two pages", () => deep({ sort: "duration" })],
    ["by runs, failed only", () => page({ sort: "runs", status: "failed" })],
    ["text that few labels have", () => page({ q: "package 996" })],
    ["text that none has", () => page({ q: "nothing is called so" })],
    ["all runs, one status", () => page({ children: true, status: "cancelled" })],
    ["facets and total, no filter", () => facets({})],
    ["facets and total, failed within 7 days", () => facets({ status: "failed", startedWithin: "7d" })],
    ["overview: what needs me", () => overviewNeeds(services, CALLER)],
    ["overview: 24 h histogram", () => overviewHistogram(services, CALLER, { hours: 24, bucketMinutes: 60 })],
    ["workflows with their figures", () => listWorkflows(services, CALLER)],
  ];
}

async function measure(
  act: () => Promise<unknown>,
): Promise<{ readonly middle: number; readonly worst: number }> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    await act();
    // The first round warms up.
    if (round > 0) times.push(performance.now() - start);
  }
  return { middle: median(times), worst: Math.max(...times) };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "banyan-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => {} });
  const rows = new Map<string, string[]>();
  try {
    await migrateDatabase(postgres.url);
    const db = openDatabase({ url: postgres.url });
    for (const size of SIZES) {
      await db.sql`truncate trees, runs cascade`;
      await insertManyRoots(db.sql, size);
      await db.sql`vacuum analyze trees`;
      for (const [name, act] of casesOf({ db } as unknown as Services)) {
        const { middle, worst } = await measure(act);
        rows.set(name, [...(rows.get(name) ?? []), `${middle.toFixed(1)} · ${worst.toFixed(1)} ms`]);
      }
    }
    await db.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, median · worst of ${ROUNDS}\n`,
  );
  console.log(`| what | ${SIZES.map((size) => `${size.toLocaleString("en")} roots`).join(" | ")} |`);
  console.log(`|---|${SIZES.map(() => "---:|").join("")}`);
  for (const [name, figures] of rows) console.log(`| ${name} | ${figures.join(" | ")} |`);
}

await main();
