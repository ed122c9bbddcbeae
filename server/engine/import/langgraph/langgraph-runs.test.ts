import fc from "fast-check";
import { expect, it } from "vitest";
import { groupBy } from "../../graph/topology.ts";
import { ending, output } from "../../testing/run-graph.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import {
  type Choose,
  importedFile,
  type LangFile,
  langFile,
  type Ran,
  ranAs,
  stepsOf,
} from "../testing/langgraph-runs.ts";

/** Runs a file both ways. */
function compared(file: LangFile, choose: Choose): Ran & { readonly made: Imported } {
  const made = importedFile(file);
  const ran = ranAs(made, choose);
  expect(ending(ran.outcome)).toBe("succeeded");
  expect(ran.visits).toEqual(stepsOf(file, choose));
  return { ...ran, made };
}

/** Goes on by the first way so many times, then by the second. */
const rounds =
  (by: Readonly<Record<string, readonly [string, number, string]>>): Choose =>
  (node, visit) => {
    const [again, times, then] = by[node] ?? ["", 0, ""];
    return visit < times ? again : then;
  };

it.each<[string, readonly string[], Choose, readonly string[]]>([
  [
    "an agent that goes round with its tools",
    ["__start__>agent", "agent?continue>tools", "agent?finish>__end__", "tools>agent"],
    rounds({ agent: ["continue", 3, "finish"] }),
    ["agent", "tools", "agent", "tools", "agent", "tools", "agent"],
  ],
  [
    "more rounds than runs usually lie below each other",
    ["__start__>agent", "agent?>tools", "agent?>__end__", "tools>agent"],
    rounds({ agent: ["tools", 12, "__end__"] }),
    [...Array.from({ length: 12 }, () => ["agent", "tools"]).flat(), "agent"],
  ],
  [
    "a way back into the middle",
    ["__start__>plan", "plan>act", "act>check", "check?retry>act", "check?done>report", "report>__end__"],
    rounds({ check: ["retry", 2, "done"] }),
    ["plan", "act", "check", "act", "check", "act", "check", "report"],
  ],
  [
    "a loop of three nodes, and what follows it",
    ["__start__>a", "a>b", "b>c", "c?more>a", "c?__end__>z", "z>__end__"],
    rounds({ c: ["more", 1, "__end__"] }),
    ["a", "b", "c", "a", "b", "c", "z"],
  ],
  [
    "a node that leads to itself",
    ["__start__>first", "first>poll", "poll?wait>poll", "poll?ready>__end__"],
    rounds({ poll: ["wait", 3, "ready"] }),
    ["first", "poll", "poll", "poll", "poll"],
  ],
  [
    "two loops that share a node",
    ["__start__>hub", "hub?left>l", "hub?right>r", "hub?out>__end__", "l>hub", "r>hub"],
    (node, visit) => (node === "hub" ? (["left", "right", "left", "out"][visit] ?? "out") : ""),
    ["hub", "l", "hub", "r", "hub", "l", "hub"],
  ],
  [
    "loops within loops",
    ["__start__>o", "o>i", "i?in>i", "i?on>p", "p?again>o", "p?end>__end__"],
    (node, visit) => (node === "i" ? (visit % 2 === 0 ? "in" : "on") : visit < 1 ? "again" : "end"),
    ["o", "i", "i", "p", "o", "i", "i", "p"],
  ],
  [
    "conditions at the start",
    ["__start__?a>a", "__start__?b>b", "a>c", "b>c", "c>__end__"],
    (node) => (node === "__start__" ? "b" : ""),
    ["b", "c"],
  ],
  [
    "a condition past a node",
    ["__start__>a", "a?skip>c", "a?do>b", "b>c", "c>__end__"],
    () => "do",
    ["a", "b", "c"],
  ],
])("is done as there, and handed on: %s", (_what, lines, choose, way) => {
  const { outcome } = compared(langFile(lines), choose);
  expect(output(outcome)).toMatchObject({ way });
});

