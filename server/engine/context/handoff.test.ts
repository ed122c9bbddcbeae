import { describe, expect, test } from "vitest";
import { accepted, Blobs, keysOf, requestOf } from "../testing/context.ts";
import type { Json } from "../values/json.ts";
import { resolve } from "../values/resolve.ts";
import { type Entry, originalOf, storedOf } from "./entry.ts";
import { type HandOff, linesOf } from "./receipt.ts";

const blobs = new Blobs();
const sentence = (word: string) =>
  `The ${word} of the harbour was measured again on that day, and it had grown.`;
const report = Array.from({ length: 60 }, (_, i) =>
  sentence(["tide", "wall", "light", "crane"][i % 4] ?? ""),
).join(" ");

function handed(asked: Parameters<typeof requestOf>[0]): HandOff {
  return accepted(blobs.handOff(requestOf(asked)));
}

function at(handOff: HandOff, key: string): Entry {
  const entry = handOff.entries.find((each) => each.key === key);
  if (!entry) throw new Error(`no entry ${key}`);
  return entry;
}

function valueAt(handOff: HandOff, key: string): Json | undefined {
  const whole = resolve(storedOf(at(handOff, key)), (hash) => blobs.at(hash));
  return whole.ok ? whole.value : undefined;
}

const plain = [
  blobs.entry("plan", "build"),
  blobs.entry("notes", report),
  blobs.entry("task", "measure the tide"),
];

describe("a strategy", () => {
  test("full hands on every entry as the very same reference", () => {
    const handOff = handed({ entries: plain, call: "full" });
    expect(handOff.entries.map((entry) => plain.includes(entry))).toEqual([true, true, true]);
    expect(handOff.lines.map(({ key, by }) => [key, by])).toEqual([["task", "task"]]);
    expect(handOff.after).toEqual(handOff.before);
  });

  test("selective keeps what is included, not what is excluded, and always the task", () => {
    const call = { strategy: { type: "selective", include: ["p*", "n*"], exclude: ["notes"] } };
    const handOff = handed({ entries: plain, call });
    expect(keysOf(handOff)).toEqual(["plan", "task"]);
    expect(handOff.lines.find(({ key }) => key === "notes")).toMatchObject({
      did: "dropped",
      by: "selective",
      why: "it is excluded",
      before: { bytes: plain[1]?.bytes },
    });
  });

  test("selective keeps the most relevant entries for the child's task within its budget", () => {
    const entries = [
      blobs.entry("tideTables", "high water and low water of the harbour"),
      blobs.entry("recipes", "flour butter sugar eggs milk"),
      blobs.entry("weather", "storm and water levels in the harbour today"),
    ];
    const child = { label: "predict the water level of the harbour" };
    const top = handed({ entries, child, call: { strategy: { type: "selective", top: 2 } } });
    expect(keysOf(top)).toEqual(["tideTables", "weather"]);
    const tokens = (entries[0]?.tokens ?? 0) + 1;
    const tight = handed({ entries, child, call: { strategy: { type: "selective", tokenBudget: tokens } } });
    expect(keysOf(tight)).toHaveLength(1);
    expect(keysOf(tight)).not.toContain("recipes");
  });

  test("selective puts what the child's graph reads before everything else", () => {
    const child = { label: "measure the tide", reads: new Set(["plan"]) };
    const handOff = handed({ entries: plain, child, call: { strategy: { type: "selective", top: 1 } } });
    expect(keysOf(handOff)).toEqual(["plan", "task"]);
  });

  test("incremental hands on only what its run has written since it was itself handed its context", () => {
    const own = blobs.entry("draft", "mine", { origin: { run: 3, depth: 3, node: "write" } });
    const handOff = handed({ entries: [...plain, own], call: "incremental", depth: 4 });
    expect(keysOf(handOff)).toEqual(["draft", "task"]);
  });

  test("compressed summarises long texts by their own sentences, and the original stays within reach", () => {
    const call = { strategy: { type: "compressed", summariseAbove: 80 } };
    const handOff = handed({ entries: plain, call });
    const notes = at(handOff, "notes");
    expect(notes.tokens).toBeLessThanOrEqual(80);
    for (const part of String(valueAt(handOff, "notes")).split(/(?<=\.) /)) expect(report).toContain(part);
    expect(originalOf(notes)).toEqual(storedOf(plain[1] as Entry));
    expect(handOff.lines.find(({ key }) => key === "notes")).toMatchObject({
      did: "summarised",
      by: "compressed",
    });
  });

  test("compressed packs large values where the store can, and counts the bytes that they take there", () => {
    const facts = {
      ...blobs.facts,
      answer: ({ ask }: { readonly ask: string }) => ({ ok: true, value: ask === "pack" ? 300 : 7 }) as const,
    };
    const list = blobs.entry(
      "list",
      Array.from({ length: 500 }, (_, i) => i),
    );
    const request = requestOf({ entries: [list], call: "compressed" });
    const handOff = accepted(blobs.handOff(request, facts));
    expect(handOff).toMatchObject({ before: { bytes: list.bytes }, after: { bytes: 300 } });
    expect(at(handOff, "list")).toMatchObject({ hash: list.hash, packed: { codec: "zstd", bytes: 300 } });
  });

  test("custom makes the child's context by a mapping; values that it passes on stay references", () => {
    const map = { notes: "= context.notes", short: "= context.plan + '!'" };
    const handOff = handed({ entries: plain, call: { strategy: { type: "custom", map } } });
    expect(keysOf(handOff)).toEqual(["notes", "short", "task"]);
    expect(at(handOff, "notes")).toBe(plain[1]);
    expect(valueAt(handOff, "short")).toBe("build!");
    expect(handOff.lines.find(({ key }) => key === "plan")).toMatchObject({ did: "dropped" });
  });

  test("hands on only what is pinned beyond its depth limit", () => {
    const call = { strategy: { type: "full", depthLimit: 3 }, pinned: ["pl*"] };
    expect(keysOf(handed({ entries: plain, call, depth: 3 }))).toHaveLength(3);
    const beyond = handed({ entries: plain, call, depth: 4 });
    expect(keysOf(beyond)).toEqual(["plan", "task"]);
    expect(beyond).toMatchObject({ applied: "pinned", why: "depth 4 is beyond the limit of 3" });
  });

  test("compresses, with half the budget, once usage has reached its threshold", () => {
    const call = { strategy: { type: "full", resourceThreshold: 0.8, tokenBudget: 1_000 } };
    expect(handed({ entries: plain, call, usage: 0.79 })).toMatchObject({ applied: "full", budget: 1_000 });
    expect(handed({ entries: plain, call, usage: 0.8 })).toMatchObject({
      applied: "compressed",
      budget: 500,
    });
  });

  test("has a budget that falls with each level", () => {
    const call = { strategy: { type: "full", tokenBudget: 1_000, decay: 0.5 } };
    const budgets = [1, 2, 3].map((depth) => handed({ entries: plain, call, depth }).budget);
    expect(budgets).toEqual([1_000, 500, 250]);
  });
});

