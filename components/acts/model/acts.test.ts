import { describe, expect, it } from "vitest";
import type { PlaceActs, RunActs } from "#server/services/run/acts";
import { actGroups, placesFor, whyNot } from "./acts";

const NONE = { retry: "r", complete: "c", skip: null, fail: null, signal: "s", answer: "a" } as const;

function place(node: string, acts: Partial<PlaceActs["acts"]> = {}, item: number | null = null): PlaceActs {
  return {
    node,
    item,
    kind: "task",
    status: "active",
    acts: { ...NONE, ...acts },
    ports: [],
    portRequired: false,
    asked: null,
    generation: 1,
    input: null,
  };
}

function told(places: readonly PlaceActs[], acts: Partial<RunActs["acts"]> = {}): RunActs {
  const free = {
    cancel: null,
    pause: null,
    resume: "x",
    requeue: "x",
    topUp: null,
    setVariable: null,
    fork: null,
  };
  return { id: "t", acts: { ...free, ...acts }, places, cut: false, variables: [] };
}

const names = (given: RunActs | undefined) =>
  actGroups(given).flatMap(({ acts }) => acts.map(({ name }) => name));

describe("what can be done to a run", () => {
  it("is offered whether it is possible or not, with the reason", () => {
    const groups = actGroups(told([place("a")]));
    expect(groups[0]?.acts.map(({ name, why }) => [name, why])).toEqual([
      ["answer", "a"],
      ["signal", "s"],
      ["retry", "r"],
      ["complete", "c"],
      ["skip", null],
      ["fail", null],
    ]);
  });

  it("of pause and resume has the one that fits, and a requeue only of a tree that is held back", () => {
    expect(names(told([]))).toContain("pause");
    expect(names(told([]))).not.toContain("resume");
    expect(names(told([], { resume: null }))).not.toContain("pause");
    expect(names(told([], { requeue: null }))).toContain("requeue");
    expect(names(told([]))).not.toContain("requeue");
  });

  it("is all impossible until the server has said what can be done", () => {
    expect(new Set(actGroups(undefined).flatMap(({ acts }) => acts.map(({ why }) => why)))).toEqual(
      new Set(["looking at what can be done…"]),
    );
  });

  it("is possible when any place allows it", () => {
    const both = told([place("a"), place("b", { retry: null }, 3)]);
    expect(whyNot(both, "retry")).toBeNull();
    expect(placesFor(both, "retry").map(({ node, item }) => [node, item])).toEqual([["b", 3]]);
  });

  it("says of several places what they lack, of one its own reason, of an ended run that it has ended", () => {
    expect(whyNot(told([place("a"), place("b", { answer: "late" })]), "answer")).toBe(
      "no approval is open in it",
    );
    expect(whyNot(told([place("a")]), "answer")).toBe("a");
    expect(whyNot(told([], { cancel: "it has ended already" }), "retry")).toBe("it has ended already");
    const role = "your role (viewer) does not allow it";
    expect(whyNot(told([place("a", { skip: role }), place("b", { skip: role })]), "skip")).toBe(role);
  });
});
