import { describe, expect, it } from "vitest";
import type { Actor } from "../run/events.ts";
import { begin } from "../testing/run-graph.ts";
import { possibleActs } from "./possible.ts";

const ann: Actor = { kind: "user", id: "u1", name: "Ann" };
const bob: Actor = { kind: "user", id: "u2", name: "Bob" };
const placesOf = (graph: object, actor = ann) => {
  const { places } = possibleActs(begin(graph as never).tree, 0, actor);
  return Object.fromEntries(
    places.map(({ node, item, verdicts }) => [item === null ? node : `${node}[${item}]`, verdicts]),
  );
};

describe("what a person may do at a place", () => {
  it("to a wait for a signal: all but trying it again", () => {
    expect(placesOf({ nodes: { a: { kind: "wait", signal: "go" } } })["a"]).toEqual({
      retry: "NODE_NOT_RETRYABLE",
      complete: null,
      skip: null,
      fail: null,
      signal: null,
      answer: "NOT_WAITING",
    });
  });

  it("to an approval: only who is asked may answer", () => {
    const nodes = { a: { kind: "approval", title: "Ship?", assignees: ["Ann"] } };
    expect(placesOf({ nodes })["a"]?.answer).toBeNull();
    expect(placesOf({ nodes }, bob)["a"]?.answer).toBe("NOT_ASSIGNED");
  });

  it("to work that is under way, and to a node that has not started", () => {
    const places = placesOf({
      nodes: { a: { kind: "task", task: "echo" }, b: { kind: "end" } },
      edges: [{ source: "a", target: "b" }],
    });
    expect(places["a"]).toMatchObject({ retry: null, complete: null, fail: null });
    expect(places["b"]).toMatchObject({ complete: "NODE_NOT_OPEN", skip: null, fail: "NODE_NOT_OPEN" });
  });

  it("to each open item of a map by itself", () => {
    const body = { kind: "task", task: "echo" };
    const places = placesOf({ nodes: { a: { kind: "map", over: "= [1, 2]", body } } });
    expect(Object.keys(places)).toEqual(["a", "a[0]", "a[1]"]);
    expect(places["a"]?.retry).toBe("NODE_NOT_RETRYABLE");
    expect(places["a[0]"]?.retry).toBeNull();
  });

  it("a decision by hand asks for a port, which does not make it impossible", () => {
    const { places } = possibleActs(
      begin({
        nodes: {
          w: { kind: "wait", durationMs: 9 },
          d: { kind: "decision", cases: [{ when: "= true", port: "yes" }] },
        },
        edges: [{ source: "w", target: "d" }],
      } as never).tree,
      0,
      ann,
    );
    expect(places[1]).toMatchObject({
      node: "d",
      ports: ["yes"],
      portRequired: true,
      verdicts: { skip: null },
    });
  });
});

describe("what a person may do to a run", () => {
  it("depends on its tree being paused", () => {
    const simulation = begin({ nodes: { a: { kind: "wait", durationMs: 500 } } });
    expect(possibleActs(simulation.tree, 0, ann)).toMatchObject({
      cancel: null,
      pause: null,
      resume: "NOT_PAUSED",
    });
    simulation.send({ type: "pause", at: 3, actor: ann });
    expect(possibleActs(simulation.tree, 0, ann)).toMatchObject({ pause: "ALREADY_PAUSED", resume: null });
  });

  it("depends on variables and limits that its graph declares", () => {
    const wait = { a: { kind: "wait", durationMs: 500 } };
    const plain = possibleActs(begin({ nodes: wait }).tree, 0, ann);
    expect(plain).toMatchObject({ setVariable: "VARIABLE_UNKNOWN", variables: [] });
    const varied = begin({ nodes: wait, variables: { limit: 1 } } as never);
    expect(possibleActs(varied.tree, 0, ann)).toMatchObject({
      setVariable: null,
      topUp: null,
      variables: [{ name: "limit", value: 1 }],
    });
  });

  it("is nothing once it has ended, and asking changes nothing", () => {
    const simulation = begin({ nodes: { a: { kind: "wait", durationMs: 500 } } });
    const before = JSON.stringify(simulation.tree);
    possibleActs(simulation.tree, 0, ann);
    expect(JSON.stringify(simulation.tree)).toBe(before);
    simulation.send({ type: "cancel", at: 4, run: 0, reason: "test", actor: ann });
    expect(possibleActs(simulation.tree, 0, ann)).toMatchObject({ cancel: "RUN_SETTLED", places: [] });
  });
});