describe("performance_aware, the default,", () => {
  const large = ["a", "b", "c"].map((key) => blobs.entry(key, `${key} ${report}`));

  test("hands on everything while it fits, and selects when it does not", () => {
    expect(handed({ entries: plain })).toMatchObject({ strategy: "performance_aware", applied: "full" });
    const selected = handed({
      entries: large,
      call: { strategy: { type: "performance_aware", tokenBudget: 1_500 } },
    });
    expect(selected.applied).toBe("selective");
    expect(selected.after.tokens).toBeLessThanOrEqual(1_500);
  });

  test("compresses when usage reaches 0.8 or efficiency falls below 0.7, never on what is not known", () => {
    expect(handed({ entries: large, usage: 0.85 }).applied).toBe("compressed");
    expect(handed({ entries: large, performance: 0.5 })).toMatchObject({
      applied: "compressed",
      why: "efficiency 0.50 is below 0.7",
    });
    expect(handed({ entries: large, performance: null }).applied).toBe("full");
  });

  test("hands on only what is pinned below depth 5", () => {
    expect(keysOf(handed({ entries: plain, depth: 6 }))).toEqual(["task"]);
  });
});

describe("a rule", () => {
  const rules = (...list: unknown[]) => ({ strategy: "full", rules: list });
  const when = (condition: unknown, more: Omit<Parameters<typeof requestOf>[0], "entries"> = {}) =>
    keysOf(
      handed({
        entries: plain,
        call: rules({ when: condition, actions: { do: "filter", keys: ["plan"] } }),
        ...more,
      }),
    ).includes("plan")
      ? "not applied"
      : "applied";

  test.each([
    ["always", {}, "applied"],
    [{ depthAbove: 2 }, { depth: 2 }, "not applied"],
    [{ depthAbove: 2 }, { depth: 3 }, "applied"],
    [{ depthBelow: 2 }, { depth: 2 }, "not applied"],
    [{ depthBelow: 2 }, { depth: 1 }, "applied"],
    [{ usageAbove: 0.5 }, { usage: 0.5 }, "not applied"],
    [{ usageAbove: 0.5 }, { usage: 0.51 }, "applied"],
    [{ performanceBelow: 0.7 }, { performance: 0.69 }, "applied"],
    [{ performanceBelow: 0.7 }, { performance: null }, "not applied"],
    [{ expression: "context.plan == 'build'" }, {}, "applied"],
    [{ expression: "run.depth > 5" }, {}, "not applied"],
    [["always", { depthAbove: 9 }], {}, "not applied"],
  ])("with the condition %j at %j is %s", (condition, more, outcome) => {
    expect(when(condition, more)).toBe(outcome);
  });

  test("inherits only the keys that it names, the task excepted, whatever the strategy would do", () => {
    const handOff = handed({
      entries: plain,
      call: rules({ name: "few", actions: { do: "inherit", keys: ["plan"] } }),
    });
    expect(keysOf(handOff)).toEqual(["plan", "task"]);
    expect(handOff.lines.find(({ key }) => key === "notes")).toMatchObject({ did: "dropped", by: "few" });
  });

  test("of a higher priority decides first, and what is decided stays so", () => {
    const low = { name: "low", actions: { do: "inheritAll" } };
    const high = { name: "high", priority: 5, actions: { do: "filter", keys: ["notes"] } };
    const handOff = handed({ entries: plain, call: rules(low, high) });
    expect(keysOf(handOff)).toEqual(["plan", "task"]);
    expect(handOff.lines.find(({ key }) => key === "plan")).toMatchObject({ did: "kept", by: "low" });
  });

  test("filters by an expression over the entry", () => {
    const actions = { do: "filter", where: "entry.bytes > 1000 && !('keep' in entry.labels)" };
    const kept = blobs.entry("kept", report, { labels: ["keep"] });
    expect(keysOf(handed({ entries: [...plain, kept], call: rules({ actions }) }))).toEqual([
      "kept",
      "plan",
      "task",
    ]);
  });

  test("transforms a value, or makes one; the entry says what it was made of", () => {
    const actions = [
      { do: "transform", key: "plan", value: "= context.plan + '-2'" },
      { do: "transform", key: "made", value: { size: "= size(context.notes)" } },
    ];
    const handOff = handed({ entries: plain, call: rules({ name: "t", actions }) });
    expect(valueAt(handOff, "plan")).toBe("build-2");
    expect(originalOf(at(handOff, "plan"))).toBe("build");
    expect(valueAt(handOff, "made")).toEqual({ size: report.length });
    expect(at(handOff, "made").origin).toEqual({ run: 0, depth: 0, node: "call" });
  });

  test("merges entries into one, renames, pins and masks", () => {
    const actions = [
      { do: "merge", keys: ["plan", "notes"], into: "both" },
      { do: "rename", key: "owner", to: "boss" },
      { do: "mask", keys: ["token*"] },
    ];
    const entries = [
      ...plain,
      blobs.entry("owner", "Ada"),
      blobs.entry("tokenA", "s3cret", { labels: ["secret"], ceiling: 0 }),
    ];
    const handOff = handed({ entries, call: rules({ name: "m", actions }) });
    expect(keysOf(handOff)).toEqual(["boss", "both", "task", "tokenA"]);
    expect(valueAt(handOff, "both")).toEqual({ plan: "build", notes: report });
    expect(valueAt(handOff, "tokenA")).toBe("[masked]");
    expect(JSON.stringify(handOff)).not.toContain("s3cret");
    expect(JSON.stringify(handOff)).not.toContain(entries[4]?.hash);
    const fates = Object.fromEntries(
      linesOf(handOff).map(({ key, did, to }) => [key, to ? `${did} ${to}` : did]),
    );
    expect(fates).toEqual({
      both: "added",
      notes: "merged both",
      plan: "merged both",
      owner: "renamed boss",
      task: "kept",
      tokenA: "masked",
    });
  });

  test("summarises what is long, and leaves numbers and lists alone", () => {
    const list = blobs.entry(
      "list",
      Array.from({ length: 900 }, (_, i) => i),
    );
    const actions = { do: "summarise", keys: ["*"], maxTokens: 60 };
    const handOff = handed({ entries: [...plain, list], call: rules({ actions }) });
    expect(at(handOff, "notes").tokens).toBeLessThanOrEqual(60);
    expect(at(handOff, "list")).toBe(list);
  });

  test("that cannot be evaluated fails the hand-off and names its place", () => {
    const actions = { do: "transform", key: "x", value: "= context.nothing" };
    const result = blobs.handOff(requestOf({ entries: plain, call: rules({ name: "odd", actions }) }));
    expect(result).toMatchObject({
      kind: "failure",
      failure: {
        code: "ExpressionFailed",
        message:
          'node call, context rule "odd", value: context.nothing: no such key; there are: plan, notes, task',
      },
    });
  });
});

