import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { afterEach, expect, test } from "vitest";
import { getBlobs } from "#db/queries/get-blobs";
import { cloneDatabase } from "#db/testing/template-database";
import type { Entry } from "#server/engine/context/entry";
import type { Event } from "#server/engine/run/events";
import type { InheritInput } from "./answers.ts";
import type { Host } from "./host.ts";
import { eventsOf, fastHost, journalOf, treeOf, until, untilEnded } from "./testing/harness.ts";
import { createScriptedExecutor, type ScriptedTask } from "./testing/scripted-executor.ts";
import { bound, TESTER } from "./testing/trees.ts";

const { db } = await cloneDatabase();
const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`delete from workers`;
});

async function hostWith(
  tasks: Record<string, ScriptedTask>,
  inheritance?: (name: string) => ((question: InheritInput) => Promise<never>) | undefined,
): Promise<Host> {
  const executor = createScriptedExecutor(tasks, { headOf: async () => 0 });
  const host = await fastHost({ db, executor, ...(inheritance ? { inheritance } : {}) });
  hosts.push(host);
  return host;
}

const child = (output: string, nodes: object = {}) => ({
  schemaVersion: 1,
  slug: "child",
  name: "Child",
  nodes: { ...nodes, end: { kind: "end", output } },
  edges: Object.keys(nodes).map((source) => ({ source, target: "end" })),
});

async function startsOf(treeId: string): Promise<Extract<Event, { type: "RunStarted" }>[]> {
  return eventsOf(await journalOf(db, treeId)).filter((event) => event.type === "RunStarted");
}

function entryAt(entries: readonly Entry[] | undefined, key: string): Entry {
  const entry = entries?.find((each) => each.key === key);
  if (!entry) throw new Error(`no entry ${key}`);
  return entry;
}

const text = Array.from(
  { length: 400 },
  (_, i) => `Sentence ${i} says that the tide of pier ${i % 7} grows.`,
).join(" ");
const list = Array.from({ length: 4_000 }, (_, i) => `pier ${i % 7}`);

test("a hand-off on the host counts tokens exactly, summarises, packs values in the store, and still reads them", async () => {
  const host = await hostWith({});
  const graph = bound({
    slug: "packing",
    nodes: {
      call: {
        kind: "subworkflow",
        graph: child("= [size(context.list), original.text == input.text, size(context.text) < 2000]"),
        input: { text: "= input.text" },
        context: "compressed",
      },
    },
    context: { values: { text: "= input.text", list: "= input.list" } },
  } as never);
  const { treeId } = await host.start({
    graph,
    input: { text, list },
    context: { given: { by: "caller" } },
    actor: TESTER,
  });
  expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  const events = eventsOf(await journalOf(db, treeId));
  expect(events.at(-1)).toMatchObject({ type: "RunSucceeded", output: [4_000, true, true] });
  const [root, below] = await startsOf(treeId);
  expect(entryAt(root?.context?.entries, "text")).toMatchObject({ tokens: countTokens(text) });
  expect(entryAt(root?.context?.entries, "text")).not.toHaveProperty("estimated");
  expect(entryAt(root?.context?.entries, "identity").tokens).toBeGreaterThan(5);
  expect(entryAt(below?.context?.entries, "given").value).toEqual({ by: "caller" });
  const packed = entryAt(below?.context?.entries, "list");
  const [row] = await db.sql`select body, length(packed) as bytes from blobs where hash = ${packed.hash}`;
  expect(row).toEqual({ body: null, bytes: packed.packed?.bytes });
  expect(packed.packed?.bytes).toBeLessThan(packed.bytes / 10);
  expect((await getBlobs(db.sql, [packed.hash])).get(packed.hash)).toBe(JSON.stringify(list));
});

test("a context outlives its owner: another host goes on with the same entries and brings back what children wrote", async () => {
  let open = false;
  const gate: ScriptedTask = {
    run: async (input) => {
      while (!open) await new Promise((resolve) => setTimeout(resolve, 10));
      return input;
    },
  };
  const graph = bound({
    slug: "surviving",
    nodes: {
      note: {
        kind: "transform",
        output: "= input.text",
        contextUpdates: { note: "= nodes.note.output", found: "= []" },
      },
      all: {
        kind: "map",
        over: "= [1, 2, 3]",
        body: {
          kind: "subworkflow",
          graph: child("= size(context.note)", {
            wait: {
              kind: "task",
              task: "gate",
              contextUpdates: { found: { value: "= [input]", reducer: "append" } },
            },
          }),
          input: "= item",
          context: { strategy: "full", mergeBack: { found: "append" } },
        },
      },
      end: { kind: "end", output: "= {'sizes': nodes.all.output, 'found': context.found}" },
    },
    edges: [
      { source: "note", target: "all" },
      { source: "all", target: "end" },
    ],
    context: {},
  } as never);
  const first = await hostWith({ gate });
  const { treeId } = await first.start({ graph, input: { text }, actor: TESTER });
  await until(
    () => treeOf(db, treeId),
    ({ runs }) => runs === 4,
  );
  const before = first.owner(treeId)?.state.runs.map(({ context }) => context);
  first.vanish();
  open = true;
  await db.sql`update workers set expires_at = now() - interval '1 hour'`.catch(() => undefined);
  await hostWith({ gate });
  expect((await untilEnded(db, treeId, 30_000)).status).toBe("succeeded");
  const last = eventsOf(await journalOf(db, treeId)).at(-1);
  expect(last).toMatchObject({ type: "RunSucceeded" });
  const output = (last as Extract<Event, { type: "RunSucceeded" }>).output as {
    sizes: number[];
    found: number[];
  };
  expect(output.sizes).toEqual([text.length, text.length, text.length]);
  expect([...output.found].sort()).toEqual([1, 2, 3]);
  expect(Object.keys(before?.[1]?.entries ?? {})).toContain("note");
});

test("a registered function decides what goes on; one that fails or is not there fails the call and is named", async () => {
  const functions: Record<string, (question: InheritInput) => Promise<unknown>> = {
    few: async ({ entries }) => ({
      keep: ["big"],
      set: { seen: entries.find(({ key }) => key === "big")?.value },
    }),
    broken: async () => {
      throw new Error("no idea");
    },
  };
  const host = await hostWith({}, (name) => functions[name] as never);
  const run = async (name: string) => {
    const call = {
      kind: "subworkflow",
      graph: child("= [context.big == context.seen, has(context.session)]"),
      context: { strategy: { type: "custom", function: name } },
    };
    const graph = bound({
      slug: `by-${name}`,
      nodes: { call },
      context: { values: { big: "= input.text" } },
    } as never);
    const { treeId } = await host.start({ graph, input: { text }, actor: TESTER });
    await untilEnded(db, treeId);
    return eventsOf(await journalOf(db, treeId)).at(-1);
  };
  expect(await run("few")).toMatchObject({ output: [true, false] });
  expect(await run("broken")).toMatchObject({
    failure: { code: "InheritanceFailed", message: 'The inheritance function "broken" failed: no idea' },
  });
  expect(await run("absent")).toMatchObject({ failure: { code: "InheritanceUnknown" } });
});
