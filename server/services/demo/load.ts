import { type Transaction, withTransaction } from "#db/client";
import { createWorkflow, type RevisionDraft } from "#db/queries/create-workflow";
import { databaseNow } from "#db/queries/database-now";
import { beginDemo, dateDemoRevision } from "#db/queries/demo-data";
import { publishRevision } from "#db/queries/publish-revision";
import { type DemoRevision, demoRevisions } from "#examples/demo/workflows";
import { storeDemoAgents } from "../../demo/agents.ts";
import { demoSize } from "../../demo/load.ts";
import { publishedAt } from "../../demo/workflows.ts";
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
  const { db, host, agents } = services;
  const drafts = await Promise.all(
    demoRevisions.map(async (given) => ({ given, draft: await draftOf(services, given, caller) })),
  );
  await withTransaction(db, async (tx) => {
    const now = await databaseNow(tx);
    if (!(await beginDemo(tx, { phase: "loading", now, done: 0, total: demoSize(now) }))) return;
    for (const { given, draft } of drafts) await store(tx, draft, publishedAt(now, given));
    await storeDemoAgents(tx, now);
    await audit(tx, caller, "demo.load", "demo");
  });
  for (const { draft } of drafts) host.workflowChanged(draft.slug);
  await Promise.all([agents.refresh(), host.breakersChanged()]);
  goOnWithDemo(services);
  return await demoStatus(services, caller);
}

async function draftOf(
  services: Services,
  { graph, note }: DemoRevision,
  caller: Caller,
): Promise<RevisionDraft> {
  const { problems: _, ...draft } = await publishable(services, graph, caller);
  return { ...draft, ...(note === undefined ? {} : { note }) };
}

/** The first revision of a workflow, or its next one. */
async function store(tx: Transaction, draft: RevisionDraft, at: number): Promise<void> {
  const { slug } = draft;
  const first = await createWorkflow(tx, { ...draft, demo: true });
  const published = first ? { revision: 1 } : await publishRevision(tx, draft);
  if (published && (await dateDemoRevision(tx, { slug, revision: published.revision, at }))) return;
  const message = `There is a workflow "${slug}" that is not of the demo data. It would be overwritten: delete it, or do without the demo data.`;
  throw new ServiceError("CONFLICT", message);
}
