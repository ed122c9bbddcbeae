import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { N8N_SUPPORT } from "#server/engine/import/testing/n8n-support";
import { expect, test } from "./fixtures.ts";
import { freshData, type Server, startServer } from "./server/start-server.ts";

const LAUNCHER = join(import.meta.dirname, "..", "cli", "banyan.mjs");

type Answer = { readonly code: number | null; readonly out: string; readonly err: string };
type Given = { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string };

/** Runs the command line as a person does: the launcher, with what the server left in its data folder. */
function banyan(
  server: Server,
  args: readonly string[],
  { env = {}, stdin = "" }: Given = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    const { FORCE_COLOR: _, ...mine } = process.env;
    const own = { ...mine, NO_COLOR: "1", BANYAN_DATA_DIR: server.dataDir, ...env };
    const child = spawn(process.execPath, [LAUNCHER, ...args], { env: own });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      err += text;
    });
    child.stdin.on("error", () => {}).end(stdin);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

function graphFile(graph: object): string {
  const file = join(mkdtempSync(join(tmpdir(), "banyan-graph-")), "graph.json");
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, edges: [], ...graph }));
  return file;
}

test("run --watch without a terminal tells each change in a line of its own and prints the output", async ({
  server,
}) => {
  const { code, out } = await banyan(server, ["run", "dependency-audit", "--watch", "--limit", "maxRuns=40"]);
  expect(code).toBe(0);
  expect(out).toContain("● dependency-audit  started");
  expect(out).toMatch(/ {2}✓ \S+@\S+ {2}\d+/);
});

test("run --json prints one document and nothing else on stdout", async ({ server }) => {
  const { code, out } = await banyan(server, [
    "run",
    "dependency-audit",
    "--json",
    "--limit",
    "maxRuns=20",
    "--watch",
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ status: "succeeded", failure: null, output: { packages: {} } });
});

test("a graph file is published and run, and a failed run ends with code 5", async ({ server }) => {
  const nodes = { stop: { kind: "fail", code: "NoLuck", message: "out of luck" } };
  const { code, err } = await banyan(server, ["run", graphFile({ slug: "cli-fails", name: "Fails", nodes })]);
  expect(code).toBe(5);
  expect(err).toContain("NoLuck: out of luck");
});

test("a draft is changed by operations and by an action, and back by the inverse", async ({ server }) => {
  const graph = { slug: "cli-modified", name: "Modified", nodes: { only: { kind: "transform", output: 1 } } };
  const pushed = await banyan(server, ["workflows", "push", graphFile(graph), "--json"]);
  const { hash } = JSON.parse(pushed.out) as { hash: string };
  const list = (operations: unknown) => {
    const file = join(mkdtempSync(join(tmpdir(), "banyan-list-")), "operations.json");
    writeFileSync(file, JSON.stringify(operations));
    return file;
  };
  const modify = (...more: string[]) => banyan(server, ["workflows", "modify", "cli-modified", ...more]);
  const added = [{ op: "addNode", id: "more", node: { kind: "transform", output: 2 } }];
  const dry = await modify(list(added), "--dry-run");
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining("would be") });
  const { out } = await modify(list(added), "--base", hash, "--json");
  const modified = JSON.parse(out) as { hash: string; inverse: unknown };
  expect(dry.out).toContain(modified.hash);
  expect((await modify(list(modified.inverse))).out).toContain(`is now ${hash} (removeNode)`);
  const limited = await modify("--action", "setLimits", "--params", '{"set": {"maxDepth": 2}}');
  expect(limited).toMatchObject({ code: 0, out: expect.stringContaining("(setLimits)") });

  expect(await modify(list([{ op: "removeNode", id: "onyl" }]))).toMatchObject({
    code: 4,
    err: expect.stringContaining('did you mean "only"?'),
  });
  expect((await modify()).err).toContain("Name either a file of operations or an --action");
  const { out: actions } = await banyan(server, ["workflows", "actions"]);
  expect(actions).toContain("setTimeouts");
  expect(actions).toContain("ask-before-writes");
});

