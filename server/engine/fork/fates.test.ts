import { describe, expect, it } from "vitest";
import { ACTOR, again, calls, forked, say, worldWith } from "../testing/fork-run.ts";
import { chain, ending, ofType, output, run } from "../testing/run-graph.ts";
import type { ForkPlace } from "./flaw.ts";
import { forkOf, insideNode, insideRun } from "./fork.ts";
import { recordingOf } from "./record.ts";

type Places = readonly [ForkPlace, ...ForkPlace[]];

/** Three children with leaves of their own, and something that is said about all of them. */
const FAMILY = {
  nodes: {
    which: { kind: "decision", cases: [{ port: "leaf", when: "has(input.leaf)" }], default: "root" },
    leaf: say("= input.leaf"),
    told: say("= nodes.leaf.output + '!'"),
    children: {
      kind: "map",
      over: "['a', 'b', 'c']",
      body: { kind: "subworkflow", workflow: "self", input: { leaf: "= item" }, label: "= item" },
    },
    after: say({ of: "= nodes.children.output" }),
    last: say("= nodes.after.output.of"),
  },
  edges: [
    { source: "which", target: "leaf", port: "leaf" },
    { source: "which", target: "children", port: "root" },
    ...chain("leaf", "told"),
    ...chain("children", "after", "last"),
  ],
};
const earlier = run(FAMILY, { world: worldWith(), input: {} });

function fates(places: Places): Readonly<Record<string, string>> {
  return Object.fromEntries(
    forked(earlier, places).plan.runs.flatMap(({ run: no, places: of }) =>
      of.filter(({ state }) => state !== "skipped").map(({ node, fate }) => [`${no}/${node}`, fate]),
    ),
  );
}

function flawOf(places: Places, of = earlier): unknown {
  const derived = forkOf(recordingOf(of.journal), places, { blob: of.blobs, actor: ACTOR });
  return derived.kind === "flaw" ? derived.flaw : derived.kind;
}

describe("each place of a fork", () => {
  it("has a fate of its own: one child keeps its result, one is done again, one is given another", () => {
    const places: Places = [
      { run: 0, node: "children", within: "again" },
      { run: 0, node: "children", item: 0, reuse: true },
      { run: 0, node: "children", item: 2, output: "given" },
    ];
    const outcome = again(earlier, places);
    expect(calls(outcome)).toEqual(["1/leaf", "1/told", "0/after", "0/last"]);
    expect(output(outcome)).toEqual(["a!", "b!", "given"]);
    expect(
      ofType(outcome.journal, "ItemCompleted").map(({ item, reused, by }) => [item, !!reused, by?.how]),
    ).toEqual([
      [0, true, undefined],
      [2, false, "replace"],
      [1, false, undefined],
    ]);
    expect(fates(places)).toEqual({
      "0/which": "stands",
      "0/children": "open",
      "0/after": "again",
      "0/last": "again",
    });
    expect(forked(earlier, places).plan.totals).toMatchObject({ stands: 2, given: 1, again: 3 });
  });

  it("stays open with its list, and everything it holds is done again", () => {
    const outcome = again(earlier, [{ run: 0, node: "children", within: "again" }]);
    expect(calls(outcome).filter((call) => call.endsWith("leaf"))).toHaveLength(3);
    expect(output(outcome)).toEqual(["a!", "b!", "c!"]);
  });

  it("inside a child is done again, while what comes after it above keeps its result", () => {
    const places: Places = [
      { run: 2, node: "told" },
      { run: 0, node: "after", reuse: true },
    ];
    const outcome = again(earlier, places);
    expect(calls(outcome)).toEqual(["1/told"]);
    expect(ending(outcome)).toBe("succeeded");
    expect(
      ofType(outcome.journal, "NodeCompleted").find(({ node }) => node === "after")?.reused,
    ).toBeDefined();
    expect(fates(places)).toMatchObject({
      "0/children": "open",
      "0/after": "kept",
      "0/last": "stands",
      "2/leaf": "stands",
      "2/told": "again",
    });
  });

  it("costs what it cost the last time, with all that lies below it", () => {
    const { totals, runs } = forked(earlier, [{ run: 0, node: "children" }]).plan;
    expect(runs[0]?.places.find(({ node }) => node === "children")?.spent).toMatchObject({
      runs: 3,
      attempts: 6,
    });
    expect(totals.spent).toMatchObject({ runs: 3, attempts: 8 });
    expect(forked(earlier, [{ run: 0, node: "children", item: 1 }]).plan.totals.spent).toMatchObject({
      runs: 1,
      attempts: 4,
    });
  });

  it("can be looked into before anything in it is named", () => {
    expect(
      insideRun(recordingOf(earlier.journal), 2)?.places.map(({ node, state, fate }) => [node, state, fate]),
    ).toEqual([
      ["which", "completed", "stands"],
      ["leaf", "completed", "stands"],
      ["told", "completed", "stands"],
      ["children", "skipped", "stands"],
      ["after", "skipped", "stands"],
      ["last", "skipped", "stands"],
    ]);
    expect(
      insideNode(recordingOf(earlier.journal), 0, "children")?.map(({ item, state, child, label, spent }) => [
        item,
        state,
        child,
        label,
        spent.attempts,
      ]),
    ).toEqual([
      [0, "completed", 1, "a", 2],
      [1, "completed", 2, "b", 2],
      [2, "completed", 3, "c", 2],
    ]);
    expect(insideRun(recordingOf(earlier.journal), 9)).toBeNull();
  });

  it("offers only what contradicts nothing", () => {
    const [root] = forked(earlier, [{ run: 0, node: "children" }]).plan.runs;
    const offered = Object.fromEntries(root?.places.map(({ node, choices }) => [node, choices]) ?? []);
    expect(offered["children"]).toEqual(["reuse", "again", "input", "output", "within"]);
    expect(offered["after"]).toEqual(["reuse", "again", "output"]);
    expect(offered["told"]).toEqual(["again", "input", "output"]);
  });
});