describe("lifetimes", () => {
  test("drop what has expired and what nothing has used for long, and archive before that", () => {
    const workflow = { optimize: { idleMs: 1_000, archiveAfterMs: 500 } };
    const entries = [
      blobs.entry("old", "x", { expiresAt: 700 }),
      blobs.entry("idle", "y", { at: -400 }),
      blobs.entry("quiet", report, { at: 200 }),
      blobs.entry("fresh", "z", { at: 600 }),
      blobs.entry("task", "t", { at: -9_000, expiresAt: 1 }),
    ];
    const handOff = handed({
      entries,
      call: "full",
      workflow,
      at: 700,
      child: { reads: new Set(["fresh"]) },
    });
    expect(keysOf(handOff)).toEqual(["fresh", "quiet", "task"]);
    expect(at(handOff, "quiet")).toMatchObject({ archived: true });
    expect(at(handOff, "fresh").usedAt).toBe(700);
    expect(handOff.lines.map(({ key, by }) => `${key} ${by}`).sort()).toEqual([
      "idle idle",
      "old expired",
      "quiet archive",
      "task task",
    ]);
  });

  test("prune to the most entries and tokens, the lowest priority first", () => {
    const entries = ["a", "b", "c"].map((key, i) => blobs.entry(key, key, { priority: i }));
    const handOff = handed({ entries, call: "full", workflow: { optimize: { maxEntries: 2 } } });
    expect(keysOf(handOff)).toEqual(["b", "c"]);
  });

  test("count a value that stands under several keys once", () => {
    const entries = [blobs.entry("a", report), blobs.entry("b", report)];
    const handOff = handed({ entries, call: "full" });
    expect(handOff.after.stored).toBe(entries[0]?.bytes);
    expect(handOff.after.bytes).toBe(2 * (entries[0]?.bytes ?? 0));
  });
});

