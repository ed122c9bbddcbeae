import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";
import type { Json } from "#server/engine/values/json";
import { createTaskExecutor } from "#server/executors/task/task-executor";
import { checkInput } from "#server/services/schema/check-input";
import type { reportOf } from "./dependency-audit/report.ts";
import { dependencyAuditTasks } from "./dependency-audit/tasks.ts";
import { examples, exampleTasks } from "./index.ts";
import type { Digest } from "./recursive-digest/digest.ts";
import { type Finished, runInMemory } from "./testing/run-in-memory.ts";

const PROJECT = join(import.meta.dirname, "..");
const executor = createTaskExecutor(exampleTasks);

function graphOf(slug: string): Graph {
  const example = examples.find((one) => one.slug === slug);
  const { graph } = validateGraph(example?.graph);
  if (!graph) throw new Error(`${slug} is not valid`);
  return graph;
}
const sample = (slug: string): Json => examples.find((one) => one.slug === slug)?.sampleInput ?? null;
const failureOf = (finished: Finished) => finished.tree.runs[0]?.failure;

describe("every example", () => {
  it.each(examples.map((example) => [example.slug, example] as const))(
    "%s is valid and takes its sample input",
    (slug, example) => {
      expect(validateGraph(example.graph).problems).toEqual([]);
      expect(graphOf(slug).slug).toBe(slug);
      expect(() => checkInput(graphOf(slug), example.sampleInput)).not.toThrow();
      const used = Object.values(graphOf(slug).nodes).flatMap((node) =>
        node.kind === "task"
          ? [node.task]
          : node.kind === "plan" && node.body.kind === "task"
            ? [node.body.task]
            : [],
      );
      expect([...new Set(used)].toSorted()).toEqual(example.tasks.map((task) => task.name).toSorted());
    },
  );

  it.each<[string, Json, string]>([
    ["dependency-audit", { lockfile: { name: "x" } }, "/input/lockfile/lockfileVersion"],
    [
      "dependency-audit",
      { lockfile: { lockfileVersion: 1, packages: { "": {} } } },
      "/input/lockfile/lockfileVersion",
    ],
    ["dependency-audit", { lockfile: { lockfileVersion: 3 } }, "/input/lockfile/packages"],
    ["dependency-audit", { lockfile: "text" }, "/input/lockfile"],
    ["dependency-audit", { key: "zod@4.6.7" }, "/input/key"],
    ["dependency-audit", { policy: { forbid: [] } }, "/input/policy/forbid"],
    ["deep-research", {}, "/input/question"],
    ["deep-research", { question: "Why?", depth: 4 }, "/input/depth"],
    ["deep-research", { question: "Why?", width: 0 }, "/input/width"],
    ["deep-research", { question: "Why?", asked: [] }, "/input/asked"],
    ["recursive-digest", {}, "/input/text"],
    ["recursive-digest", { text: " \n\t" }, "/input/text"],
    ["recursive-digest", { text: "x".repeat(4_000_001) }, "/input/text"],
    ["recursive-digest", { text: "fine", start: 3 }, "/input/start"],
    ["recursive-digest", { text: "fine", sentences: 0 }, "/input/sentences"],
  ])("%s refuses what does not fit, naming the place", (slug, input, place) => {
    expect(() => checkInput(graphOf(slug), input)).toThrow(place);
  });
});

type Report = ReturnType<typeof reportOf>;
type Entry = { name?: string; version: string; dev?: boolean; optional?: boolean; peer?: boolean };

