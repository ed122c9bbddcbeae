import { describe, expect, test } from "vitest";
import type { Event } from "#server/engine/run/events";
import { evolve, newTree, step } from "#server/engine/run/index";
import { checkJournal, type JournalRow } from "./check-journal.ts";
import type { OracleCall } from "./scripted-executor.ts";
import { chainOf, TESTER } from "./trees.ts";

const treeId = "01900000-0000-7000-8000-000000000000";
const env = { blob: () => undefined, workflow: () => null, task: () => ({ pure: false }) };

/** Journal of a chain of one task, as one row per command, and the one call it made. */
function honest() {
  const live = newTree();
  const at = 1_000;
  const graph = chainOf(1, "work");
  const first = step(
    live,
    { type: "start", at, treeId, graph, input: { value: 1 }, actor: TESTER },
    env,
  ).events;
  const second = step(
    live,
    { type: "attemptSucceeded", at, run: 0, node: "n0", attempt: 1, output: { value: 1 } },
    env,
  ).events;
  const rows = [rowOf(1, 1, first), rowOf(first.length + 1, 1, second)];
  const started = first.findIndex((event) => event.type === "AttemptStarted") + 1;
  const call: OracleCall = {
    task: "work",
    key: "k",
    runId: treeId,
    nodeId: "n0",
    attempt: 1,
    delivery: 1,
    headAtStart: started,
  };
  return { treeId, rows, calls: [call], startsWithoutCall: 0, live, call };
}

function rowOf(firstSeq: number, epoch: number, events: readonly Event[]): JournalRow {
  return { firstSeq, lastSeq: firstSeq + events.length - 1, epoch, events: JSON.stringify(events) };
}

describe("the journal checker", () => {
  test("finds nothing in an honest journal", () => {
    expect(checkJournal(honest())).toEqual([]);
  });

  test("names a call that went out before its start was committed", () => {
    const { call, ...check } = honest();
    expect(checkJournal({ ...check, calls: [{ ...call, headAtStart: 1 }] })[0]).toContain("before its start");
  });

  test("names a call without any start, and a call after the node was final", () => {
    const { call, ...check } = honest();
    const again = { ...call, delivery: 2, headAtStart: 99 };
    const problems = checkJournal({ ...check, calls: [call, again] }).join("\n");
    expect(problems).toContain("has no committed start");
    expect(problems).toContain("after its node was final");
  });

  test("names starts without a call beyond what is allowed", () => {
    expect(checkJournal({ ...honest(), calls: [] })).toEqual([
      "1 committed starts without a call; 0 allowed",
    ]);
  });

  test("names a gap and a stale epoch", () => {
    const check = honest();
    const [first, second] = check.rows;
    if (!first || !second) throw new Error("the journal has two rows");
    expect(
      checkJournal({ ...check, rows: [first, { ...second, firstSeq: second.firstSeq + 1 }] }).join(),
    ).toContain("follows seq");
    expect(checkJournal({ ...check, rows: [{ ...first, epoch: 2 }, second] }).join()).toContain(
      "stands after epoch 2",
    );
  });

  test("names a live state that the journal does not lead to", () => {
    const check = honest();
    evolve(check.live, { v: 1, at: 2_000, type: "TreePaused", actor: TESTER });
    expect(checkJournal(check)).toEqual(["the fold of the journal differs from the live state"]);
  });
});
