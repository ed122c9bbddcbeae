import { type Transaction, withTransaction } from "#db/client";
import { createWorkflow } from "#db/queries/create-workflow";
import { databaseNow } from "#db/queries/database-now";
import { beginDemo } from "#db/queries/demo-data";
import { demoGraphs } from "#examples/demo/workflows";
import { demoSize } from "../../demo/load.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, DemoStatus } from "../types.ts";
import { publishable } from "../workflow/check-graph.ts";
import { goOnWithDemo } from "./run-demo.ts";
import { demoStatus } from "./status.ts";

/** Publishes the demo workflows and begins to store two weeks of runs. What is loaded, or on its way, stays as it is. */
export async function loadDemo(services: Services, caller: Caller): Promise<DemoStatus> {
  authorize(caller, "demo.load");
  const { db, host } = services;
  const drafts = await Promise.all(demoGraphs.map((graph) => publishable(services, graph, caller)));
  await withTransaction(db, async (tx) => {
    const now = await databaseNow(tx);
    if (!(await beginDemo(tx, { phase: "loading", now, done: 0, total: demoSize(now) }))) return;
    for (const { problems: _, ...draft } of drafts) await store(tx, draft);
    await audit(tx, caller, "demo.load", "demo");
  });
  for (const { slug } of drafts) host.workflowChanged(slug);
  goOnWithDemo(services);
  return await demoStatus(services, caller);
}

async function store(tx: Transaction, draft: Parameters<typeof createWorkflow>[1]): Promise<void> {
  if (await createWorkflow(tx, { ...draft, demo: true })) return;
  const message = `There is a workflow "${draft.slug}" that is not of the demo data. It would be overwritten: delete it, or do without the demo data.`;
  throw new ServiceError("CONFLICT", message);
}
