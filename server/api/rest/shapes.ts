import * as z from "zod";
import { STATUSES } from "#server/engine/live/wire";
import { ALLOWANCES } from "#server/engine/recursion/allowance-schema";
import type { RunLedger } from "../../services/run/ledger.ts";
import type { RunLevels } from "../../services/run/levels.ts";
import type { RunMetrics } from "../../services/run/metrics.ts";
import type {
  DemoStatus,
  DiscardedDraft,
  DraftDetail,
  EventRow,
  ListedTask,
  Page,
  Published,
  RootSummary,
  RunDetail,
  RunSummary,
  RunsFacets,
  RunTreePage,
  SavedDraft,
  StartedDraft,
  StartedRun,
  ValidationReport,
  WorkflowDetail,
  WorkflowSummary,
} from "../../services/types.ts";

/** What REST answers with, as schemas, for the OpenAPI document. `check` ties each one to the type that services return. */
type Check<T, S extends z.ZodType> = T extends z.input<S> ? S : never;
export function check<T>() {
  return <S extends z.ZodType>(schema: S & Check<T, S>): S => schema;
}

const instant = z.iso.datetime();
const status = z.enum(STATUSES);
const brief = z.object({ code: z.string(), message: z.string() });

export const problem = z.object({
  code: z.string(),
  level: z.enum(["error", "warning"]),
  path: z.string().describe("JSON Pointer into the graph"),
  message: z.string(),
  way: z
    .array(
      z.object({
        workflow: z.string(),
        nodes: z.array(z.string()).readonly().describe("Within an inline graph `outer/inner`"),
        calls: z.string(),
      }),
    )
    .readonly()
    .optional()
    .describe("Of a recursion that no run can end: the calls that each run makes, workflow by workflow"),
  limits: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Limits of the workflow with which it would not be there"),
});
export const report = check<ValidationReport>()(
  z.object({ valid: z.boolean(), problems: z.array(problem).readonly() }),
);
export const published = check<Published>()(
  z.object({ slug: z.string(), revision: z.int(), hash: z.string(), problems: z.array(problem).readonly() }),
);

export const draftHead = z.object({ hash: z.string(), at: instant, by: z.string() });
const savedFields = {
  slug: z.string(),
  draft: draftHead,
  problems: z
    .array(problem)
    .readonly()
    .describe("Errors keep a draft from being published, not from being saved"),
};
export const savedDraft = check<SavedDraft>()(z.object(savedFields));
const names = z.array(z.string()).readonly();
const edgeNames = z
  .array(z.object({ source: z.string(), target: z.string(), port: z.string().nullable() }))
  .readonly();
/** How two graphs differ, for people to read. */
export const graphChanges = z.object({
  nodes: z.object({ added: names, removed: names, changed: names, moved: names }),
  edges: z.object({ added: edgeNames, removed: edgeNames, changed: edgeNames }),
  fields: names,
});
export const draftDetail = check<DraftDetail>()(
  z.object({
    ...savedFields,
    revision: z.int().describe("What is published; 0 = nothing is"),
    begunFrom: z
      .int()
      .nullable()
      .describe(
        "What was published when the draft was begun; null = not known. Less than revision: see over of publishing",
      ),
    same: z.boolean().describe("Its graph is the published one: publishing it would change nothing"),
    graph: z.unknown(),
    valid: z.boolean(),
    changes: graphChanges
      .nullable()
      .describe("From what is published; null = the draft does not have the shape of a graph"),
  }),
);
export const discardedDraft = check<DiscardedDraft>()(
  z.object({
    slug: z.string(),
    workflowDeleted: z.boolean().describe("Nothing of it was ever published, so the workflow is gone too"),
  }),
);

