import { expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { ending, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";

/** A place as a definition names it, between `${` and `}`. */
const read = (path: string) => ["$", "{", path, "}"].join("");
/** A task that gives what it is told to. */
const gives = (name: string, inputParameters: object, more: object = {}) => ({
  name,
  taskReferenceName: name,
  type: "SET_VARIABLE",
  inputParameters,
  ...more,
});

function imported(tasks: readonly object[], outputParameters: object = {}): Imported {
  const made = importWorkflow({ value: { name: "flow", tasks, outputParameters } });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

function ran({ graph }: Imported, input: Json): unknown {
  const outcome = run({ nodes: graph.nodes, edges: graph.edges }, { input });
  expect(ending(outcome)).toBe("succeeded");
  return output(outcome);
}

const choose = (decisionCases: object, defaultCase: readonly object[] = []) => ({
  name: "choose",
  taskReferenceName: "choose",
  type: "SWITCH",
  evaluatorType: "value-param",
  expression: "kind",
  inputParameters: { kind: read("workflow.input.kind") },
  decisionCases,
  defaultCase,
});

it("what a case gives that was not taken is nothing, and no value takes the default", () => {
  const made = imported(
    [
      choose(
        {
          a: [gives("one", { v: 1 }), gives("more", { v: read("one.output.v") })],
          b: [gives("two", { v: 2 })],
        },
        [gives("none", { v: 0 })],
      ),
    ],
    {
      one: read("more.output.v"),
      two: read("two.output.v"),
      none: read("none.output.v"),
      text: `<${read("two.output.v")}>`,
    },
  );
  expect(made.graph.nodes["more"]).toMatchObject({ output: { v: "= nodes.one.output.v" } });
  expect(ran(made, { kind: "a" })).toEqual({ one: 1, two: null, none: null, text: "<>" });
  expect(ran(made, { kind: "b" })).toEqual({ one: null, two: 2, none: null, text: "<2>" });
  for (const input of [{ kind: "c" }, { kind: null }, {}])
    expect(ran(made, input)).toEqual({ one: null, two: null, none: 0, text: "<>" });
});

it("branches are joined under the names that they have there, also of ways not taken", () => {
  const made = imported(
    [
      {
        name: "both",
        taskReferenceName: "both",
        type: "FORK_JOIN",
        forkTasks: [
          [gives("get-user", { v: 1 })],
          [choose({ a: [gives("extra", { v: 2 })] }, [gives("rest", {})])],
        ],
      },
      { name: "met", taskReferenceName: "met", type: "JOIN", joinOn: ["get-user", "extra"] },
    ],
    { user: read("met.output.get-user.v"), extra: read("met.output.extra") },
  );
  expect(ran(made, { kind: "a" })).toEqual({ user: 1, extra: { v: 2 } });
  expect(ran(made, {})).toEqual({ user: 1, extra: null });
});

const loop = (loopCondition: string, inputParameters: object = {}) =>
  imported([
    {
      name: "again",
      taskReferenceName: "again",
      type: "DO_WHILE",
      loopCondition,
      loopOver: [{ name: "echo", taskReferenceName: "echo", type: "SIMPLE", inputParameters }],
    },
  ]);

it("a round of a loop knows which one it is", () => {
  const made = loop("$.again['iteration'] < 3", { round: read("again.output.iteration") });
  expect(made.graph.nodes["again"]).toMatchObject({ body: { input: { round: "= (index + 1)" } } });
  expect(made.notes).toContainEqual(expect.objectContaining({ what: "again", fate: "mapped" }));
  expect(JSON.stringify(ran(made, {}))).toContain('"round":3');
});

it.each([
  ["if ($.again['iteration'] < 5) { true; } else { false; }", 5, "mapped"],
  ["$.again.iteration <= 5;", 6, "mapped"],
  ["if ($.again['iteration'] < 5 && $.echo['done'] == false) { true; } else { false; }", 5, "approximated"],
  ["if ($.again['iteration'] < 5 || $.echo['done'] == false) { true; } else { false; }", 100, "approximated"],
  ["if ($.again['iteration'] < 5) { false; } else { true; }", 5, "approximated"],
])("a loop goes on while %s: %d times at most, %s", (condition, maxIterations, fate) => {
  const made = loop(condition);
  expect(made.graph.nodes["again"]).toMatchObject({ maxIterations });
  expect(made.notes.find(({ what }) => what === "again")).toMatchObject({ fate });
});