test("revisions are listed and compared, and an earlier one becomes the draft again", async ({ server }) => {
  const graph = (output: number, more: object = {}) => ({
    slug: "cli-revised",
    name: "Revised",
    nodes: { only: { kind: "transform", output }, ...more },
  });
  const workflows = (...args: string[]) => banyan(server, ["workflows", ...args]);
  await workflows("push", graphFile(graph(1)));
  await workflows("push", graphFile(graph(2, { more: { kind: "transform", output: 3 } })));
  const listed = JSON.parse((await workflows("revisions", "cli-revised", "--json")).out);
  expect(listed.data.map(({ revision, published }: never) => [revision, published])).toEqual([
    [2, true],
    [1, false],
  ]);
  expect((await workflows("revisions", "cli-revised")).out).toMatch(/^REVISION.*\n +2 +new runs/);
  const compared = await workflows("compare", "cli-revised", "1", "2");
  expect(compared).toMatchObject({ code: 0, out: "+ nodes: more\n~ nodes: only\n" });
  expect((await workflows("compare", "cli-revised", "2", "2")).out).toBe(
    "revision 2 and revision 2 of cli-revised are the same.\n",
  );
  const back = await workflows("go-back", "cli-revised", "1", "--json");
  expect(back.code).toBe(0);
  const { draft } = JSON.parse(back.out) as { draft: { hash: string } };
  expect((await workflows("compare", "cli-revised", "1")).out).toBe(
    "revision 1 and the draft of cli-revised are the same.\n",
  );
  await workflows("push", graphFile(graph(7)), "--draft");
  const over = await workflows("go-back", "cli-revised", "1", "--hash", draft.hash);
  expect(over.code).toBe(4);
  expect((await workflows("compare", "cli-revised", "1", "9")).code).toBe(3);
  expect((await workflows("compare", "cli-revised", "first")).code).toBe(1);
});

test("a run that is cancelled ends its command with code 6", async ({ server, rest }) => {
  const nodes = { pause: { kind: "wait", durationMs: 60_000 } };
  const command = banyan(server, ["run", graphFile({ slug: "cli-waits", name: "Waits", nodes })]);
  await expect
    .poll(async () => (await rest.runs("cli-waits").catch(() => ({ data: [] }))).data.length)
    .toBe(1);
  const id = (await rest.runs("cli-waits")).data[0]?.id ?? "";
  expect((await banyan(server, ["runs", "cancel", id])).code).toBe(0);
  expect((await command).code).toBe(6);
  const requeued = await banyan(server, ["runs", "requeue", id]);
  expect(requeued).toMatchObject({ code: 4, err: expect.stringContaining("it is cancelled") });
});

test("whoever waits for a run is told once that it needs a person, and what it waits for", async ({
  server,
  rest,
}) => {
  const recovery = [{ do: "park" }];
  const nodes = { count: { kind: "task", task: "word-count", input: { nothing: 1 }, recovery } };
  const command = banyan(server, ["run", graphFile({ slug: "cli-parks", name: "Parks", nodes })]);
  await expect
    .poll(async () => (await rest.runs("cli-parks").catch(() => ({ data: [] }))).data[0]?.status)
    .toBe("needs_attention");
  const id = (await rest.runs("cli-parks")).data[0]?.id ?? "";
  const got = JSON.parse((await banyan(server, ["runs", "get", id])).out);
  expect(got.waiting).toMatchObject([{ kind: "person", node: "count" }]);
  // Two looks of the command at least lie between.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await banyan(server, ["runs", "cancel", id])).code).toBe(0);
  const { code, err } = await command;
  expect(code).toBe(6);
  expect(err.match(/needs attention: TaskInputInvalid/g)).toHaveLength(1);
});

test("a graph that is not valid ends with code 4, names its places and stores nothing", async ({
  server,
}) => {
  const file = graphFile({
    slug: "cli-broken",
    name: "Broken",
    nodes: { a: { kind: "tarnsform", output: 1 } },
  });
  const { code, err } = await banyan(server, ["run", file]);
  expect(code).toBe(4);
  expect(err).toContain("/nodes/a");
  expect((await banyan(server, ["workflows", "validate", file])).code).toBe(4);
  expect((await banyan(server, ["workflows", "list"])).out).not.toContain("cli-broken");
});

