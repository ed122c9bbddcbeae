import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { callerAs, openServices } from "../testing/services.ts";
import { createWorkflow } from "./create.ts";
import { getDraft } from "./get-draft.ts";
import { getRevision } from "./get-revision.ts";
import { goBack } from "./go-back.ts";
import { listRevisions } from "./list-revisions.ts";
import { publishDraft } from "./publish-draft.ts";
import { saveDraft } from "./save-draft.ts";
import { updateWorkflow } from "./update.ts";

const { db } = await cloneDatabase();
const ada = callerAs("editor");
const vera = callerAs("viewer");
let services: Services;

beforeAll(async () => {
  services = await openServices(db, {});
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const graphOf = (slug: string, output: number) => ({
  schemaVersion: 1,
  slug,
  name: `The ${slug}`,
  nodes: { only: { kind: "transform", output } },
  edges: [],
});

/** A workflow with revisions that give 1, 2, 3. */
async function withThree(slug: string): Promise<void> {
  await createWorkflow(services, ada, { graph: graphOf(slug, 1) });
  await updateWorkflow(services, ada, { slug, graph: graphOf(slug, 2) });
  await updateWorkflow(services, ada, { slug, graph: graphOf(slug, 3) });
}

const outputOf = async (slug: string, revision: number) =>
  (await getRevision(services, vera, { slug, revision })).graph.nodes["only"];

async function refusalOf(act: Promise<unknown>): Promise<ServiceError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceError);
  return error as ServiceError;
}

test("revisions are listed newest first, page by page, and each is read with its own graph", async () => {
  await withThree("listed");
  const first = await listRevisions(services, vera, { slug: "listed", limit: 2 });
  expect(first.data.map(({ revision, published }) => [revision, published])).toEqual([
    [3, true],
    [2, false],
  ]);
  expect(first.nextCursor).toBe(2);
  const rest = await listRevisions(services, vera, { slug: "listed", limit: 2, cursor: 2 });
  expect(rest.data.map(({ revision }) => revision)).toEqual([1]);
  expect(rest.nextCursor).toBeNull();
  expect(await outputOf("listed", 1)).toMatchObject({ output: 1 });
  expect(await outputOf("listed", 3)).toMatchObject({ output: 3 });
  const none = await refusalOf(getRevision(services, vera, { slug: "listed", revision: 4 }));
  expect(none).toMatchObject({ code: "NOT_FOUND" });
  expect(none.message).toContain("has no revision 4");
});

test("going back makes a draft and, published, a new revision: those there are stay as they were", async () => {
  await withThree("returned");
  await goBack(services, ada, { slug: "returned", revision: 1 });
  const draft = await getDraft(services, ada, { slug: "returned" });
  expect(draft).toMatchObject({ revision: 3, begunFrom: 3, valid: true });
  expect(draft.changes?.nodes.changed).toEqual(["only"]);
  const published = await publishDraft(services, ada, { slug: "returned", hash: draft.draft.hash });
  expect(published.revision).toBe(4);
  const outputs = await Promise.all([1, 2, 3, 4].map((revision) => outputOf("returned", revision)));
  expect(outputs.map((node) => (node as { output: unknown }).output)).toEqual([1, 2, 3, 1]);
  const [said] = await db.sql<{ detail: string }[]>`
    select detail from audit_log where object = 'workflows/returned' and action = 'workflow.saveDraft'`;
  expect(said?.detail).toContain("as revision 1 was");
});

test("a draft that was not named is not replaced, and neither is one that has moved", async () => {
  await withThree("kept");
  const graph = graphOf("kept", 9);
  const { draft } = await saveDraft(services, ada, { slug: "kept", graph });
  const unnamed = await refusalOf(goBack(services, ada, { slug: "kept", revision: 1 }));
  expect(unnamed).toMatchObject({ code: "PRECONDITION_FAILED" });
  expect(unnamed.message).toContain("is kept nowhere else");
  await saveDraft(services, ada, { slug: "kept", graph: graphOf("kept", 10), base: draft.hash });
  const moved = await refusalOf(goBack(services, ada, { slug: "kept", revision: 1, base: draft.hash }));
  expect(moved.code).toBe("PRECONDITION_FAILED");
  const still = await getDraft(services, ada, { slug: "kept" });
  expect(still.graph).toEqual(expect.objectContaining({ nodes: graphOf("kept", 10).nodes }));

  await goBack(services, ada, { slug: "kept", revision: 2, base: still.draft.hash });
  const now = await getDraft(services, ada, { slug: "kept" });
  expect(now.graph).toEqual(expect.objectContaining({ nodes: graphOf("kept", 2).nodes }));
});

test("a draft that went back is begun over what is published then, whatever the replaced one was begun from", async () => {
  await createWorkflow(services, ada, { graph: graphOf("late", 1) });
  const { draft } = await saveDraft(services, ada, { slug: "late", graph: graphOf("late", 9) });
  await updateWorkflow(services, ada, { slug: "late", graph: graphOf("late", 2) });
  expect(await getDraft(services, ada, { slug: "late" })).toMatchObject({ begunFrom: 1, revision: 2 });
  await goBack(services, ada, { slug: "late", revision: 1, base: draft.hash });
  expect(await getDraft(services, ada, { slug: "late" })).toMatchObject({ begunFrom: 2, revision: 2 });
});

test("there is nothing to go back to where runs take it already, and who may only look goes nowhere", async () => {
  await withThree("there");
  const same = await refusalOf(goBack(services, ada, { slug: "there", revision: 3 }));
  expect(same.message).toContain("take revision 3 already");
  const looking = await refusalOf(goBack(services, vera, { slug: "there", revision: 1 }));
  expect(looking.code).toBe("FORBIDDEN");
});
