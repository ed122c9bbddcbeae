import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import type { Refusal } from "../../run/commands.ts";
import type { Actor } from "../../run/events.ts";
import type { Simulation } from "../../simulation/simulator.ts";
import { refold } from "../../testing/journal-checks.ts";
import { begin, ending, graphOf, ofType, output } from "../../testing/run-graph.ts";

const person = (id: string, name: string): Actor => ({ kind: "user", id, name });
const [ann, bob, eve] = [person("u1", "Ann"), person("u2", "Bob"), person("u3", "Eve")];
const ask = (fields: object = {}) => ({ kind: "approval", title: "= 'Ship ' + input.what + '?'", ...fields });

/** An approval with an end for each of its ports. */
const branched = (fields: object = {}) => ({
  nodes: {
    a: ask(fields),
    yes: { kind: "end", output: "yes" },
    no: { kind: "end", output: "no" },
    late: { kind: "end", output: "late" },
  },
  edges: [
    { source: "a", target: "yes" },
    { source: "a", target: "no", port: "denied" },
    { source: "a", target: "late", port: "expired" },
  ],
});
const asked = { input: { what: "it" } };

type Said = { readonly approve?: boolean; readonly generation?: number; readonly node?: string };
function answer(simulation: Simulation, actor: Actor, said: Said = {}): Refusal | undefined {
  const { approve = true, generation, node = "a" } = said;
  const which = generation === undefined ? {} : { generation };
  return simulation.send({ type: "answer", at: simulation.now, run: 0, node, approve, actor, ...which });
}

function finish(simulation: Simulation) {
  while (simulation.advance()) {
    // Each call moves the virtual clock.
  }
  return simulation.outcome();
}