describe("fates that contradict each other", () => {
  it.each<[why: string, code: string, message: RegExp, places: Places]>([
    [
      "a result that is kept above what is done again",
      "CONTRADICTION",
      /node children keeps its result as a whole, but something is named inside its item 1/,
      [
        { run: 2, node: "told" },
        { run: 0, node: "children", reuse: true },
      ],
    ],
    [
      "an item that is kept above what is done again in its child",
      "CONTRADICTION",
      /item 1 of node children keeps its result as a whole/,
      [
        { run: 2, node: "told" },
        { run: 0, node: "children", item: 1, reuse: true },
      ],
    ],
    [
      "a whole that is done again with parts that are named",
      "CONTRADICTION",
      /node children is done again as a whole/,
      [
        { run: 0, node: "children" },
        { run: 0, node: "children", item: 1, reuse: true },
      ],
    ],
    [
      "one place twice",
      "CONTRADICTION",
      /node after is named twice/,
      [
        { run: 0, node: "after" },
        { run: 0, node: "after", reuse: true },
      ],
    ],
    [
      "a node that stays open for nothing",
      "CONTRADICTION",
      /nothing in it that is done again/,
      [{ run: 0, node: "children", within: "reuse" }],
    ],
    [
      "a node that stays open and holds nothing",
      "NEVER_REACHED",
      /node after holds nothing/,
      [{ run: 0, node: "after", within: "again" }],
    ],
    [
      "a result that is kept and was never there",
      "NEVER_REACHED",
      /has no result/,
      [{ run: 0, node: "leaf", reuse: true }],
    ],
    [
      "something inside what begins anew",
      "DEPENDENT",
      /node children is done again as a whole, because it depends/,
      [
        { run: 0, node: "which" },
        { run: 2, node: "told" },
      ],
    ],
  ])("are refused by name: %s", (_why, code, message, places) => {
    expect(flawOf(places)).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("are refused where a node would not wait for what it reads", () => {
    const line = run(
      {
        nodes: {
          a: say("a"),
          b: say("= nodes.a.output + 'b'"),
          c: say("= nodes.a.output + nodes.b.output"),
          d: say("= nodes.c.output"),
        },
        edges: chain("a", "b", "c", "d"),
      },
      { world: worldWith() },
    );
    const kept: Places = [
      { run: 0, node: "a" },
      { run: 0, node: "b", reuse: true },
    ];
    expect(flawOf(kept, line)).toMatchObject({
      code: "CONTRADICTION",
      place: { run: 0, node: "c" },
      message: expect.stringContaining("node c reads a"),
    });
    expect(calls(again(line, [...kept, { run: 0, node: "c", reuse: true }]))).toEqual(["0/a"]);
    expect(
      calls(
        again(line, [
          { run: 0, node: "b" },
          { run: 0, node: "c", reuse: true },
        ]),
      ),
    ).toEqual(["0/b"]);
  });

  it("are refused in a loop where one iteration follows from another", () => {
    const loop = run(
      {
        nodes: {
          loop: { kind: "loop", maxIterations: 4, until: "index == 3", body: say({ i: "= index" }) },
        },
        edges: [],
      },
      { world: worldWith() },
    );
    const both: Places = [
      { run: 0, node: "loop", item: 1 },
      { run: 0, node: "loop", item: 3, reuse: true },
    ];
    expect(flawOf(both, loop)).toMatchObject({
      code: "CONTRADICTION",
      message: expect.stringContaining("comes after iteration 1"),
    });
    expect(flawOf([{ run: 0, node: "loop", within: "again" }], loop)).toMatchObject({
      code: "CONTRADICTION",
    });
    expect(forked(loop, [{ run: 0, node: "loop", item: 2 }]).plan.totals).toMatchObject({
      stands: 2,
      again: 2,
    });
  });

  it("are refused in a child run and in the one that was started in its place", () => {
    const retried = run(
      {
        nodes: {
          which: { kind: "decision", cases: [{ port: "leaf", when: "has(input.leaf)" }], default: "root" },
          bad: { kind: "task", task: "fix", input: 1 },
          kid: {
            kind: "subworkflow",
            workflow: "self",
            input: { leaf: 1 },
            recovery: [{ do: "retry", maxAttempts: 2, initialMs: 1, capMs: 1 }],
          },
        },
        edges: [
          { source: "which", target: "bad", port: "leaf" },
          { source: "which", target: "kid", port: "root" },
        ],
      },
      { world: worldWith(true), input: {} },
    );
    expect(ofType(retried.journal, "RunStarted").map(({ origin }) => origin?.node)).toEqual([
      undefined,
      "kid",
      "kid",
    ]);
    const both: Places = [
      { run: 1, node: "bad" },
      { run: 2, node: "bad" },
    ];
    expect(flawOf(both, retried)).toMatchObject({
      code: "CONTRADICTION",
      message: expect.stringContaining("one in place of another"),
    });
    expect(output(again(retried, [{ run: 2, node: "bad" }]))).toBe(1);
  });

  it("are refused where a result is given without the port at which it goes on", () => {
    expect(flawOf([{ run: 0, node: "which", output: 1 }])).toMatchObject({
      code: "PORT_UNKNOWN",
      message: expect.stringContaining("leaf, root"),
    });
    expect(flawOf([{ run: 0, node: "after", output: 1, port: "leaf" }])).toMatchObject({
      code: "PORT_UNKNOWN",
    });
  });
});
