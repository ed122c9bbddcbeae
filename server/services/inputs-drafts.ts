import * as z from "zod";
import { shown, slugSchema } from "#server/engine/graph/fields";
import type { Json } from "#server/engine/values/json";
import { revisionNumber, slugText } from "./inputs.ts";

/** What requests may say of drafts. */

/** Hex SHA-256 of the graph that the caller has seen. */
export const hashText = z.string().regex(/^[0-9a-f]{64}$/, "must be the hash of a graph: 64 hex digits");
const base = hashText.optional();
const anyJson = z.unknown() as unknown as z.ZodType<Json>;

/** Names that a draft calls beside what is published: those that pin a revision count. */
export const calledNamesInput = z.strictObject({ names: z.array(z.string().max(80)).max(100).optional() });
export type CalledNamesInput = z.infer<typeof calledNamesInput>;

/** Without `slug` a new workflow. `base`: what was edited; the draft is left alone if something else stands there. */
export const saveDraftInput = z.strictObject({ slug: slugText.optional(), graph: z.unknown(), base });
export type SaveDraftInput = z.input<typeof saveDraftInput>;

export const updateWorkflowInput = z.strictObject({ slug: slugText, graph: z.unknown(), base });
export type UpdateWorkflowInput = z.input<typeof updateWorkflowInput>;

/** What nodes are to give without being done; `null` = they are done again. */
export const pinNodesInput = z.strictObject({
  slug: slugText,
  pins: z.record(
    z.string().min(1).max(64),
    z.strictObject({ output: anyJson, port: z.string().min(1).max(64).optional() }).nullable(),
  ),
});
export type PinNodesInput = z.infer<typeof pinNodesInput>;

export const startDraftBody = z.strictObject({
  /** Left out with `from`: the input of the last run. */
  input: anyJson.optional(),
  /** The last node that is done. */
  until: z.string().min(1).max(64).optional(),
  /** The first node that is done: what it does not lead to takes its result from the last run. */
  from: z.string().min(1).max(64).optional(),
  /** The draft that was seen. */
  hash: base,
});
export const startDraftInput = startDraftBody.extend({ slug: slugText });
export type StartDraftInput = z.infer<typeof startDraftInput>;

export const discardDraftInput = z.strictObject({ slug: slugText, base });
export type DiscardDraftInput = z.infer<typeof discardDraftInput>;

/** Newest first; `cursor` is the number of the last one that was read. */
export const listRevisionsQuery = z.strictObject({
  cursor: revisionNumber.nullish(),
  limit: z.int().min(1).max(200).default(50),
});
export const listRevisionsInput = listRevisionsQuery.extend({ slug: slugText });
export type ListRevisionsInput = z.infer<typeof listRevisionsInput>;
export const revisionInput = z.strictObject({ slug: slugText, revision: revisionNumber });
export type RevisionInput = z.infer<typeof revisionInput>;
/** `base`: what was seen. A draft that it does not name is left alone. */
export const goBackInput = revisionInput.extend({ base });
export type GoBackInput = z.infer<typeof goBackInput>;

export const publishDraftBody = z.strictObject({
  /** What was seen is what is published. */
  hash: base,
  note: shown(500).trim().optional(),
  /** Published since the draft was begun, and seen: the draft takes its place all the same. */
  over: z.int().min(1).optional(),
});
export const publishDraftInput = publishDraftBody.extend({ slug: slugText });
export type PublishDraftInput = z.infer<typeof publishDraftInput>;

/** The header `If-Match`: one hash, in quotes or not; `*` is whatever stands there. */
export const ifMatch = z
  .string()
  .trim()
  .transform((text) => text.replace(/^"(.*)"$/, "$1"))
  .transform((text) => (text === "*" ? undefined : text))
  .pipe(base);

/** Part of a value that is there if it fits; a draft need not fit. */
const ifFits = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** What of a graph is read to keep it as a draft. */
export const draftShape = z.looseObject({
  slug: slugSchema,
  name: ifFits(shown(120).min(1)),
  description: ifFits(shown(2_000)),
  nodes: ifFits(z.looseObject({}).transform((nodes) => Object.keys(nodes).length)),
});
