import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyOperations, readOperations } from "#server/engine/modification/apply";
import { describeOperations } from "#server/engine/modification/operations";
import { REFUSALS } from "#server/engine/modification/refusals";
import { graphOf } from "#server/engine/testing/run-graph";
import { BUILT_IN_ACTIONS } from "./built-in-actions.ts";
import { problemLine } from "./load-file.ts";
import { loadTasks, type TaskSource } from "./load-tasks.ts";

const PROJECT = join(import.meta.dirname, "../../..");
/** Inside the project, so that `banyan/tasks` leads to it as it does for a person. */
const scratch = join(PROJECT, ".cache");
let root = "";
let source: TaskSource;

const page = (name: string) => readFileSync(join(PROJECT, "docs", name), "utf8");
/** TypeScript of a page that says in its first line which file it is. */
const examplesIn = (name: string) =>
  [...page(name).matchAll(/```ts\n\/\/ tasks\/(\S+)\n([\s\S]*?)```/g)].map(([, file = "", text = ""]) => ({
    file,
    text,
  }));
const PAGES = ["extending.md", "modification.md", "context.md", "recovery.md"];

beforeAll(async () => {
  await mkdir(scratch, { recursive: true });
  root = await mkdtemp(join(scratch, "docs-"));
  await mkdir(join(root, "tasks"));
  for (const { file, text } of PAGES.flatMap(examplesIn)) await writeFile(join(root, "tasks", file), text);
  source = await loadTasks({ root });
});
afterAll(async () => {
  source.close();
  await rm(root, { recursive: true });
});

test("every example of the pages about extending loads, each under its name", () => {
  expect(source.problems().map(problemLine)).toEqual([]);
  expect(source.tasks().map(({ task }) => task.name)).toEqual(["greet"]);
  expect(source.inheritances().map(({ name }) => name)).toEqual(["newest-first", "small-only"]);
  expect(source.recoveries().map(({ name }) => name)).toEqual(["once-more", "wait-out"]);
  expect(source.modificationActions().map(({ name }) => name)).toEqual(["calm-down", "no-deeper"]);
});

describe("the actions of the pages do what they say", () => {
  const graph = graphOf({
    limits: { maxDepth: 4 },
    nodes: { each: { kind: "map", over: "= [1]", body: { kind: "task", task: "echo" }, maxConcurrent: 9 } },
  });
  const changed = async (name: string, params: unknown) => {
    const action = source.modificationActions().find((each) => each.name === name);
    const answer = await action?.propose({ graph, params: action.params.parse(params), facts: {} });
    const read = readOperations(answer);
    const modified = read.ok ? applyOperations(graph, read.operations) : read;
    if (!modified.ok) throw new Error(modified.refusal.message);
    return modified.graph;
  };

  test("calm-down", async () => {
    expect((await changed("calm-down", {})).nodes["each"]).toMatchObject({ maxConcurrent: 2 });
    expect(await changed("calm-down", { most: 9 })).toEqual(graph);
  });

  test("no-deeper", async () => {
    expect((await changed("no-deeper", {})).limits).toMatchObject({ maxDepth: 3 });
  });
});

describe("docs/modification.md", () => {
  const text = page("modification.md");

  test("lists every operation and no other", () => {
    const [, table = ""] = /## Operations\n([\s\S]*?)\n## /.exec(text) ?? [];
    const rows = table.split("\n").filter((line) => line.startsWith("| `"));
    const named = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, op]) => op),
    );
    expect(named.toSorted()).toEqual(
      describeOperations()
        .map(({ op }) => op)
        .toSorted(),
    );
  });

  test("says what every refusal means", () => {
    const rows = [...text.matchAll(/^\| `(M\d+)` \| (.*) \|$/gm)].map(([, code, help]) => [code, help]);
    expect(rows).toEqual(Object.entries(REFUSALS));
  });

  test("names every built-in action", () => {
    for (const { name } of BUILT_IN_ACTIONS) expect(text).toContain(`\`${name}\``);
  });

  test("shows operations that apply", () => {
    const [, json = ""] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    const read = readOperations(JSON.parse(json));
    if (!read.ok) throw new Error(read.refusal.message);
    const graph = graphOf({
      limits: { maxRuns: 9 },
      nodes: {
        fetch: { kind: "http", url: "https://example.test/" },
        pay: { kind: "http", url: "https://example.test/" },
      },
      edges: [{ source: "fetch", target: "pay" }],
    });
    expect(applyOperations(graph, read.operations)).toMatchObject({
      ok: true,
      graph: {
        nodes: { fetch: { timeoutMs: 5_000, retry: { maxAttempts: 5 } } },
        limits: { maxTokens: null },
      },
    });
  });
});
