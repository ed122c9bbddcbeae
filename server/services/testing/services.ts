import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "#db/client";
import { ensureIncarnation } from "#db/queries/settings";
import type { Json } from "#server/engine/values/json";
import { redactResults } from "#server/executors/redact-results";
import { composeExecutors } from "#server/executors/task/compose-executors";
import type { ModificationAction } from "#server/executors/task/define-modification-action";
import { createActionBook } from "#server/executors/task/modification-actions";
import { createBreakerStore } from "#server/runtime/breakers/store";
import type { Executor } from "#server/runtime/executor";
import { TaskLogBook } from "#server/runtime/task-log-book";
import { TaskStreams } from "#server/runtime/task-streams";
import { fastHost, until } from "#server/runtime/testing/harness";
import { createScriptedExecutor, type ScriptedTask } from "#server/runtime/testing/scripted-executor";
import { SILENT } from "#server/runtime/testing/trees";
import { told } from "#server/runtime/told";
import { openChain } from "#server/secrets/chain";
import { type KeyRing, openKeyRing } from "#server/secrets/key-ring";
import { createRedactor } from "#server/secrets/redactor";
import { openVault } from "#server/secrets/vault";
import { openAgentBook } from "../agent/book.ts";
import type { Services } from "../context.ts";
import { getRun } from "../run/get.ts";
import type { Caller, Role, RunDetail } from "../types.ts";

export function callerAs(role: Role): Caller {
  return { actor: { kind: "user", id: `user-${role}`, name: role }, role };
}

/** Services over a real database and a real host; only what tasks do is scripted. */
export async function openServices(
  db: Database,
  tasks: Readonly<Record<string, ScriptedTask>>,
  {
    ring = testKeyRing(),
    more,
    actions = [],
    streams = new TaskStreams(),
  }: {
    readonly ring?: KeyRing;
    readonly more?: Executor;
    readonly actions?: readonly ModificationAction[];
    readonly streams?: TaskStreams;
  } = {},
): Promise<Services> {
  const scripted = createScriptedExecutor(tasks);
  const executor = more ? composeExecutors(more, scripted) : scripted;
  const redactor = createRedactor();
  return {
    db,
    redactor,
    streams,
    actions: createActionBook(() => actions),
    agents: await openAgentBook(db),
    vault: await openVault({ db, ring, redactor, warn: () => undefined }),
    openChain: (header) => openChain(ring, header, Date.now()),
    // No process ends here: a machine that is busy must not look like one.
    host: await fastHost({
      db,
      executor: told(
        redactResults(executor, redactor),
        new TaskLogBook({ db, log: SILENT, everyMs: 20 }),
        streams,
      ),
      leaseMs: 15_000,
      breakers: { store: createBreakerStore(db), pollMs: 100 },
    }),
    facts: executor.facts,
    agentLoad: () => ({ working: 0, waiting: 0 }),
    taskNames: () => Object.keys(tasks),
    taskOutputs: () => ({}),
    log: SILENT,
    incarnation: await ensureIncarnation(db.sql),
    system: { version: "0.0.0", database: "embedded", sockets: { open: 0 } },
  };
}

/** A key file of its own, gone with the session's other temporary files. */
export function testKeyRing(): KeyRing {
  return openKeyRing(join(mkdtempSync(join(tmpdir(), "banyan-key-")), "encryption.key"), true);
}

export function untilRun(
  services: Services,
  id: string,
  holds: (run: RunDetail) => boolean,
): Promise<RunDetail> {
  return until(() => getRun(services, callerAs("viewer"), { id }), holds);
}

export function untilEnded(services: Services, id: string): Promise<RunDetail> {
  return untilRun(services, id, (run) => run.endedAt !== null);
}

/** Visits a tree of `input.width` children per run down to `input.depth` 0. */
export const GROW = {
  schemaVersion: 1,
  slug: "grow",
  name: "Grow",
  inputSchema: {
    type: "object",
    required: ["depth"],
    additionalProperties: false,
    properties: {
      depth: { type: "integer", minimum: 0, maximum: 10 },
      width: { type: "integer", minimum: 0, maximum: 10, default: 2 },
      name: { type: "string" },
      text: { type: "string" },
    },
  },
  limits: { maxDepth: 12, maxRuns: 5_000, recursionTimeoutMs: null },
  nodes: {
    visit: {
      kind: "task",
      task: "visit",
      input: { depth: "= input.depth" },
      retry: { maxAttempts: 3, initialMs: 1, capMs: 5 },
    },
    children: {
      kind: "map",
      over: "= input.depth > 0 ? range(input.width) : []",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: { depth: "= input.depth - 1", width: "= input.width" },
        label: "= 'child ' + string(index)",
      },
      join: "allSettled",
    },
    end: { kind: "end", output: { depth: "= input.depth" } },
  },
  edges: [
    { source: "visit", target: "children" },
    { source: "children", target: "end" },
  ],
} as const;

/** How many rows each table has that a refused request must leave alone. */
export async function rowCounts({ sql }: Pick<Database, "sql">): Promise<Json> {
  const [row] = await sql<Record<string, number>[]>`
    select (select count(*)::int from workflows) as workflows, (select count(*)::int from revisions) as revisions,
      (select count(*)::int from trees) as trees, (select count(*)::int from runs) as runs,
      (select count(*)::int from journal) as journal, (select count(*)::int from blobs) as blobs,
      (select count(*)::int from audit_log) as audit`;
  return row ?? null;
}