describe("labels", () => {
  test("keep the history of a secret from a value that a mapping puts in its place", () => {
    const secret = blobs.entry("token", `of the harbour ${report}`, { labels: ["secret"], ceiling: 1 });
    const call = {
      strategy: { type: "custom", map: { d: "= 1" } },
      rules: [
        {
          when: "always",
          actions: [
            { do: "transform", key: "token", value: "= context.token + '!'" },
            { do: "rename", key: "token", to: "d" },
          ],
        },
      ],
    };
    const first = handed({ entries: [secret], call });
    expect(valueAt(first, "d")).toBe(1);
    expect(JSON.stringify(at(first, "d"))).not.toContain(secret.hash);
    expect(at(first, "d").ceiling).toBeUndefined();
  });

  test("keep a secret out of everything that a rule makes", () => {
    const secret = blobs.entry("token", "s3cret", { labels: ["secret"], ceiling: 0 });
    const map = { a: "= context" };
    const handOff = handed({ entries: [...plain, secret], call: { strategy: { type: "custom", map } } });
    expect(JSON.stringify([handOff, [...blobs.texts.values()]])).not.toContain("s3cret");
  });

  test("of either side's workflow hold, and only the lower ceiling counts", () => {
    const pii = blobs.entry("pii", "name", { labels: ["pii"] });
    const workflow = { labels: { pii: { maxDepth: 5 } } };
    const child = { context: { labels: { pii: { maxDepth: 2 } } } };
    expect(keysOf(handed({ entries: [pii], call: "full", workflow, child, depth: 2 }))).toEqual(["pii"]);
    expect(keysOf(handed({ entries: [pii], call: "full", workflow, child, depth: 3 }))).toEqual([]);
  });

  test("that would keep the task from a child fail the hand-off", () => {
    const task = blobs.entry("task", "do it", { labels: ["secret"], ceiling: 0 });
    expect(blobs.handOff(requestOf({ entries: [task], call: "full" }))).toMatchObject({
      kind: "failure",
      failure: { code: "ContextForbidden" },
    });
  });
});
