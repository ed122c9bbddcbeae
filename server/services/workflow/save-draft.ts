import { type Transaction, withTransaction } from "#db/client";
import { createDraft, lockDraft, type NewDraft, writeDraft } from "#db/queries/drafts";
import { insertAuditOfTyping } from "#db/queries/insert-audit-of-typing";
import { GRAPH_CAPS } from "#server/engine/graph/graph";
import { audit, auditEntry } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { draftShape, type SaveDraftInput } from "../inputs-drafts.ts";
import type { Action } from "../permissions/actions.ts";
import type { Caller, DraftHead, SavedDraft } from "../types.ts";
import { announceChanged } from "../workspace/announce.ts";
import { type CheckedGraph, checkGraph } from "./check-graph.ts";
import { draftHead, refuseMoved, refuseReplacing, storedGraph } from "./draft-place.ts";
import { noWorkflow } from "./no-workflow.ts";
import { refuseSecrets } from "./refuse-secrets.ts";

/**
 * Keeps a graph as the draft of a workflow, in the place of an earlier one; without `slug`, of a new workflow. What is
 * wrong with it is told and refuses nothing.
 */
export async function saveDraft(
  services: Services,
  caller: Caller,
  { slug, graph, base }: SaveDraftInput,
): Promise<SavedDraft> {
  authorize(caller, "workflow.saveDraft");
  if (slug === undefined) refuseMoved(null, base);
  const prepared = await prepareDraft(services, caller, graph, slug);
  const draft = await storeDraft(
    services,
    caller,
    { slug, base, prepared },
    { action: "workflow.saveDraft" },
  );
  return { slug: prepared.draft.slug, draft, problems: prepared.checked.problems };
}

/** A graph that may be kept as a draft, with what is wrong with it. */
export type PreparedDraft = { readonly draft: Omit<NewDraft, "by">; readonly checked: CheckedGraph };

/** Everything that may keep a graph from becoming a draft, but for what stands there by then. Stores nothing. */
export async function prepareDraft(
  services: Services,
  caller: Caller,
  graph: unknown,
  slug: string | undefined,
): Promise<PreparedDraft> {
  refuseSecrets(services, graph);
  const named = nameable(graph, slug);
  const checked = await checkGraph(services, caller, graph);
  const { text, hash } = storedGraph(checked, graph);
  if (Buffer.byteLength(text) > GRAPH_CAPS.bytes)
    throw new ServiceError("LIMIT_EXCEEDED", `A graph may be ${GRAPH_CAPS.bytes} bytes long at most.`);
  return { draft: { ...named, hash, graph: text }, checked };
}

type Target = {
  readonly slug: string | undefined;
  readonly base: string | undefined;
  readonly prepared: PreparedDraft;
  /** It does not go on from the draft that it replaces, so that one must have been seen. */
  readonly anew?: boolean;
};
/** Saves of one person that follow each other are one row of the audit log for so long. */
const TYPING_MINUTES = 10;

/** What the audit log says of how a draft came about. */
type Said = { readonly action: Action; readonly detail?: string };

/** Puts what was prepared in its place, unless something else than `base` stands there. */
export async function storeDraft(
  services: Services,
  caller: Caller,
  { slug, base, prepared, anew = false }: Target,
  said: Said,
): Promise<DraftHead> {
  const draft = { ...prepared.draft, by: caller.actor.name };
  const { hash, by } = draft;
  return await withTransaction(services.db, async (tx) => {
    if (slug === undefined) return { hash, by, at: (await create(tx, caller, draft, said)).toISOString() };
    const place = await lockDraft(tx, slug);
    if (!place) throw noWorkflow(slug);
    const present = draftHead(place);
    // Who saves it again because the answer was lost names what stood there before.
    if (present?.hash === hash) return present;
    refuseMoved(place, base);
    if (anew) refuseReplacing(place, base);
    const at = await writeDraft(tx, draft, anew);
    const name = place.publishedRevision === 0 ? draft.name : place.name;
    await tell(tx, caller, { ...place, name, hash }, said);
    return { hash, by, at: at.toISOString() };
  });
}

async function create(tx: Transaction, caller: Caller, draft: NewDraft, said: Said): Promise<Date> {
  const at = await createDraft(tx, draft);
  if (at === null) {
    const message = `There is a workflow "${draft.slug}" already. Save the draft of that one, or choose another slug.`;
    throw new ServiceError("CONFLICT", message, [{ path: "/slug", message: "is taken" }]);
  }
  await tell(tx, caller, { ...draft, publishedRevision: 0, demo: false }, said);
  return at;
}

type Told = {
  readonly slug: string;
  readonly name: string;
  readonly hash: string;
  readonly publishedRevision: number;
  readonly demo: boolean;
};

async function tell(tx: Transaction, caller: Caller, told: Told, { action, detail }: Said): Promise<void> {
  const { slug, name, hash, publishedRevision, demo } = told;
  const short = hash.slice(0, 12);
  const object = `workflows/${slug}`;
  if (detail) await audit(tx, caller, action, object, `${short}: ${detail}`);
  else await insertAuditOfTyping(tx, auditEntry(caller, action, object, short), TYPING_MINUTES);
  await announceChanged(tx, caller, { slug, name, revision: publishedRevision || null, demo });
}

/** What a draft must have to be kept at all, or VALIDATION with the place. */
function nameable(graph: unknown, slug: string | undefined): Omit<NewDraft, "hash" | "graph" | "by"> {
  const parsed = draftShape.safeParse(graph);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join("/")}`, message }));
    const [first] = details;
    const message = `A draft is a graph with a slug at least. ${first?.path}: ${first?.message}.`;
    throw new ServiceError("VALIDATION", message, details);
  }
  const { slug: own, name, description, nodes } = parsed.data;
  if (slug !== undefined && own !== slug) {
    const message = `This graph is of workflow "${own}", not of "${slug}". Slugs never change.`;
    throw new ServiceError("VALIDATION", message, [{ path: "/slug", message: `must be "${slug}"` }]);
  }
  return { slug: own, name: name ?? own, description: description ?? "", nodes: nodes ?? 0 };
}
