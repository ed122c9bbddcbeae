import * as z from "zod";

/** What the CLI reads of the server's answers; further fields are kept as they are, for `--json`. */

const failure = z.looseObject({ code: z.string(), message: z.string() });

export const runShape = z.looseObject({
  id: z.string(),
  parentId: z.string().nullable(),
  workflow: z.string(),
  label: z.string().nullish(),
  depth: z.number(),
  status: z.string(),
  failure: failure.nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type Run = z.infer<typeof runShape>;

export const rootShape = runShape.extend({ runs: z.number(), failedRuns: z.number(), deepest: z.number() });
export type Root = z.infer<typeof rootShape>;

export const detailShape = runShape.extend({
  input: z.unknown(),
  output: z.unknown(),
  waiting: z.array(z.unknown()).optional(),
});
export type Detail = z.infer<typeof detailShape>;

export const startedShape = z.looseObject({ id: z.string(), treeId: z.string(), status: z.string() });

export const eventShape = z.looseObject({
  seq: z.number(),
  type: z.string(),
  runId: z.string().nullable(),
  nodeId: z.string().nullable(),
  attempt: z.number().nullish(),
  at: z.string(),
});
export type EventRow = z.infer<typeof eventShape>;

export const workflowShape = z.looseObject({
  slug: z.string(),
  name: z.string(),
  revision: z.number(),
  nodes: z.number(),
  recursion: z.string(),
  draft: z.looseObject({ hash: z.string(), at: z.string(), by: z.string() }).nullish(),
});

export const problemShape = z.object({
  code: z.string(),
  level: z.enum(["error", "warning"]),
  path: z.string(),
  message: z.string(),
});
export type Problem = z.infer<typeof problemShape>;
const problems = z.array(problemShape);
export const publishedShape = z.looseObject({ slug: z.string(), revision: z.number(), problems });
const draftHead = z.looseObject({ hash: z.string(), at: z.string(), by: z.string() });
export const savedShape = z.looseObject({ slug: z.string(), draft: draftHead, problems });
const names = z.array(z.string());
const edgeNames = z.array(
  z.looseObject({ source: z.string(), target: z.string(), port: z.string().nullable() }),
);
export const draftShape = savedShape.extend({
  revision: z.number(),
  valid: z.boolean(),
  changes: z
    .looseObject({
      nodes: z.looseObject({ added: names, removed: names, changed: names, moved: names }),
      edges: z.looseObject({ added: edgeNames, removed: edgeNames, changed: edgeNames }),
      fields: names,
    })
    .nullable(),
});
export type DraftDetail = z.infer<typeof draftShape>;
export const discardedShape = z.looseObject({ slug: z.string(), workflowDeleted: z.boolean() });
export const validationShape = z.object({ valid: z.boolean(), problems });

export function pageOf<T extends z.ZodType>(row: T) {
  return z.looseObject({ data: z.array(row), nextCursor: z.string().nullish() });
}

export const demoShape = z.looseObject({
  phase: z.string(),
  done: z.number(),
  total: z.number(),
  trees: z.number(),
  workflows: z.number(),
});
export type Demo = z.infer<typeof demoShape>;

const metricShape = z.looseObject({
  name: z.string(),
  unit: z.string().nullable(),
  per: z.enum(["run", "level"]),
  values: z.array(
    z.object({ depth: z.number().nullable(), value: z.number().nullable(), problem: z.string().nullable() }),
  ),
});
export type Metric = z.infer<typeof metricShape>;
export const metricsShape = z.looseObject({ metrics: z.array(metricShape) });