const workflowFields = {
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  revision: z.int().describe("What new runs take; 0 = there is only a draft"),
  draft: draftHead.nullable(),
  nodes: z.int(),
  recursion: z.enum(["none", "self", "mutual"]),
  updatedAt: instant,
  updatedBy: z.string(),
  demo: z.boolean(),
  recent: z
    .object({
      days: z.int(),
      runs: z.int(),
      succeeded: z.int(),
      ended: z.int(),
      successShare: z.number().nullable(),
      p95DurationMs: z.number().nullable(),
    })
    .describe(
      "Root runs that started within the last `days`; shares and durations are of those that have ended",
    ),
  lastRuns: z.array(z.object({ id: z.string(), status })).readonly(),
};
const workflow = check<WorkflowSummary>()(z.object(workflowFields));
export const workflowDetail = check<WorkflowDetail>()(
  z.object({
    ...workflowFields,
    hash: z.string().nullable(),
    graph: z.unknown().describe("null = there is only a draft"),
    inputSchema: z.unknown(),
    note: z.string().nullable().describe("What its publisher said of the present revision"),
    problems: z.array(problem).readonly(),
  }),
);

export const started = check<StartedRun>()(z.object({ id: z.string(), treeId: z.string(), status }));
export const tasks = z.object({
  data: z.array(
    check<ListedTask>()(
      z.object({
        name: z.string(),
        output: z
          .record(z.string(), z.unknown())
          .readonly()
          .nullable()
          .describe("JSON Schema of what it gives; null when it declares none"),
      }),
    ),
  ),
  nextCursor: z.null(),
});
export const startedDraft = check<StartedDraft>()(
  z.object({
    id: z.string(),
    treeId: z.string(),
    status,
    pinned: names.describe("Nodes of the root that give what is pinned to them"),
    reused: names.describe("Nodes of the root that give what they gave in an earlier run"),
    reusedFrom: z.string().nullable().describe("That earlier run"),
  }),
);

const runFields = {
  id: z.string(),
  treeId: z.string(),
  parentId: z.string().nullable(),
  workflow: z.string(),
  revision: z.int().nullable(),
  label: z.string().nullable(),
  depth: z.int(),
  path: z.string().describe("Stable logical address, such as root/audit[3]/self"),
  status,
  failure: brief.nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
};
export const run = check<RunSummary>()(z.object(runFields));
const root = check<RootSummary>()(
  z.object({
    ...runFields,
    runs: z.int(),
    failedRuns: z.int(),
    deepest: z.int(),
    maxDepth: z.int().nullable(),
    maxRuns: z.int().nullable(),
    tokens: z.int().describe("What it has used: of a root run, what its whole tree has"),
    costUsd: z.number(),
    createdBy: z.string(),
    demo: z.boolean(),
  }),
);
export const runDetail = check<RunDetail>()(
  z.object({
    ...runFields,
    input: z.unknown().describe("Whole up to 64 KB; longer: {$truncated, bytes, preview}"),
    output: z.unknown().describe("Whole up to 64 KB; longer: {$truncated, bytes, preview}"),
    failureDetail: z.unknown(),
    usage: z.object({
      tokens: z.int().describe("What its own attempts, and summaries for its children, said they used"),
      costUsd: z.number(),
      tree: z
        .object({ tokens: z.int(), costUsd: z.number() })
        .describe("Of all runs of its tree, with what lost calls were charged"),
    }),
    calledFrom: z
      .object({ runId: z.string(), node: z.string(), depth: z.int() })
      .nullable()
      .describe("Of a root: the run of another tree that started it, detached or over HTTP"),
    forkedFrom: z
      .object({ runId: z.string(), node: z.string() })
      .nullable()
      .describe(
        "Of the root of a fork: the run that it was forked from, and the node from which on it is done anew",
      ),
    waiting: z
      .array(z.looseObject({ kind: z.string() }))
      .readonly()
      .describe("What it waits for at present, each with its kind and numbers"),
    ended: z
      .object({
        outcome: z.enum(["succeeded", "failed", "cancelled"]),
        rule: z.string().describe("completed, cancelled, or the code of the failure"),
        message: z.string(),
        help: z.string().nullable(),
        numbers: z.record(z.string(), z.unknown()),
        by: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
      })
      .nullable(),
  }),
);
export const runTree = check<RunTreePage>()(
  z.object({
    data: z.array(run).readonly(),
    total: z.int(),
    seq: z.int(),
    nextCursor: z.string().nullable(),
  }),
);