describe("an approval", () => {
  it.each([
    ["approved", true, "yes"],
    ["denied", false, "no"],
  ])("that is %s takes that way and no other", (_, approve, expected) => {
    const simulation = begin(branched(), asked);
    expect(answer(simulation, ann, { approve })).toBeUndefined();
    expect(output(finish(simulation))).toBe(expected);
  });

  it("keeps what people saw, who answered, and what they said", () => {
    const simulation = begin({ nodes: { a: ask({ details: "= input" }) } }, asked);
    expect(simulation.tree.runs[0]?.nodes?.["a"]?.awaits).toMatchObject({
      title: "Ship it?",
      details: { what: "it" },
    });
    simulation.send({ type: "answer", at: 5, run: 0, node: "a", approve: true, comment: "fine", actor: ann });
    expect(output(finish(simulation))).toEqual({
      decision: "approved",
      approved: true,
      answers: [{ by: "Ann", approve: true, comment: "fine", at: 5 }],
      escalated: false,
    });
  });

  it("fails its run when it is denied and nothing leads on from there", () => {
    const simulation = begin({ nodes: { a: ask() } }, asked);
    answer(simulation, bob, { approve: false });
    const outcome = finish(simulation);
    expect(ending(outcome)).toBe("failed:ApprovalDenied");
    expect(outcome.tree.runs[0]?.failure?.message).toBe('Bob denied "Ship it?".');
  });

  it("waits for its quorum of different people; one denial is enough to deny", () => {
    const simulation = begin(branched({ quorum: 2 }), asked);
    expect(answer(simulation, ann)).toBeUndefined();
    expect(simulation.tree.runs[0]?.phase).toBe("running");
    expect(answer(simulation, ann)).toBe("ALREADY_ANSWERED");
    expect(answer(simulation, bob)).toBeUndefined();
    expect(output(finish(simulation))).toBe("yes");
    const other = begin(branched({ quorum: 2 }), asked);
    answer(other, ann);
    answer(other, bob, { approve: false });
    expect(output(finish(other))).toBe("no");
  });

  it("takes answers of its assignees only, by id or by name", () => {
    const simulation = begin(branched({ assignees: ["u1", "Bob"], quorum: 2 }), asked);
    expect(answer(simulation, eve)).toBe("NOT_ASSIGNED");
    expect(answer(simulation, ann)).toBeUndefined();
    expect(answer(simulation, bob)).toBeUndefined();
    expect(output(finish(simulation))).toBe("yes");
  });

  it.each([
    ["deny", "no"],
    ["approve", "yes"],
    ["branch", "late"],
  ])("that nobody answers in time: %s", (onTimeout, expected) => {
    const outcome = finish(begin(branched({ dueMs: 1_000, onTimeout }), asked));
    expect(output(outcome)).toBe(expected);
    expect(outcome.endedAt).toBe(1_000);
  });

  it("escalates: others may answer too, and what happens in the end is the escalation's to say", () => {
    const escalation = { assignees: ["Eve"], dueMs: 500, onTimeout: "branch" };
    const parts = branched({ assignees: ["Ann"], dueMs: 1_000, onTimeout: "escalate", escalation });
    const simulation = begin(parts, asked);
    expect(answer(simulation, eve)).toBe("NOT_ASSIGNED");
    simulation.advance();
    expect(ofType(simulation.outcome().journal, "ApprovalEscalated")).toHaveLength(1);
    expect(answer(simulation, eve)).toBeUndefined();
    expect(output(finish(simulation))).toBe("yes");
    const forgotten = finish(begin(parts, asked));
    expect([output(forgotten), forgotten.endedAt]).toEqual(["late", 1_500]);
  });

  it("refuses a second and a late answer, and one to something that is no approval, each with its own code", () => {
    const parts = branched({ dueMs: 1_000 });
    const nodes = { ...parts.nodes, t: { kind: "wait", durationMs: 9_000 } };
    const simulation = begin({ ...parts, nodes }, asked);
    expect(answer(simulation, ann, { node: "t" })).toBe("NOT_WAITING");
    expect(answer(simulation, ann)).toBeUndefined();
    expect(answer(simulation, ann)).toBe("ANSWER_LATE");
    const overdue = begin({ ...parts, nodes }, asked);
    overdue.advance();
    expect(answer(overdue, ann)).toBe("ANSWER_LATE");
    finish(overdue);
    expect(answer(overdue, ann)).toBe("RUN_SETTLED");
  });

  it("refuses an answer to an earlier asking", () => {
    const simulation = begin(branched(), asked);
    expect(answer(simulation, ann, { generation: 2 })).toBe("ANSWER_STALE");
    expect(answer(simulation, ann, { generation: 1 })).toBeUndefined();
  });

  it("with another open in the same run takes its own answers only", () => {
    const simulation = begin({ nodes: { a: ask(), b: ask() } }, asked);
    answer(simulation, ann, { node: "b" });
    expect(simulation.tree.runs[0]?.nodes?.["a"]?.status).toBe("active");
    expect(simulation.tree.runs[0]?.nodes?.["b"]?.status).toBe("completed");
  });

  it("answered while the tree is paused counts, and the run goes on when it is resumed", () => {
    const simulation = begin(branched(), asked);
    simulation.send({ type: "pause", at: 1, actor: ann });
    expect(answer(simulation, ann)).toBeUndefined();
    simulation.send({ type: "resume", at: 9, actor: ann });
    const { tree, journal } = finish(simulation);
    expect(tree.runs[0]?.output).toBe("yes");
    expect(JSON.stringify(refold(journal))).toBe(JSON.stringify(tree));
  });

  it.each([
    ["an escalation that nothing leads to", ask({ escalation: { assignees: ["Eve"] } }), "G023", "/nodes/a"],
    ["escalate without an escalation", ask({ dueMs: 1, onTimeout: "escalate" }), "G023", "/nodes/a"],
    ["a policy without a time", ask({ onTimeout: "approve" }), "G023", "/nodes/a/onTimeout"],
    ["a quorum that nobody can reach", ask({ assignees: ["Ann"], quorum: 2 }), "G023", "/nodes/a/quorum"],
    ["no title", { kind: "approval" }, "G005", "/nodes/a/title"],
  ])("refuses %s", (_, node, code, path) => {
    const { problems } = validateGraph({ ...graphOf({ nodes: {} }), nodes: { a: node } });
    expect(problems.map((problem) => [problem.code, problem.path])).toContainEqual([code, path]);
  });

  it("names its ports to an edge that names none of them", () => {
    const nodes = { a: ask(), z: { kind: "end" } };
    const { problems } = validateGraph(
      graphOf({ nodes, edges: [{ source: "a", target: "z", port: "declined" }] }),
    );
    expect(problems[0]).toMatchObject({ code: "G012", message: expect.stringContaining("denied") });
  });
});
