import { readDraft, type StoredDraft } from "#db/queries/drafts";
import { getRevision } from "#db/queries/get-revision";
import { graphChanges } from "#server/engine/graph/diff";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { Operation } from "#server/engine/modification/schemas";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ModifyDraftInput } from "../inputs-modifications.ts";
import { sentence } from "../sentence.ts";
import type { Caller } from "../types.ts";
import type { ModifiedDraft } from "../types-modifications.ts";
import { checkGraph } from "../workflow/check-graph.ts";
import { refuseMoved } from "../workflow/draft-place.ts";
import { noWorkflow } from "../workflow/no-workflow.ts";
import { prepareDraft, storeDraft } from "../workflow/save-draft.ts";
import { applyInTurns } from "./apply-in-turns.ts";
import { askedOperations } from "./asked-operations.ts";
import { refusedOperation } from "./refused-operation.ts";

/**
 * Changes the draft of a workflow by operations, or by a registered action that says which; where there is no draft, one
 * is made from what is published, unless nothing changes. `inverse` leads back. With `dryRun` nothing is kept.
 */
export async function modifyDraft(
  services: Services,
  caller: Caller,
  input: ModifyDraftInput,
): Promise<ModifiedDraft> {
  authorize(caller, "workflow.modifyDraft");
  const { slug, base, dryRun = false } = input;
  const found = await readDraft(services.db.sql, slug);
  if (!found) throw noWorkflow(slug);
  refuseMoved(found, base);
  const before = await graphOf(services, caller, found);
  const operations = await askedOperations(services, before, input);
  const modified = await applyInTurns(before, operations);
  if (!modified.ok) throw refusedOperation(modified, input.action?.name);
  const prepared = await prepareDraft(services, caller, modified.graph, slug);
  const { valid, problems, graph = modified.graph } = prepared.checked;
  if (input.action) await refuseBroken(services, caller, { before, problems, action: input.action.name });
  const target = { slug, base: found.draftHash ?? found.publishedHash ?? undefined, prepared };
  const detail = said(input, operations);
  const nothing = operations.length === 0 && found.draftHash === null;
  const draft =
    dryRun || nothing
      ? null
      : await storeDraft(services, caller, target, { action: "workflow.modifyDraft", detail });
  const { inverse } = modified;
  const changes = graphChanges(before, graph);
  return { slug, draft, hash: prepared.draft.hash, operations, inverse, graph, valid, problems, changes };
}

/** The draft, or where there is none what is published, as a graph that operations apply to. */
async function graphOf(services: Services, caller: Caller, found: StoredDraft): Promise<Graph> {
  const { slug } = found;
  const text = found.draftGraph ?? (await getRevision(services.db.sql, slug, found.publishedRevision))?.graph;
  if (text === undefined) throw noWorkflow(slug);
  const { graph, problems } = await checkGraph(services, caller, JSON.parse(text) as unknown);
  if (graph) return graph;
  const [first] = problems;
  const message = `The draft of "${slug}" does not have the shape of a graph, so no operation applies to it. ${first?.path}: ${sentence(first?.message ?? "")} Save a whole graph first.`;
  throw new ServiceError(
    "VALIDATION",
    message,
    problems.map(({ path, message: what, code }) => ({ path, message: `${what} (${code})` })),
  );
}

type Proposal = { readonly before: Graph; readonly problems: readonly Problem[]; readonly action: string };

/** A person may keep a draft with errors; an action that makes some is broken. */
async function refuseBroken(
  services: Services,
  caller: Caller,
  { before, problems, action }: Proposal,
): Promise<void> {
  const earlier = await checkGraph(services, caller, before);
  const made = moreErrors(earlier.problems, problems);
  const [first] = made;
  if (!first) return;
  const details = made.map(({ code, path, message }) => ({ path, message: `${message} (${code})` }));
  const message = `Action ${action} makes a graph that is not valid. ${first.path}: ${sentence(first.message)}`;
  throw new ServiceError("VALIDATION", message, details);
}

/** Errors of which there are more than before, without those that stand where they stood: operations move places. */
function moreErrors(before: readonly Problem[], after: readonly Problem[]): readonly Problem[] {
  const known = new Set(before.map(({ code, path }) => `${code} ${path}`));
  const countIn = (list: readonly Problem[], code: string) =>
    list.filter((each) => each.code === code).length;
  return after.filter(
    ({ level, code, path }) =>
      level === "error" && !known.has(`${code} ${path}`) && countIn(after, code) > countIn(before, code),
  );
}

const SHOWN = 5;

/** `addNode, addEdge`, or `scaleResources by an action`: what the audit log says. */
function said({ action }: ModifyDraftInput, operations: readonly Operation[]): string {
  const names = operations.map(({ op }) => op);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  const listed = `${names.slice(0, SHOWN).join(", ")}${more}`;
  return action ? `action ${action.name}: ${listed || "no operations"}` : listed;
}