const count = z.int();
const level = z.object({
  depth: count,
  runs: count,
  runsSucceeded: count,
  runsFailed: count,
  runsCancelled: count,
  agents: count.describe("Effectful attempts that work now"),
  queued: count,
  attempts: count,
  retries: count,
  successShare: z.number().nullable(),
  workMs: z.number(),
  tokens: count,
  costUsd: z.number(),
  efficiency: z
    .number()
    .nullable()
    .describe(
      "Median of the last 50 durations ÷ the newest one, of the node that does worst; null = unknown",
    ),
  slowestNode: z.string().nullable(),
  allowance: z
    .object({
      places: count.describe("Agents that may work at once"),
      tokens: count.nullable().describe("Tokens in all; null = as many as the tree"),
      timeoutFactor: z.number().describe("On time limits of attempts"),
      raised: z
        .partialRecord(z.enum(ALLOWANCES), z.number())
        .describe("How far the controller has raised each that is declared; 1 = as declared"),
    })
    .nullable()
    .describe("What the depth is given of what the tree has; null = all of it"),
});
export const runMetrics = check<RunMetrics>()(
  z.object({
    treeId: z.string(),
    cut: z
      .boolean()
      .describe("The run has more events than are read for a look: its own metrics are of the first of them"),
    metrics: z
      .array(
        z.object({
          name: z.string(),
          description: z.string().nullable(),
          unit: z.string().nullable(),
          per: z.enum(["run", "level"]),
          custom: z.boolean().describe("Somebody registered it; the others come with the product"),
          values: z
            .array(
              z.object({
                depth: count.nullable().describe("null = of the run"),
                value: z.number().nullable().describe("null = not known"),
                problem: z.string().nullable().describe("Why there is no value that could be used"),
              }),
            )
            .readonly(),
        }),
      )
      .readonly(),
    levels: z.array(level).readonly(),
  }),
);
const ledgerRow = z.object({
  dimension: z.enum(["runs", "agents", "nodes", "tokens", "costUsd", "activeMs"]),
  spent: z.number(),
  reserved: z.number(),
  limit: z.number().nullable(),
});
export const runLevels = check<RunLevels>()(
  z.object({
    treeId: z.string(),
    levels: z.array(level).readonly(),
    ledger: z.array(ledgerRow).readonly(),
  }),
);

const account = z.object({
  runId: z.string(),
  no: z.int(),
  label: z.string().nullable(),
  rows: z.array(ledgerRow.extend({ granted: z.boolean() })).readonly(),
});
export const runLedger = check<RunLedger>()(
  z.object({ id: z.string(), accounts: z.array(account).readonly() }),
);

const event = z.looseObject({
  seq: z.int(),
  type: z.string(),
  runId: z.string().nullable(),
  nodeId: z.string().nullable(),
  iteration: z.int().nullable(),
  attempt: z.int().nullable(),
  at: instant,
});
export const events = check<Page<EventRow>>()(
  z.object({ data: z.array(event).readonly(), nextCursor: z.string().nullable() }),
);
export const workflows = z.object({ data: z.array(workflow), nextCursor: z.null() });
export const roots = check<Page<RootSummary>>()(
  z.object({ data: z.array(root).readonly(), nextCursor: z.string().nullable() }),
);
export const facets = check<RunsFacets>()(
  z.object({
    total: z.object({ count: z.int(), more: z.boolean() }).describe("Counted up to 10,000"),
    statuses: z.array(z.object({ status, count: z.int() })).readonly(),
    workflows: z.array(z.object({ slug: z.string(), name: z.string(), count: z.int() })).readonly(),
    actors: z.array(z.object({ id: z.string(), name: z.string(), count: z.int() })).readonly(),
  }),
);
export const demo = check<DemoStatus>()(
  z.object({
    phase: z.enum(["absent", "loading", "loaded", "removing"]),
    done: z.int().describe("Root runs that are stored, or gone"),
    total: z.int(),
    trees: z.int(),
    workflows: z.int(),
  }),
);
