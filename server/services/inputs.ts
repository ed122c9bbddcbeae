import * as z from "zod";
import { contextKey } from "#server/engine/context/schema";
import { LONGEST_MS } from "#server/engine/graph/fields";
import { type Limits, limitsSchema } from "#server/engine/graph/graph";
import { MOST_CHARACTERS, MOST_TERMS } from "#server/engine/live/search-limits";
import { STATUSES } from "#server/engine/live/wire";
import { ALLOWANCES } from "#server/engine/recursion/allowance-schema";
import type { Json } from "#server/engine/values/json";
import { FORMATS } from "./run/export-formats/exported.ts";
import { MENTIONS } from "./tree/mentions.ts";

/** What requests may say, once for every face. Ids and slugs are only bounded here: an unknown one is NOT_FOUND. */

/** Parsed from JSON, so it is JSON: checking 16 MB against a recursive schema again would only cost time. */
const anyJson = z.unknown() as unknown as z.ZodType<Json>;

/** Text that the database is asked for: it refuses the one character that its own texts cannot hold. */
const searched = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .refine((text) => !text.includes("\0"), "The character U+0000 is not allowed.");
const named = (max: number) => searched(max).min(1);
/** Numbers of revisions are 32 bits wide in the database. */
const MAX_REVISION = 2_147_483_647;
export const revisionNumber = z.number().int().min(1).max(MAX_REVISION);

export const slugText = named(64);
export const idempotencyKeyText = named(200);
export const slugInput = z.strictObject({ slug: slugText });
export const runInput = z.strictObject({ id: z.string().min(1).max(60) });
const cancelFields = {
  /** Undo what the run has done, where its nodes say how. */
  compensate: z.boolean().default(false),
};
export const cancelQuery = z.strictObject(cancelFields);
export const cancelInput = runInput.extend(cancelFields);
export type CancelInput = z.input<typeof cancelInput>;
export const contextWhatIfInput = runInput.extend({
  /** Name of a strategy, or an object as a subworkflow node has it. */
  context: z.unknown(),
});
export type ContextWhatIfInput = z.infer<typeof contextWhatIfInput>;
/** A node of a run, an item of it, or one attempt there. */
export const placeFields = z.strictObject({
  item: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe("An item of a map, or an iteration of a loop"),
  attempt: z.number().int().min(1).max(1_000_000).optional().describe("One try; else the last"),
});
export const placeInput = placeFields.extend({
  id: z.string().min(1).max(60),
  nodeId: z.string().min(1).max(64),
});
export type PlaceInput = z.output<typeof placeInput>;
export const treeInput = z.strictObject({ treeId: z.string().min(1).max(60) });
/** Milliseconds since 1970, up to the last that a date can be. */
const epochMs = z.number().int().min(0).max(8_640_000_000_000_000);
/** `seq`: what the asker knows of the tree, so that another answer is asked for when it knows more. */
export const treeDigestsInput = treeInput.extend({ seq: z.number().int().min(0) });
/** Words of a search, as far as rows do not answer them; `field: null` = wherever else a word says something of a run. */
export const treeSearchInput = treeInput.extend({
  terms: z
    .array(
      z.strictObject({ field: z.enum(MENTIONS).nullable(), text: z.string().min(1).max(MOST_CHARACTERS) }),
    )
    .min(1)
    .max(MOST_TERMS),
});
export type TreeSearchInput = z.infer<typeof treeSearchInput>;
export const treeAtInput = treeInput.extend({ at: epochMs });
export type TreeAtInput = z.infer<typeof treeAtInput>;
/** As many runs as stand on a screen. */
export const treeSpansInput = treeInput.extend({
  runs: z.array(z.number().int().min(0).max(999_999_999)).min(1).max(200),
});
export type TreeSpansInput = z.infer<typeof treeSpansInput>;
/** The graph itself is checked by `validateGraph`, which names every problem. */
export const graphInput = z.strictObject({ graph: z.unknown() });

/** Only the limits that a request names: a partial schema would fill in the defaults of the others. */
const limitsGiven = z.strictObject(
  Object.fromEntries(
    Object.entries(limitsSchema.shape).map(([name, limit]) => [
      name,
      ("removeDefault" in limit ? limit.removeDefault() : limit).optional(),
    ]),
  ),
) as unknown as z.ZodType<Partial<Limits>>;

export const startInput = z.strictObject({
  slug: slugText,
  input: anyJson.default({}),
  revision: revisionNumber.optional(),
  /** May only tighten the limits of the graph. */
  limits: limitsGiven.optional(),
  idempotencyKey: idempotencyKeyText.optional(),
  /** Entries of the root's context, over those of the workflow. */
  context: z.record(contextKey, anyJson).optional(),
});
export type StartInput = z.infer<typeof startInput>;