it("parallel nodes are joined once, and what they gave stands by name", () => {
  const file = langFile(["__start__>a", "a>b", "a>c", "a>d", "b>e", "c>e", "d>e", "e>__end__"]);
  const { handed, made } = compared(file, () => "");
  expect(handed.find(([task]) => task === "e")?.[1]).toMatchObject({
    b: { way: ["a", "b"] },
    c: { way: ["a", "c"] },
    d: { way: ["a", "d"] },
  });
  expect(made.notes.filter(({ message }) => message.includes("different lengths"))).toEqual([]);
});

it("a node with an edge and a condition to the same target does it once", () => {
  const file = langFile(["__start__>a", "a>b", "a?x>b", "a?y>c", "b>__end__", "c>__end__"]);
  compared(file, () => "x");
  compared(file, () => "y");
});

it("where ways of different lengths meet it is told", () => {
  const lines = ["__start__>a", "a>c", "a>b", "b>c", "c>__end__"];
  const told = (file: Parameters<typeof importedFile>[0]) =>
    importedFile(file)
      .notes.filter(({ message }) => message.includes("different lengths"))
      .map(({ what, node }) => [what, node]);
  expect(told(langFile(lines))).toEqual([["c", "c"]]);
  const deferred = { id: "c", type: "runnable", data: { name: "c" }, metadata: { defer: true } };
  expect(told(langFile(lines, [deferred]))).toEqual([]);
  expect(told(langFile(["__start__>a", "a?x>c", "a?y>b", "b>c", "c>__end__"]))).toEqual([]);
});

it("each of several finish points ends the run, and none ends the others", () => {
  const file = langFile(["__start__>a", "a>b", "a>c", "b>__end__", "c>d", "d>__end__"]);
  const { outcome } = compared(file, () => "");
  expect(output(outcome)).toMatchObject({ b: { way: ["a", "b"] }, d: { way: ["a", "c", "d"] } });
});

it("what no edge leads to does not begin with the run, and is told; a run may be sent there", () => {
  const file = langFile(["__start__>a", "a>__end__", "lost>more", "more>__end__"]);
  const { made } = compared(file, () => "");
  expect(made.notes.find(({ what, place }) => what === "lost" && place === "/edges")).toMatchObject({
    fate: "approximated",
    node: "lost",
  });
  const sent = ranAs(made, () => "", { goto: { node: "lost" }, state: { way: ["x"] } });
  expect(sent.visits).toEqual({ lost: 1, more: 1 });
  expect(output(sent.outcome)).toMatchObject({ way: ["x", "lost", "more"] });
});

it("the end that no edge leads to is not where a run begins", () => {
  const nodes = [{ id: "__end__" }];
  const made = importedFile(langFile(["__start__>a", "a>b"], nodes));
  expect(Object.keys(made.graph.nodes)).toEqual(["a", "b"]);
  expect(made.notes.find(({ what }) => what === "__end__")).toMatchObject({ fate: "dropped" });
});

it("people who approve hand on what reached them", () => {
  const file = {
    ...langFile(["__start__>a", "a?go>b", "a?no>__end__", "b>human", "human>c", "c>__end__"]),
    interrupt_before: ["b"],
    interrupt_after: ["c", "a"],
  };
  const ran = ranAs(importedFile(file), () => "go");
  expect(ran.visits).toEqual({ a: 1, b: 1, c: 1 });
  expect(output(ran.outcome)).toMatchObject({ way: ["a", "b", "c"] });
});