test("a draft is pushed with its errors, shown, refused, corrected, published as it was seen, and discarded", async ({
  server,
}) => {
  const graph = (target: string) => ({
    slug: "cli-draft",
    name: "Draft",
    nodes: { a: { kind: "agent", agent: "no-such-agent", prompt: "x" }, b: { kind: "end" } },
    edges: [{ source: "a", target }],
  });
  const push = (target: string, ...more: string[]) =>
    banyan(server, ["workflows", "push", graphFile(graph(target)), "--draft", ...more]);
  const saved = await push("nowhere", "--json");
  expect(saved.code, saved.err).toBe(0);
  const { hash } = (JSON.parse(saved.out) as { draft: { hash: string } }).draft;
  const shown = await banyan(server, ["workflows", "draft", "cli-draft"]);
  expect(shown.out).toContain(hash);
  expect(shown.out).toContain("+ nodes: a, b");
  expect(shown.out).toContain("✖ /edges/0/target");
  expect(shown.out).toContain("(A003)");
  const refused = await banyan(server, ["workflows", "publish", "cli-draft"]);
  expect(refused).toMatchObject({ code: 4, err: expect.stringContaining("G008") });
  expect(await banyan(server, ["run", "cli-draft"])).toMatchObject({
    code: 4,
    err: expect.stringContaining("workflows publish cli-draft"),
  });
  expect((await push("b", "--base", hash)).code).toBe(0);
  // The same again is what stands there already; something else is not.
  expect((await push("b", "--base", hash)).code).toBe(0);
  expect(await push("nowhere", "--base", hash)).toMatchObject({
    code: 4,
    err: expect.stringContaining("is not the one"),
  });
  const published = await banyan(server, ["workflows", "publish", "cli-draft", "--note", "first"]);
  expect(published.out).toContain("Published cli-draft, revision 1.\n! /nodes/a/agent: no agent is called");
  await push("nowhere");
  expect((await banyan(server, ["workflows", "list"])).out).toMatch(/cli-draft +1 +by /);
  expect((await banyan(server, ["workflows", "discard", "cli-draft"])).out).toBe(
    "Discarded the draft of cli-draft.\n",
  );
  const gone = await banyan(server, ["workflows", "draft", "cli-draft"]);
  expect(gone).toMatchObject({ code: 3, err: expect.stringContaining("has no draft") });
});

test("input that does not fit ends with code 4 and names the place", async ({ server }) => {
  const { code, err } = await banyan(server, ["run", "dependency-audit", "--input", "-"], {
    stdin: '{"lockfile": 5}',
  });
  expect(code).toBe(4);
  expect(err).toContain("/input/lockfile");
});

test("what does not exist ends with code 3", async ({ server }) => {
  const unknown = await banyan(server, ["run", "no-such-workflow"]);
  expect(unknown).toMatchObject({
    code: 3,
    err: expect.stringContaining("npm run banyan -- workflows list"),
  });
  expect((await banyan(server, ["runs", "get", "01932f3a-0000-7000-8000-000000000001"])).code).toBe(3);
});

test("no server ends with code 1 and says how to start one", async ({ server }) => {
  const env = { BANYAN_URL: "http://127.0.0.1:9", BANYAN_TOKEN: "x" };
  const { code, err } = await banyan(server, ["runs", "list"], { env });
  expect(code).toBe(1);
  expect(err).toBe("No Banyan server answers at http://127.0.0.1:9. Start one with `npm start`.\n");
});

test("a wrong token is refused in words", async ({ server }) => {
  const { code, err } = await banyan(server, ["runs", "list"], {
    env: { BANYAN_URL: server.url, BANYAN_TOKEN: "wrong" },
  });
  expect(code).toBe(1);
  expect(err).toContain("BANYAN_TOKEN");
});

test("the same idempotency key starts a run once", async ({ server }) => {
  const args = [
    "run",
    "dependency-audit",
    "--limit",
    "maxRuns=5",
    "--detach",
    "--idempotency-key",
    "cli-once",
  ];
  const [first, second] = [await banyan(server, args), await banyan(server, args)];
  expect(first.code).toBe(0);
  expect(second.out).toBe(first.out);
});

test("runs tree draws the whole tree", async ({ server, rest }) => {
  const { out } = await banyan(server, ["run", "dependency-audit", "--limit", "maxRuns=30", "--json"]);
  const { id } = JSON.parse(out) as { id: string };
  const drawn = await banyan(server, ["runs", "tree", id]);
  const lines = drawn.out.trim().split("\n");
  expect(lines).toHaveLength((await rest.tree(id)).length);
});

test("S22: reset-password prints a link or sets a password, whether a server runs or not", async () => {
  // A server of its own: the owner's sessions end.
  const data = freshData();
  const server = await startServer({ ...data, env: { BANYAN_HEADLESS: "1" } });
  const nobody = await banyan(server, ["reset-password", "--email", "nobody@example.org"]);
  expect(nobody).toMatchObject({ code: 3, err: expect.stringContaining("nobody@example.org") });
  const weak = await banyan(server, ["reset-password", "--password-stdin"], { stdin: "password123\n" });
  expect(weak).toMatchObject({ code: 4, err: expect.stringContaining("commonest") });
  const linked = await banyan(server, ["reset-password", "--json"]);
  expect(linked.code, linked.err).toBe(0);
  const { url } = JSON.parse(linked.out) as { url: string };
  expect(url.startsWith(`${server.url}/reset?token=`)).toBe(true);
  const reset = () =>
    fetch(`${server.url}/api/auth/reset`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.url },
      body: JSON.stringify({ token: new URL(url).searchParams.get("token"), password: "a harbour of lamps" }),
    });
  expect((await reset()).status).toBe(204);
  expect((await reset()).status).toBe(400);
  await server.stop();
  const stopped = await banyan(server, ["reset-password", "--password-stdin"], {
    stdin: "a harbour of ships\n",
  });
  expect(stopped, stopped.err).toMatchObject({ code: 0, out: expect.stringContaining("is set") });
  data.remove();
});

