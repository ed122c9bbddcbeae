import { describe, expect, test } from "vitest";
import { accepted, Blobs, requestOf } from "../testing/context.ts";
import type { Json } from "../values/json.ts";
import { originalOf, storedOf } from "./entry.ts";
import type { HandedOff } from "./handoff.ts";
import { type Facts, summaryOf } from "./inquiry.ts";
import { type AgentSummary, type Question, questionKey, type SummaryQuestion } from "./questions.ts";

const blobs = new Blobs();
const report = Array.from({ length: 80 }, (_, i) => `The tide of pier ${i} was measured on that day.`).join(
  " ",
);
const other = report.replaceAll("tide", "crane");
const usage = { calls: 1, inputTokens: 900, cachedInputTokens: 0, outputTokens: 20, costUsd: 0.001 };
const SAID = "Eighty piers were measured.";
const says = (text: string, id = "b1"): AgentSummary => ({ text, bought: { id, usage } });

type Script = (question: SummaryQuestion) => AgentSummary;

/** A driver with a scripted agent: it looks up what a hand-off lacks until that is decided. */
function drive(asked: Parameters<typeof requestOf>[0], script: Script, more: Partial<Facts> = {}) {
  const known = new Map<string, AgentSummary>();
  const questions: SummaryQuestion[] = [];
  const answer: Facts["answer"] = (question) => {
    if (question.ask === "agentSummary") {
      const value = known.get(questionKey(question));
      return value && { ok: true, value: value as unknown as Json };
    }
    return { ok: true, value: ofItself(question) };
  };
  const agent: Facts["agent"] = ({ agent: id, capabilities }) =>
    id === "nobody" ? null : { id: id ?? `can-${capabilities?.join("-")}`, usdPerToken: 1e-6 };
  const facts: Facts = { ...blobs.facts, answer, agent, ...more };
  for (let round = 0; round < 10; round++) {
    const result = blobs.handOff(requestOf(asked), facts);
    if (result.kind !== "lacking") return { result, questions };
    for (const question of result.lacking.questions) {
      if (question.ask !== "agentSummary") throw new Error(`asked ${question.ask}`);
      questions.push(question);
      known.set(questionKey(question), script(question));
    }
  }
  throw new Error("the hand-off kept asking");
}

function ofItself(question: Question): Json {
  if (question.ask === "summary") {
    const value = "text" in question.of ? JSON.parse(question.of.text ?? "") : blobs.at(question.of.hash);
    return summaryOf((value ?? question.of.stored) as Json, question.maxTokens);
  }
  return question.ask === "tokens" ? 400 : question.ask === "terms" ? [] : null;
}

const bought = (result: HandedOff) => (result.kind === "handedOff" ? (result.bought ?? []) : []);
const textAt = (result: HandedOff, key: string) => {
  const entry = accepted(result).entries.find((each) => each.key === key);
  return entry && (blobs.at(entry.hash) ?? storedOf(entry));
};
const workflow = { summaries: { agent: "writer" } };
const call = "compressed";
const notes = [blobs.entry("notes", report)];
const extract = summaryOf(report, 200);

describe("an agent that summarises", () => {
  test("writes the text that goes on; the original stays within reach, and the receipt says who and for what", () => {
    const { result, questions } = drive({ entries: notes, call, workflow }, () => says(SAID));
    expect(textAt(result, "notes")).toBe(SAID);
    const handOff = accepted(result);
    expect(handOff.summaries).toEqual([{ key: "notes", agent: "writer", usage }]);
    expect(bought(result)).toEqual([{ id: "b1", key: "notes", agent: "writer", usage }]);
    expect(handOff.entries[0] && originalOf(handOff.entries[0])).toMatchObject({ $blob: notes[0]?.hash });
    expect(questions).toMatchObject([{ agent: "writer", maxTokens: 200, timeoutMs: 20_000 }]);
  });

  test.each([
    ["nothing is said of it", {}, call, []],
    ["the workflow names it", workflow, call, ["writer"]],
    ["the workflow says what it can", { summaries: { capabilities: ["sum", "up"] } }, call, ["can-sum-up"]],
    ["the call says another", workflow, { strategy: call, summaries: { agent: "own" } }, ["own"]],
    ["the call wants none", workflow, { strategy: call, summaries: "extractive" }, []],
    [
      "a rule says another",
      { ...workflow, rules: [{ actions: { do: "summarise", keys: ["notes"], by: { agent: "rule" } } }] },
      "full",
      ["rule"],
    ],
    [
      "a rule wants none",
      { ...workflow, rules: [{ actions: { do: "summarise", keys: ["notes"], by: "extractive" } }] },
      "full",
      [],
    ],
  ])("is asked as it is said where %s", (_, said, how, agents) => {
    const { result, questions } = drive({ entries: notes, call: how, workflow: said }, () => says(SAID));
    expect(questions.map(({ agent }) => agent)).toEqual(agents);
    if (agents.length === 0) expect(accepted(result)).not.toHaveProperty("summaries");
  });

  test("is asked once for one text under two keys, and paid once", () => {
    const entries = [...notes, blobs.entry("copy", report)];
    const { result, questions } = drive({ entries, call, workflow }, () => says(SAID));
    expect(questions).toHaveLength(1);
    expect(bought(result)).toHaveLength(1);
    expect(accepted(result).summaries).toEqual([
      { key: "notes", agent: "writer", usage },
      { key: "copy", agent: "writer", known: true },
    ]);
  });

  test("is not paid again for an answer that the tree has paid for", () => {
    const { result } = drive({ entries: notes, call, workflow }, () => says(SAID), { paid: () => true });
    expect(bought(result)).toEqual([]);
    expect(accepted(result).summaries).toEqual([{ key: "notes", agent: "writer", known: true }]);
    expect(textAt(result, "notes")).toBe(SAID);
  });

  test("is not asked for what has no room anyway", () => {
    const entries = [...notes, blobs.entry("more", other, { priority: 5 })];
    const tight = { strategy: { type: "compressed", tokenBudget: 400 } };
    const { result, questions } = drive({ entries, call: tight, workflow }, () => says(SAID));
    expect(questions).toHaveLength(1);
    expect(accepted(result).summaries).toMatchObject([{ key: "more", agent: "writer" }]);
  });
});