it("graphs inside nodes loop by themselves, and are looped over", () => {
  const file = langFile([
    "__start__>lead",
    "lead?team>team:__start__",
    "lead?stop>__end__",
    "team:__start__>team:agent",
    "team:agent?use>team:tools",
    "team:agent?done>team:__end__",
    "team:tools>team:agent",
    "team:__end__>lead",
  ]);
  const choose: Choose = (node, visit) =>
    node === "lead" ? (visit < 2 ? "team" : "stop") : visit % 2 === 0 ? "use" : "done";
  const ran = ranAs(importedFile(file), choose);
  expect(ran.visits).toEqual({ lead: 3, "team:agent": 4, "team:tools": 2 });
  const round = ["lead", "team:agent", "team:tools", "team:agent"];
  expect(output(ran.outcome)).toMatchObject({ way: [...round, ...round, "lead"] });
});

const random = fc.record({
  size: fc.integer({ min: 2, max: 7 }),
  picks: fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.boolean()), { maxLength: 14 }),
  seed: fc.nat(1_000),
});

/** Conditional edges lead anywhere, others forwards only; each that has a condition may end too, so every run can. */
function randomLines({
  size,
  picks,
}: {
  size: number;
  picks: readonly (readonly [number, number, boolean])[];
}) {
  const lines = new Set(["__start__>n0"]);
  const deciding = new Set<number>();
  const going = new Set<number>();
  for (const [from, to, free] of picks) {
    const [source, target] = [from % size, to % size];
    if (free && source < target) {
      going.add(source);
      lines.add(`n${source}>n${target}`);
    } else {
      deciding.add(source);
      lines.add(`n${source}?>n${target}`);
    }
  }
  for (let at = 0; at < size; at++) {
    if (deciding.has(at)) lines.add(`n${at}?>__end__`);
    else if (!going.has(at)) lines.add(`n${at}>__end__`);
  }
  return [...lines];
}

it("whatever leads where, as many are done as there, or it is told", () => {
  let same = 0;
  fc.assert(
    fc.property(random, ({ size, picks, seed }) => {
      const lines = randomLines({ size, picks });
      const file = langFile(lines);
      const ways = groupBy(
        file.edges.filter(({ conditional }) => conditional),
        ({ source }) => source,
      );
      const choose: Choose = (node, visit) => {
        const own = ways.get(node) ?? [];
        return visit >= 2
          ? "__end__"
          : (own[(seed + visit * 7 + node.length) % (own.length || 1)]?.target ?? "");
      };
      const made = importedFile(file);
      if (made.notes.some(({ message }) => /different lengths|beside the next/.test(message))) return;
      same++;
      compared(file, choose);
    }),
    { numRuns: 200 },
  );
  expect(same).toBeGreaterThan(50);
});

it("ways of one label to several nodes are of several functions: they are taken together, and that is told", () => {
  const lines = ["__start__>a", "a?yes>x", "a?yes>y", "a?no>z", "x>__end__", "y>__end__", "z>__end__"];
  for (const [choice, visits] of [
    ["yes", { a: 1, x: 1, y: 1 }],
    ["no", { a: 1, z: 1 }],
  ] as const) {
    const { made, visits: done } = compared(langFile(lines), () => choice);
    expect(done).toEqual(visits);
    const told = made.notes.filter(({ message }) => message.includes("several functions choose here"));
    expect(told.map(({ fate, place }) => [fate, place])).toEqual([
      ["approximated", "/edges/1"],
      ["approximated", "/edges/2"],
    ]);
  }
});

it.each<readonly [object]>([
  [{ dependencies: ["."], graphs: { agent: "./src/agent.py:graph" }, env: ".env" }],
  [{ graphs: { agent: { path: "./src/agent.ts:graph", description: "Answers" } }, node_version: "20" }],
])("a langgraph.json is no graph, and what to export instead is said: %j", (value) => {
  expect(importWorkflow({ value })).toEqual({
    ok: false,
    place: "/graphs",
    message: expect.stringMatching(/langgraph\.json.*get_graph\(xray=True\)\.to_json\(\)/),
  });
  expect(importWorkflow({ value: { graphs: { a: 1 } } })).toMatchObject({ ok: false, place: "/" });
});