test("a fork and a retry say first what they would do, and then do it", async ({ server, rest }) => {
  const nodes = {
    good: { kind: "transform", output: "good" },
    bad: { kind: "fail", code: "NoLuck", message: "out of luck" },
  };
  const edges = [{ source: "good", target: "bad" }];
  await rest.publish({ schemaVersion: 1, slug: "cli-forked", name: "Forked", nodes, edges } as never);
  const { id } = await rest.start("cli-forked", {});
  await rest.waitForEnd(id, 20_000);
  const retry = (...more: string[]) => banyan(server, ["runs", "retry", id, ...more]);
  expect((await retry("--preview")).out).toMatch(/REUSES +AGAIN.*\n.* 1 +1 +failure/);
  expect((await retry()).out).toMatch(new RegExp(`^Run [0-9a-f-]{36}: retries ${id}`));
  expect(await banyan(server, ["runs", "retry", "nobody"])).toMatchObject({
    code: 4,
    out: expect.stringContaining('There is no run "nobody".'),
  });

  const fork = (...more: string[]) => banyan(server, ["runs", "fork", id, "--node", "good", ...more]);
  const also = ["--also", JSON.stringify([{ node: "bad", output: "given" }])];
  const preview = await fork("--preview", ...also);
  expect(preview.out).toMatch(/good +again/);
  expect(preview.out).toMatch(/bad +given/);
  expect(preview.out).toContain("Reused: 0; given: 1; again: 1");
  const forked = JSON.parse((await fork("--json", ...also)).out) as { id: string };
  expect((await rest.waitForEnd(forked.id, 20_000)).status).toBe("succeeded");
  const refused = await fork("--within", "again");
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain("holds nothing");
});

test("a workflow of another tool is imported as a draft, after it was said what becomes of it", async ({
  server,
  rest,
}) => {
  const file = join(mkdtempSync(join(tmpdir(), "banyan-import-")), "support.json");
  writeFileSync(file, JSON.stringify(N8N_SUPPORT));
  const checked = await banyan(server, ["workflows", "import", file, "--check"]);
  expect(checked.code, checked.err).toBe(0);
  expect(checked.out).toContain("n8n: 11 nodes and 11 edges; 19 parts mapped, 7 approximated, 3 dropped.");
  expect(checked.out).toMatch(/dropped +\/nodes\/1\/credentials +Fetch ticket/);
  await expect(rest.draft("cli-n8n")).rejects.toThrow("404");

  const made = await banyan(server, ["workflows", "import", file, "--slug", "cli-n8n", "--json"]);
  expect(made.code, made.err).toBe(0);
  expect(JSON.parse(made.out)).toMatchObject({ slug: "cli-n8n", pins: ["Fetch_ticket", "When_asked"] });
  expect(Object.keys((await rest.draft("cli-n8n")).graph.nodes)).toHaveLength(11);
  expect(Object.keys(await rest.pins("cli-n8n"))).toEqual(["Fetch_ticket", "When_asked"]);

  const again = await banyan(server, ["workflows", "import", file, "--slug", "cli-n8n"]);
  expect(again, "what somebody drew is not replaced").toMatchObject({
    code: 4,
    err: expect.stringContaining("cli-n8n"),
  });

  const broken = join(mkdtempSync(join(tmpdir(), "banyan-import-")), "broken.mmd");
  writeFileSync(broken, "flowchart LR\n  a -->");
  expect(await banyan(server, ["workflows", "import", broken])).toMatchObject({
    code: 4,
    err: expect.stringContaining("line 2"),
  });

  // What a file is, its text says, not its name.
  const unnamed = join(mkdtempSync(join(tmpdir(), "banyan-import-")), "from-somewhere.txt");
  writeFileSync(
    unnamed,
    "slug: by-text\nschemaVersion: 1\nname: By text\nnodes:\n  a: { kind: end }\nedges: []\n",
  );
  const byText = await banyan(server, ["workflows", "import", unnamed, "--check"]);
  expect(byText.code, byText.err).toBe(0);
  expect(byText.out).toContain("banyan: 1 node and 0 edges");
});