describe("the text's own sentences stand, and the receipt says why, where", () => {
  const fallback: Script = () => ({ why: "it answered with nothing", bought: { id: "b2", usage } });
  test("the agent gave no summary; what it used is paid", () => {
    const { result } = drive({ entries: notes, call, workflow }, fallback);
    expect(textAt(result, "notes")).toBe(extract);
    expect(accepted(result).summaries).toEqual([
      { key: "notes", agent: "writer", why: "it answered with nothing", usage },
    ]);
    expect(bought(result)).toHaveLength(1);
  });

  test.each([
    ["there is no such agent", { summaries: { agent: "nobody" } }, {}, 'no agent "nobody" is registered'],
    ["agents are not asked", workflow, { agent: undefined } as never, "agents are not asked here"],
  ])("%s", (_, said, more: Partial<Facts>, why) => {
    const { result, questions } = drive({ entries: notes, call, workflow: said }, () => says(SAID), more);
    expect(questions).toEqual([]);
    expect(textAt(result, "notes")).toBe(extract);
    expect(accepted(result).summaries).toMatchObject([{ key: "notes", why: expect.stringContaining(why) }]);
  });

  test.each([
    ["tokens", { tokens: 900, costUsd: null }],
    ["dollars", { tokens: null, costUsd: 0.0009 }],
  ])("the account has too few %s left for it", (what, purse) => {
    const { result, questions } = drive({ entries: notes, call, workflow, purse }, () => says(SAID));
    expect(questions).toEqual([]);
    expect(accepted(result).summaries?.[0]?.why).toMatch(new RegExp(`^[\\d.]+ ${what} are left for it`));
  });

  test("the account can pay for one and not for two", () => {
    const entries = [...notes, blobs.entry("more", other)];
    const purse = { tokens: 2_000, costUsd: null };
    const { result, questions } = drive({ entries, call, workflow, purse }, () => says(SAID));
    expect(questions).toHaveLength(1);
    expect(accepted(result).summaries).toMatchObject([
      { key: "notes", usage },
      { key: "more", why: expect.stringContaining("tokens are left") },
    ]);
  });

  test("the hand-off would fail with the agent's words: it goes on without them, and they are paid", () => {
    const rules = [
      { actions: { do: "summarise", keys: ["notes"] }, priority: 2 },
      {
        actions: {
          do: "transform",
          key: "made",
          value: "= int(context.notes.startsWith('The') ? '1' : 'x')",
        },
      },
    ];
    const asked = { entries: notes, call: "full", workflow: { ...workflow, rules } };
    const { result } = drive(asked, () => says(SAID));
    expect(textAt(result, "made")).toBe(1);
    expect(accepted(result).summaries).toEqual([
      { key: "notes", agent: "writer", why: expect.stringContaining("the hand-off fails with it"), usage },
    ]);
    expect(bought(result)).toHaveLength(1);
  });

  test.each([
    ["it is a secret that may go deeper", { labels: ["secret"], ceiling: 9 }],
    ["it carries the label of a secret alone", { labels: ["secret"] }],
    ["its labels keep it at some depth", { labels: ["pii"], ceiling: 3 }],
  ])("%s: no agent ever sees it", (_, more) => {
    const canary = `CANARY-7f3 ${report}`;
    const entries = [blobs.entry("notes", canary, more)];
    const { result, questions } = drive({ entries, call, workflow }, () => says(SAID));
    expect(questions).toEqual([]);
    expect(textAt(result, "notes")).toBe(summaryOf(canary, 200));
    expect(accepted(result).summaries?.[0]?.why).toContain("keep it from agents");
  });
});

test("a secret that may not cross is dropped, and nothing is asked", () => {
  const entries = [blobs.entry("notes", report, { labels: ["secret"], ceiling: 0 })];
  const { result, questions } = drive({ entries, call, workflow }, () => says(SAID));
  expect(questions).toEqual([]);
  expect(accepted(result).entries).toEqual([]);
});

test("a hand-off that fails by itself buys nothing", () => {
  const rules = [{ actions: { do: "transform", key: "made", value: "= int('x')" } }];
  const { result, questions } = drive({ entries: notes, call, workflow: { ...workflow, rules } }, () =>
    says(SAID),
  );
  expect(result.kind).toBe("failure");
  expect(questions).toEqual([]);
});
