import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { AttemptContext } from "#server/runtime/executor";
import { defineTask } from "./index.ts";
import { problemLine } from "./load-file.ts";
import { loadTasks, type TaskSource } from "./load-tasks.ts";

const context: AttemptContext = {
  signal: new AbortController().signal,
  deadline: null,
  idempotencyKey: "k",
  runId: "r",
  nodeId: "n",
  depth: 0,
  attempt: 1,
  delivery: 1,
  log: () => undefined,
  stream: () => undefined,
};
/** Inside the project, so that `banyan/tasks` leads to it as it does for a person. */
const scratch = join(import.meta.dirname, "../../../.cache");
let root = "";
let open: TaskSource[] = [];

const taskText = (name: string, answer: string) =>
  `import { defineTask } from "banyan/tasks";\nimport * as z from "zod";\nexport const made = defineTask({ name: ${JSON.stringify(name)}, input: z.unknown(), run: () => ${answer} });\n`;
const put = async (file: string, text: string) => await writeFile(join(root, file), text);
const load = async (options: Omit<Parameters<typeof loadTasks>[0], "root"> = {}) => {
  const source = await loadTasks({ root, ...options });
  open.push(source);
  return source;
};
const lines = (source: TaskSource) => source.problems().map(problemLine);

beforeEach(async () => {
  await mkdir(scratch, { recursive: true });
  root = await mkdtemp(join(scratch, "tasks-"));
  await mkdir(join(root, "tasks"));
});
afterEach(async () => {
  for (const source of open) source.close();
  open = [];
  await rm(root, { recursive: true });
});

describe("loading", () => {
  it("finds named and default exports and the tasks of the config", async () => {
    await put("tasks/a.ts", taskText("a", '"from a"'));
    await put("tasks/b.mjs", taskText("b", '"from b"').replace("export const made =", "export default"));
    await put("elsewhere.ts", taskText("c", '"from c"'));
    const config = 'import { defineConfig } from "banyan/tasks";\nimport { made } from "./elsewhere.ts";\n';
    await put("banyan.config.ts", `${config}export default defineConfig({ tasks: [made] });\n`);
    const source = await load();
    expect(lines(source)).toEqual([]);
    expect(source.tasks().map(({ task, file }) => `${task.name} ${file}`)).toEqual([
      "c banyan.config.ts",
      "a tasks/a.ts",
      "b tasks/b.mjs",
    ]);
    expect(await source.executor.run("b", null, context)).toEqual({ ok: true, output: "from b" });
  });

  it("finds metrics in files and in the config, and names one that two files define", async () => {
    const metric = (value: string) =>
      `import { defineMetric } from "banyan/tasks";\nexport const made = defineMetric({ name: "m", per: "run", value: "${value}" });\n`;
    await put("tasks/a.ts", metric("run.tokens"));
    const config = 'import { defineConfig } from "banyan/tasks";\nimport { made } from "./tasks/a.ts";\n';
    await put("banyan.config.ts", `${config}export default defineConfig({ metrics: [made] });\n`);
    const source = await load();
    expect(lines(source)).toEqual([]);
    expect(source.metrics().map(({ name, value }) => [name, value])).toEqual([["m", "run.tokens"]]);
    await put("tasks/b.ts", metric("run.nodes"));
    await put("tasks/c.ts", metric("run.tokns"));
    await source.reload();
    expect(lines(source)).toEqual([
      expect.stringMatching(/^tasks\/c\.ts:2: .*run\.tokns: no such fact; did you mean "tokens"\?/),
      'tasks/b.ts: metric "m" is defined twice; rename one of them',
    ]);
  });

  it("gives nothing and complains of nothing where there is no folder", async () => {
    await rm(join(root, "tasks"), { recursive: true });
    const source = await load();
    expect(source.tasks()).toEqual([]);
    expect(lines(source)).toEqual([]);
  });

  it("leaves tests and declarations alone", async () => {
    await put("tasks/a.test.ts", "throw new Error('not a task');");
    await put("tasks/a.d.ts", "export declare const a: number;");
    expect(lines(await load())).toEqual([]);
  });

  it("names file, line and reason of each broken file and loads the others", async () => {
    await put("tasks/good.ts", taskText("good", "1"));
    await put("tasks/throws.ts", 'const x: number = 1;\n\nthrow new Error("no key " + x);\n');
    await put(
      "tasks/import.ts",
      'const a = 1;\nimport { b } from "./nowhere.ts";\nexport const c = a + b;\n',
    );
    await put("tasks/empty.ts", "export const nothing = 1;\n");
    await put("tasks/shape.ts", taskText("bad name", "1"));
    const source = await load();
    expect(source.tasks().map(({ task }) => task.name)).toEqual(["good"]);
    expect(lines(source)).toEqual([
      "tasks/empty.ts: exports no task; export what defineTask, defineInheritance, defineRecovery, defineModificationAction or defineMetric returns",
      expect.stringMatching(/^tasks\/import\.ts:2: .*nowhere\.ts/),
      expect.stringMatching(/^tasks\/shape\.ts:3: .*name "bad name" is not valid/),
      "tasks/throws.ts:3: no key 1",
    ]);
  });

  it("reports a second task of the same name with both files and keeps the first", async () => {
    await put("tasks/a.ts", taskText("same", '"a"'));
    await put("tasks/b.ts", taskText("same", '"b"'));
    await put("tasks/c.ts", taskText("core", '"c"'));
    const source = await load({ builtIn: [defineTask({ name: "core", input: z.unknown(), run: () => 1 })] });
    expect(lines(source)).toEqual([
      'tasks/b.ts: task "same" is already defined in tasks/a.ts; rename one of them (tasks/a.ts is used)',
      'tasks/c.ts: task "core" has the name of a built-in task; rename it',
    ]);
    expect(await source.executor.run("same", null, context)).toEqual({ ok: true, output: "a" });
  });

  it("names what a config lists that is no task", async () => {
    await put("banyan.config.ts", "export default { tasks: [1] };\n");
    expect(lines(await load())).toEqual(["banyan.config.ts: tasks[0] was not made by defineTask"]);
    await put(
      "banyan.config.ts",
      'import { defineConfig } from "banyan/tasks";\nexport default defineConfig({ tasks: [1] });\n',
    );
    expect(lines(await load())).toEqual([
      "banyan.config.ts:2: defineConfig: tasks[0] was not made by defineTask",
    ]);
  });

  it("takes a task once that the config lists and its own file exports", async () => {
    await put("tasks/a.ts", taskText("a", "1"));
    const config = 'import { defineConfig } from "banyan/tasks";\nimport { made } from "./tasks/a.ts";\n';
    await put("banyan.config.ts", `${config}export default defineConfig({ tasks: [made] });\n`);
    const source = await load();
    expect(lines(source)).toEqual([]);
    expect(source.tasks()).toHaveLength(1);
  });
});