const nodeText = named(64);
const inRun = { id: z.string().min(1).max(60) };
const inNode = { ...inRun, node: nodeText };
const item = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();

export const signalFields = z.strictObject({
  node: nodeText.optional(),
  name: named(4_096).optional(),
  payload: anyJson.default(null),
});
const EITHER = "Say either the node or the name of the signal.";
const oneAddress = ({ node, name }: { node?: string | undefined; name?: string | undefined }) =>
  (node === undefined) !== (name === undefined);
export const signalBody = signalFields.refine(oneAddress, EITHER);
export const signalInput = signalFields.extend(inRun).refine(oneAddress, EITHER);
export type SignalInput = z.infer<typeof signalInput>;

const answerFields = {
  approve: z.boolean(),
  comment: searched(2_000).exactOptional(),
  /** Which asking of the node is answered, as it was shown; a later one makes the answer stale. */
  generation: z.number().int().min(1).exactOptional(),
};
export const answerBody = z.strictObject(answerFields);
export const answerInput = z.strictObject({ ...inNode, ...answerFields });
export type AnswerInput = z.infer<typeof answerInput>;

const settleFields = { output: anyJson.default(null), item, port: nodeText.optional() };
export const settleBody = z.strictObject(settleFields);
export const settleNodeInput = z.strictObject({
  ...inNode,
  ...settleFields,
  how: z.enum(["skip", "complete"]),
});
export type SettleNodeInput = z.infer<typeof settleNodeInput>;

const failFields = { item, reason: searched(500).exactOptional() };
export const failBody = z.strictObject(failFields);
export const failNodeInput = z.strictObject({ ...inNode, ...failFields });
export type FailNodeInput = z.infer<typeof failNodeInput>;

const retryFields = { item, input: anyJson.optional() };
export const retryBody = z.strictObject(retryFields);
export const retryNodeInput = z.strictObject({ ...inNode, ...retryFields });
export type RetryNodeInput = z.infer<typeof retryNodeInput>;

const variableFields = { name: nodeText, value: anyJson };
export const variableBody = z.strictObject(variableFields);
export const setVariableInput = z.strictObject({ ...inRun, ...variableFields });
export type SetVariableInput = z.infer<typeof setVariableInput>;

/** `what` = as forms call it. */
const more = (what: string, max: number) => {
  const message = `${what}: a whole number from 1 to ${max.toLocaleString("en")} at a time.`;
  return z.number().int({ message, abort: true }).min(1, message).max(max, message).exactOptional();
};
const MOST_DOLLARS = "More dollars: more than 0 and at most 1,000,000 at a time.";
const topUpFields = {
  runs: more("More runs", 1_000_000),
  agents: more("More agent attempts", 1_000_000_000),
  nodes: more("More nodes", 1_000_000_000),
  tokens: more("More tokens", 1_000_000_000_000),
  costUsd: z.number().positive(MOST_DOLLARS).max(1_000_000, MOST_DOLLARS).exactOptional(),
  /** Of the whole tree. */
  activeMs: more("More active time, in milliseconds", LONGEST_MS),
};
const SOMETHING = "Say how much more of runs, agents, nodes, tokens, costUsd or activeMs.";
const someMore = (given: object) => Object.keys(given).some((name) => name !== "id");
export const topUpBody = z.strictObject(topUpFields).refine(someMore, SOMETHING);
export const topUpInput = z.strictObject({ ...inRun, ...topUpFields }).refine(someMore, SOMETHING);
export type TopUpInput = z.infer<typeof topUpInput>;

const scaleFields = {
  /** Times what each depth is given; 1 ÷ it takes it back. */
  factor: z.number().min(0.001).max(1_000),
  allowances: z
    .array(z.enum(ALLOWANCES))
    .min(1)
    .max(ALLOWANCES.length)
    .default([...ALLOWANCES]),
};
export const scaleBody = z.strictObject(scaleFields);
export const scaleInput = z.strictObject({ ...inRun, ...scaleFields });
export type ScaleInput = z.infer<typeof scaleInput>;

const MAX_PAGE = 200;
const pageSize = (max: number, usual: number) => z.number().int().min(1).max(max).default(usual);
const cursor = z.string().max(200).nullish();

/** One or several. */
const many = <S extends z.ZodType>(one: S) =>
  z
    .union([one, z.array(one).min(1).max(50)], {
      // "Invalid input" would not say what fits.
      error: ({ input, errors }) => errors?.[Array.isArray(input) ? 1 : 0]?.[0]?.message,
    })
    .transform((given): z.output<S>[] => (Array.isArray(given) ? given : [given]) as z.output<S>[])
    .optional();