describe("dependency-audit on the lockfile of this project", () => {
  const packages = (
    JSON.parse(readFileSync(join(PROJECT, "package-lock.json"), "utf8")) as {
      packages: Record<string, Entry>;
    }
  ).packages;
  const places = Object.entries(packages).filter(([path]) => path !== "");
  const keyOf = ([path, entry]: [string, Entry]) =>
    `${entry.name ?? path.split("node_modules/").at(-1)}@${entry.version}`;
  const keys = new Set(places.map(keyOf));
  let finished: Finished;
  let report: Report;

  beforeAll(async () => {
    finished = await runInMemory(graphOf("dependency-audit"), executor, sample("dependency-audit"));
    report = finished.output as Report;
  }, 180_000);

  it("makes one run per package version and one for the project, within the limits", () => {
    expect(failureOf(finished)).toBeUndefined();
    expect(finished.tree.counts).toMatchObject({ succeeded: keys.size + 1, failed: 0, running: 0 });
    expect(finished.tree.counts.deepest).toBeLessThanOrEqual(32);
    const labels = finished.tree.runs.slice(1).map((run) => run.label);
    expect(new Set(labels)).toEqual(keys);
    expect(report.visits.runs).toBe(keys.size);
  });

  it("counts what an independent reading of the lockfile counts", () => {
    const versions = new Map([...keys].map((key) => [key, places.filter((place) => keyOf(place) === key)]));
    const every = (flag: "dev" | "optional" | "peer") =>
      [...versions.values()].filter((found) => found.every(([, entry]) => entry[flag])).length;
    expect(report.packages).toMatchObject({
      total: keys.size,
      dev: every("dev"),
      optional: every("optional"),
      peer: every("peer"),
      notReached: 0,
    });
    expect((report.packages["installed"] ?? 0) + (report.packages["unknown"] ?? 0)).toBe(keys.size);
    expect(report.licenses.reduce((sum, { packages: count }) => sum + count, 0)).toBe(keys.size);
  });

  it("agrees with what is on disk about which packages are installed", () => {
    const installed = places.filter(([path, entry]) => {
      try {
        const manifest = JSON.parse(readFileSync(join(PROJECT, path, "package.json"), "utf8")) as Entry;
        return manifest.version === entry.version;
      } catch {
        return false;
      }
    });
    expect(report.packages["installed"]).toBe(new Set(installed.map(keyOf)).size);
  });

  it("finds the cycle of eslint, the duplicates, the deepest chain and the packages that the policy denies", () => {
    expect(
      report.cycles.list.some(
        (cycle) => cycle[0] === cycle.at(-1) && cycle.some((key) => key.startsWith("eslint@")),
      ),
    ).toBe(true);
    const names = [...keys].map((key) => key.slice(0, key.lastIndexOf("@")));
    expect(report.duplicates.total).toBe(
      new Set(names.filter((name, place) => names.indexOf(name) !== place)).size,
    );
    expect(report.deepestChain.length).toBeGreaterThan(6);
    expect(report.deepestChain.chain).toHaveLength(report.deepestChain.length);
    const denied = report.violations.list.map((violation) => violation.package);
    expect(denied).toEqual(denied.filter((key) => key.startsWith("@img/sharp")));
    expect(denied.length).toBeGreaterThan(0);
    for (const { chain } of report.violations.list) expect(chain[0]).toMatch(/^next@/);
  });

  it("gives the same result from the lockfile as a file, the number of visits aside", async () => {
    const lockfile = JSON.parse(readFileSync(join(PROJECT, "package-lock.json"), "utf8")) as Json;
    const input = { lockfile, ...(sample("dependency-audit") as object) } as Json;
    const again = await runInMemory(
      graphOf("dependency-audit"),
      executor,
      checkInput(graphOf("dependency-audit"), input),
    );
    const { visits: _, ...same } = again.output as Report;
    const { visits: __, ...first } = report;
    expect(same).toEqual(first);
  }, 180_000);
});