describe("modification actions", () => {
  const actionText = (name: string, answer = "[]") =>
    `import { defineModificationAction } from "banyan/tasks";\nimport * as z from "zod";\nexport const made = defineModificationAction({ name: ${JSON.stringify(name)}, params: z.unknown(), propose: () => ${answer} });\n`;

  it("are found in files and in the config, and listed once", async () => {
    await put("tasks/a.ts", actionText("calm-down"));
    const config = 'import { defineConfig } from "banyan/tasks";\nimport { made } from "./tasks/a.ts";\n';
    await put("banyan.config.ts", `${config}export default defineConfig({ modificationActions: [made] });\n`);
    const source = await load();
    expect(lines(source)).toEqual([]);
    expect(source.modificationActions().map(({ name }) => name)).toEqual(["calm-down"]);
  });

  it("have names of their own: a second one and that of a built-in one are told", async () => {
    await put("tasks/a.ts", actionText("same"));
    await put("tasks/b.ts", actionText("same", '[{ op: "removeNode", id: "a" }]'));
    await put("tasks/c.ts", actionText("skipNode"));
    const source = await load();
    expect(lines(source)).toEqual([
      'tasks/c.ts: modification action "skipNode" has the name of a built-in action; rename it',
      'tasks/b.ts: modification action "same" is defined twice; rename one of them',
    ]);
    expect(source.modificationActions()).toHaveLength(1);
  });

  it("in a config that were not made by defineModificationAction are refused where they stand", async () => {
    await put(
      "banyan.config.ts",
      'import { defineConfig } from "banyan/tasks";\nexport default defineConfig({ modificationActions: [{}] });\n',
    );
    expect(lines(await load())).toEqual([
      "banyan.config.ts:2: defineConfig: modificationActions[0] was not made by defineModificationAction",
    ]);
  });
});

describe("in development", () => {
  it("takes a change over, with a new version, while a running attempt finishes on the old code", async () => {
    await put("tasks/a.ts", taskText("a", 'new Promise((done) => setTimeout(done, 800, "old"))'));
    const reloaded = vi.fn();
    const source = await load({ dev: true, onReload: reloaded });
    const before = source.executor.facts("a")?.version;
    const running = source.executor.run("a", null, context);
    await put("tasks/a.ts", taskText("a", '"new"'));
    await vi.waitFor(() => expect(source.executor.facts("a")?.version).not.toBe(before), 5_000);
    expect(reloaded).toHaveBeenCalled();
    expect(await source.executor.run("a", null, context)).toEqual({ ok: true, output: "new" });
    expect(await running).toEqual({ ok: true, output: "old" });
  });

  it("notices new files, broken ones, repaired ones and removed ones", async () => {
    const source = await load({ dev: true });
    await put("tasks/b.ts", "throw new Error('half');\n");
    await vi.waitFor(() => expect(lines(source)).toEqual(["tasks/b.ts:1: half"]), 5_000);
    await put("tasks/b.ts", taskText("b", "1"));
    await vi.waitFor(() => expect(source.executor.facts("b")).toBeDefined(), 5_000);
    expect(lines(source)).toEqual([]);
    await rm(join(root, "tasks/b.ts"));
    await vi.waitFor(() => expect(source.executor.facts("b")).toBeUndefined(), 5_000);
  });
});