const instant = z.iso.datetime({ offset: true }).optional();
/** Counted back from when it is asked, so that what is kept of it moves with time. */
const span = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhdw]$/, "Give a span such as 15m, 24h or 7d.")
  .optional();
const size = z.number().int().min(0).max(1_000_000_000).optional();

/** What lists of runs may be narrowed by. All given fields must hold. */
export const runsFilterInput = z.strictObject({
  /** Workflows. A name that is longer than any is not found, and no error. */
  slug: many(searched(200)),
  notSlug: many(searched(200)),
  status: many(z.enum(STATUSES)),
  notStatus: many(z.enum(STATUSES)),
  /** Part of a label, a slug or the code of a failure, or the beginning of an id. */
  q: searched(200).optional(),
  startedFrom: instant,
  startedTo: instant,
  /** Instead of `startedFrom`: so long ago at most. */
  startedWithin: span,
  /** Instead of `startedTo`: so long ago at least. */
  startedBefore: span,
  endedFrom: instant,
  endedTo: instant,
  endedWithin: span,
  endedBefore: span,
  minDepth: size,
  minRuns: size,
  minFailed: size,
  minDurationMs: size,
  maxDurationMs: size,
  /** Names or ids of those who started it. */
  actor: many(searched(200)),
  demo: z.enum(["only", "without"]).optional(),
  /**
   * Only what waits for a person: for an approval, or for a word on a place that has failed; or what is held back until it is
   * requeued.
   */
  waits: z.enum(["person", "requeue"]).optional(),
  /** Codes of failures. */
  error: many(searched(100)),
});
export type RunsFilterInput = z.infer<typeof runsFilterInput>;

export const RUN_SORTS = ["started", "duration", "runs", "failed", "depth"] as const;
export const listRunsInput = runsFilterInput.extend({
  /** Runs of every depth, and not root runs only. */
  children: z.boolean().default(false),
  sort: z.enum(RUN_SORTS).default("started"),
  order: z.enum(["desc", "asc"]).default("desc"),
  cursor,
  limit: pageSize(MAX_PAGE, 50),
});
export type ListRunsInput = z.infer<typeof listRunsInput>;
/** As a caller may write it. */
export type ListRunsQuery = z.input<typeof listRunsInput>;

/** Sections of the sidebar that carry a mark. */
export const SECTIONS = ["inbox", "runs", "workflows"] as const;
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const notificationsInput = z.strictObject({ cursor, limit: pageSize(MAX_PAGE, 50) });
export type NotificationsInput = z.infer<typeof notificationsInput>;
export const markReadInput = z.strictObject({ section: z.enum(SECTIONS), seq });
export type MarkReadInput = z.infer<typeof markReadInput>;

export const savedListInput = z.strictObject({
  list: z.enum(["runs", "workflows", "modifications", "alerts"]),
});
export type SavedList = z.infer<typeof savedListInput>["list"];
const viewName = named(80).trim().min(1);
/** The query is checked by the list that it is of. */
export const saveViewInput = savedListInput.extend({
  /** Of the view to overwrite; absent = a new one. */
  id: z.uuid().optional(),
  name: viewName,
  shared: z.boolean().default(false),
  query: z.record(z.string().max(64), z.unknown()),
});
export type SaveViewInput = z.infer<typeof saveViewInput>;
export const renameViewInput = z.strictObject({ id: z.uuid(), name: viewName });
export const viewInput = z.strictObject({ id: z.uuid() });

/** Whole buckets that end with the present one. */
export const histogramInput = z.strictObject({
  hours: z
    .number()
    .int()
    .min(1)
    .max(24 * 31)
    .default(24),
  bucketMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(60),
});
export type HistogramInput = z.infer<typeof histogramInput>;

export const runEventsInput = z.strictObject({
  id: z.string().min(1).max(60),
  after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: pageSize(1_000, 200),
  /** `run` = what happened to this run itself, and to its tree as a whole while it went on. */
  only: z.enum(["tree", "run"]).default("tree"),
  /** Types of event. */
  type: many(searched(64)),
});
export type RunEventsInput = z.infer<typeof runEventsInput>;

export const exportTreeInput = z.strictObject({
  id: z.string().min(1).max(60),
  format: z.enum(FORMATS).default("json"),
  /** Absent = as it is now. Whoever asks may have a clock that is a little ahead. */
  at: instant.refine((at) => at === undefined || Date.parse(at) <= Date.now() + 60_000, {
    message: "Nothing is known yet of an instant that is still to come.",
  }),
});
export type ExportTreeInput = z.infer<typeof exportTreeInput>;

export const runTreeInput = z.strictObject({
  id: z.string().min(1).max(60),
  cursor,
  limit: pageSize(1_000, 200),
});
export type RunTreeInput = z.infer<typeof runTreeInput>;