describe("dependency-audit on other lockfiles", () => {
  const run = async (input: Json) => await runInMemory(graphOf("dependency-audit"), executor, input);
  const lock = (packages: Record<string, Json>): Json => ({ lockfile: { lockfileVersion: 3, packages } });

  it("stops a dependency on an ancestor as a cycle and answers a second visit with a reference", async () => {
    const finished = await run(
      lock({
        "": { name: "app", version: "1.0.0", dependencies: { a: "*" } },
        "node_modules/a": { version: "1.0.0", dependencies: { b: "*", c: "*" }, license: "MIT" },
        "node_modules/b": { version: "1.0.0", dependencies: { a: "*", c: "*" }, license: "ISC" },
        "node_modules/c": { version: "1.0.0" },
      }),
    );
    const report = finished.output as Report;
    expect(report.visits).toEqual({ runs: 3, references: 1, cycles: 1 });
    expect(report).toMatchObject({
      packages: { total: 3, installed: 0, unknown: 3 },
      licenses: [
        { license: "ISC", packages: 1 },
        { license: "MIT", packages: 1 },
        { license: "unknown", packages: 1 },
      ],
      cycles: { total: 1, list: [["a@1.0.0", "b@1.0.0", "a@1.0.0"]] },
      deepestChain: { length: 3, chain: ["a@1.0.0", "b@1.0.0", "c@1.0.0"] },
      failed: { total: 0 },
    });
  });

  it("reports a chain below the depth limit as failed packages and finishes the rest", async () => {
    const packages = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [
        `node_modules/p${n}`,
        { version: "1.0.0", dependencies: { [`p${n + 1}`]: "*" } },
      ]),
    );
    const finished = await run(lock({ "": { name: "app", dependencies: { p0: "*" } }, ...packages }));
    const report = finished.output as Report;
    expect(report.visits.runs).toBe(32);
    expect(report.failed).toMatchObject({
      total: 1,
      list: [{ key: "p32@1.0.0", code: "RecursionLimitExceeded" }],
    });
  });

  it("of version 1, or with a policy that is none, fails at once with the reason", async () => {
    const old = await run({ lockfile: { lockfileVersion: 1, packages: { "": {} } } });
    expect(failureOf(old)).toMatchObject({
      code: "LockfileInvalid",
      message: expect.stringContaining("/lockfileVersion is 1"),
    });
    const policy = await run({ policy: { allow: ["no licence"] } });
    expect(failureOf(policy)).toMatchObject({ code: "PolicyInvalid", retryable: false });
    expect(old.tree.counts).toMatchObject({ attempts: 1, failed: 1 });
  });

  it("without a lockfile of its own the project says so", async () => {
    const elsewhere = createTaskExecutor(dependencyAuditTasks(join(PROJECT, "docs")));
    const finished = await runInMemory(graphOf("dependency-audit"), elsewhere, {});
    expect(failureOf(finished)?.message).toContain("own package-lock.json cannot be read");
  });
});

describe("recursive-digest", () => {
  const run = async (input: Json) =>
    await runInMemory(graphOf("recursive-digest"), executor, checkInput(graphOf("recursive-digest"), input));

  it("digests the sample: every sentence stands where it points, under its headings", async () => {
    const input = sample("recursive-digest") as { text: string };
    const finished = await run(input);
    const { digest, words, parts } = finished.output as Digest;
    expect(failureOf(finished)).toBeUndefined();
    expect(finished.tree.counts.deepest).toBeGreaterThanOrEqual(3);
    expect(digest).toHaveLength(12);
    for (const { text, start, end, headings } of digest) {
      expect(input.text.slice(start, end)).toBe(text);
      expect(input.text.lastIndexOf(`# ${headings.at(-1)}\n`, start)).toBeGreaterThanOrEqual(0);
    }
    expect(words).toBeGreaterThan(2_000);
    const leaves =
      finished.tree.runs.length - new Set(finished.tree.runs.map((one) => one.origin?.run)).size + 1;
    expect(parts).toBe(leaves);
  });

  it("gives the same digest every time", async () => {
    const [one, two] = [await run(sample("recursive-digest")), await run(sample("recursive-digest"))];
    expect(one.output).toEqual(two.output);
  });

  it("reads a short text in one run", async () => {
    const finished = await run({ text: "A short text stands here alone. It has two sentences in it." });
    expect(finished.tree.runs).toHaveLength(1);
    expect(finished.output).toMatchObject({ sentences: 2, parts: 1, digest: [{ start: 0, headings: [] }] });
  });

  it("refuses an empty and an oversized text in its first task too, for good", async () => {
    const graph = graphOf("recursive-digest");
    const empty = await runInMemory(graph, executor, { text: "  " });
    expect(failureOf(empty)).toMatchObject({ code: "TextEmpty", retryable: false });
    const large = await runInMemory(graph, executor, { text: "word ".repeat(900_000) });
    expect(failureOf(large)).toMatchObject({
      code: "TextTooLarge",
      message: "the text has 4,500,000 characters; 4,000,000 at most: digest its volumes one by one",
    });
  });
});
