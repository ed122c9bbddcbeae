import { describe, expect, test } from "vitest";
import { forkOf } from "../fork/fork.ts";
import { recordingOf } from "../fork/record.ts";
import { type Outcome, simulate } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { refold } from "../testing/journal-checks.ts";
import { ledgerComplaints } from "../testing/ledger-oracle.ts";
import { ending, graphOf, ofType, output, run } from "../testing/run-graph.ts";
import type { BlobLookup, Json, Stored } from "../values/json.ts";
import { resolve } from "../values/resolve.ts";
import { summaryOf } from "./inquiry.ts";
import type { AgentSummary, Question, Subject, SummaryQuestion } from "./questions.ts";

const report = Array.from({ length: 60 }, (_, i) => `The tide of pier ${i} was measured that day.`).join(" ");
const used = (tokens: number) => ({
  calls: 1,
  inputTokens: tokens - 10,
  cachedInputTokens: 0,
  outputTokens: 10,
  costUsd: tokens / 1e6,
});

function wholeOf({ stored, text }: Subject, blob: BlobLookup): Json {
  if (text !== undefined) return JSON.parse(text) as Json;
  const whole = resolve(stored, blob);
  if (!whole.ok) throw new Error("a question about a value that is not there");
  return whole.value;
}

/** A world whose agent says how often it was asked; every answer is a purchase of its own. */
function worldOf(script: (asked: number) => AgentSummary): World & { readonly asked: SummaryQuestion[] } {
  const asked: SummaryQuestion[] = [];
  const answer = (question: Question, blob: BlobLookup): Json => {
    switch (question.ask) {
      case "agentSummary":
        asked.push(question);
        return script(asked.length) as unknown as Json;
      case "summary":
        return summaryOf(wholeOf(question.of, blob), question.maxTokens);
      case "tokens":
        return Math.ceil(JSON.stringify(wholeOf(question.of, blob)).length / 4);
      default:
        return null;
    }
  };
  return {
    asked,
    tasks: {
      "banyan:agent/writer": {
        durationMs: [10, 40],
        usdPerToken: 1e-6,
        usage: () => used(70),
      },
    },
    answer: (question, blob) => ({ ok: true, value: answer(question, blob) }),
  };
}

const says = (asked: number): AgentSummary => ({
  text: `Sixty piers were measured (${asked}).`,
  bought: { id: `b${asked}`, usage: used(100 + asked) },
});

const below = graphOf({
  slug: "below",
  nodes: {
    ask: { kind: "agent", agent: "writer", prompt: "{{ context.notes }}" },
    end: { kind: "end", output: "= context.notes" },
  },
  edges: [{ source: "ask", target: "end" }],
});
const parts = (limits: object = {}, call: object = {}) => ({
  limits: limits as never,
  context: { strategy: "compressed", summaries: { agent: "writer" }, values: { notes: "= input.notes" } },
  nodes: {
    own: { kind: "transform", output: 1, contextUpdates: { more: "= input.notes + ' More.'" } },
    all: {
      kind: "map",
      over: "= range(4)",
      body: { kind: "subworkflow", graph: below, input: "= item", ...call },
    },
  },
  edges: [{ source: "own", target: "all" }],
});

function heard(outcome: Outcome): Json {
  const whole = resolve((output(outcome) as Stored[])[0] ?? null, outcome.blobs);
  return whole.ok ? whole.value : null;
}

const notesOf = ({ journal }: Outcome) =>
  ofType(journal, "RunStarted").flatMap(({ context }) => context?.summaries ?? []);
const tokens = (usage: { readonly inputTokens: number; readonly outputTokens: number } | undefined) =>
  usage ? usage.inputTokens + usage.outputTokens : 0;

