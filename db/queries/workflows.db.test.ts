import { expect, test } from "vitest";
import { withTransaction } from "../client.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { createWorkflow, type RevisionDraft } from "./create-workflow.ts";
import { getPublished, getRevision } from "./get-revision.ts";
import { listWorkflows } from "./list-workflows.ts";
import { publishRevision } from "./publish-revision.ts";

const { sql, db } = await cloneDatabase();
const draft = (slug: string, hash: string): RevisionDraft => ({
  slug,
  hash,
  name: `Name ${hash}`,
  description: "",
  graph: `{"hash":"${hash}"}`,
  nodes: 3,
  recursion: "self",
  createdBy: "test",
});
const publish = (slug: string, hash: string) =>
  withTransaction(db, (tx) => publishRevision(tx, draft(slug, hash)));

test("a slug is given once", async () => {
  expect(await createWorkflow(sql, draft("one", "a"))).toBe(true);
  expect(await createWorkflow(sql, draft("one", "b"))).toBe(false);
  expect(await getPublished(sql, "one")).toMatchObject({ revision: { revision: 1, hash: "a", nodes: 3 } });
});

test("publishing numbers graphs that differ and moves the pointer", async () => {
  await createWorkflow(sql, draft("two", "a"));
  expect(await publish("two", "a")).toEqual({ revision: 1, created: false });
  expect(await publish("two", "b")).toEqual({ revision: 2, created: true });
  expect(await publish("two", "a")).toEqual({ revision: 3, created: true });
  expect(await publish("absent", "a")).toBeNull();
  const published = await getPublished(sql, "two");
  expect(published?.workflow).toMatchObject({ slug: "two", name: "Name a", publishedRevision: 3 });
  expect(published?.revision).toEqual(await getRevision(sql, "two", 3));
  expect(await getRevision(sql, "two", 2)).toMatchObject({ hash: "b", graph: '{"hash":"b"}' });
});

test("publishing at the same time numbers without gap or clash", async () => {
  await createWorkflow(sql, draft("three", "0"));
  const all = await Promise.all(["1", "2", "3", "4", "5", "6"].map((hash) => publish("three", hash)));
  expect(all.map((published) => published?.revision).toSorted()).toEqual([2, 3, 4, 5, 6, 7]);
  const listed = await listWorkflows(sql);
  const three = listed.find((workflow) => workflow.slug === "three");
  expect(three).toMatchObject({ publishedRevision: 7, draftHash: null, updatedBy: "test" });
  expect(three).not.toHaveProperty("draftGraph");
});