describe("a tree whose hand-offs an agent summarises", () => {
  test("asks once for each text, pays for it in the event before the child's start, and hands on what it said", () => {
    const world = worldOf(says);
    const outcome = run(parts(), { world, input: { notes: report } });
    expect(ending(outcome)).toBe("succeeded");
    expect(world.asked).toHaveLength(2);
    expect(heard(outcome)).toContain("Sixty piers were measured");
    const at = outcome.journal.findIndex(({ type }) => type === "SummariesBought");
    expect(outcome.journal[at]).toMatchObject({ run: 0, node: "all", item: 0 });
    expect(outcome.journal.slice(at + 1).find(({ type }) => type !== "GraphBound")?.type).toBe("RunStarted");
    expect(ofType(outcome.journal, "SummariesBought")).toHaveLength(1);
  });

  test("accounts for exactly what its receipts and its attempts say", () => {
    const outcome = run(parts(), { world: worldOf(says), input: { notes: report } });
    const receipts = notesOf(outcome).reduce((sum, { usage }) => sum + tokens(usage), 0);
    const attempts = ofType(outcome.journal, "NodeCompleted").reduce(
      (sum, { usage }) => sum + tokens(usage),
      0,
    );
    expect(receipts).toBe(101 + 102);
    expect(attempts).toBe(4 * 70);
    expect(outcome.tree.accounts[0]?.spent.tokens).toBe(receipts + attempts);
    expect(outcome.tree.accounts[0]?.spent.costUsd).toBe((203 + 280) / 1e6);
    expect(outcome.tree.levels[0]?.totals).toMatchObject({ tokens: 203 });
    expect(ledgerComplaints(outcome.journal)).toEqual([]);
  });

  test("pays for an answer that cannot be used, once, and goes on with the text's own sentences", () => {
    const why = "it answered with nothing";
    const world = worldOf((asked) => ({ why, bought: { id: `b${asked}`, usage: used(50) } }));
    const outcome = run(parts(), { world, input: { notes: report } });
    expect(ending(outcome)).toBe("succeeded");
    expect(heard(outcome)).toContain("The tide of pier");
    expect(outcome.tree.accounts[0]?.spent.tokens).toBe(2 * 50 + 4 * 70);
  });

  test("asks nobody where its limit leaves too little, and keeps within it", () => {
    const world = worldOf(says);
    const outcome = run(parts({ maxTokens: 1_000 }), { world, input: { notes: report } });
    expect(world.asked).toEqual([]);
    expect(notesOf(outcome)[0]?.why).toContain("1000 tokens are left for it");
    expect(ledgerComplaints(outcome.journal)).toEqual([]);
  });

  test("does not spend on summaries what it is about to grant to the child", () => {
    const world = worldOf(says);
    const call = { grant: { tokens: 4_500 } };
    const one = { ...parts({ maxTokens: 5_000 }, call) };
    one.nodes.all.over = "= range(1)";
    const outcome = run(one, { world, input: { notes: report } });
    expect(world.asked).toEqual([]);
    expect(notesOf(outcome)[0]?.why).toContain("500 tokens are left for it");
    expect(ledgerComplaints(outcome.journal)).toEqual([]);
  });

  test("asks nobody where the allowance of its depth leaves too little", () => {
    const world = worldOf(says);
    const limits = { maxTokens: 100_000, allowances: { tokens: "depth == 0 ? 0.01 : 0.9" } };
    const outcome = run(parts(limits), { world, input: { notes: report } });
    expect(world.asked).toEqual([]);
    expect(notesOf(outcome)[0]?.why).toContain("1000 tokens are left for it");
    expect(ending(outcome)).toBe("succeeded");
  });

  test("replays to the same state, and pays no answer twice, wherever its owner dies", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const world = worldOf(says);
      const options = { world, input: { notes: report }, seed, crashRate: 0.3, commitLag: 0.5 };
      const outcome = run(parts(), options);
      expect(ending(outcome)).toBe("succeeded");
      expect(refold(outcome.journal)).toEqual(outcome.tree);
      expect(ledgerComplaints(outcome.journal)).toEqual([]);
      const ids = ofType(outcome.journal, "SummariesBought").flatMap(({ bought }) =>
        bought.map(({ id }) => id),
      );
      expect(new Set(ids).size).toBe(ids.length);
      expect(world.asked).toHaveLength(2);
    }
  });

  test("has paid for what a fork of it repeats: there the receipt stands without a bill", () => {
    const earlier = run(parts(), { world: worldOf(says), input: { notes: report } });
    const actor = { kind: "user", id: "u", name: "Ann" } as const;
    const derived = forkOf(recordingOf(earlier.journal), [{ run: 1, node: "ask" }], {
      blob: earlier.blobs,
      actor,
    });
    if (derived.kind !== "fork") throw new Error(`no fork: ${JSON.stringify(derived)}`);
    const { graph, input, fork, limits } = derived;
    const world = worldOf(says);
    const again = simulate({
      graph,
      input,
      fork,
      limits,
      world,
      seed: 1,
      treeId: "other",
      blobs: earlier.blobs,
    });
    expect(ending(again)).toBe("succeeded");
    expect(notesOf(again).slice(0, 2)).toEqual([
      { key: "notes", agent: "writer", known: true },
      { key: "more", agent: "writer", known: true },
    ]);
    expect(ofType(again.journal, "SummariesBought")).toEqual([]);
    expect(again.tree.accounts[0]?.spent.tokens).toBe(70);
    expect(ledgerComplaints(again.journal)).toEqual([]);
  });
});
