import { expect, it } from "vitest";
import { importWorkflow } from "../import.ts";

/** A place as a definition names it, between `${` and `}`. */
const read = (path: string) => ["$", "{", path, "}"].join("");
const many = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const task = (taskReferenceName: string, type: string, more: object = {}) => ({
  name: taskReferenceName,
  taskReferenceName,
  type,
  ...more,
});
const sets = (name: string, inputParameters: object) => task(name, "SET_VARIABLE", { inputParameters });
const choice = (name: string, within: readonly object[]) =>
  task(name, "SWITCH", {
    evaluatorType: "value-param",
    expression: "k",
    inputParameters: { k: read("workflow.input.k") },
    decisionCases: { a: within },
  });

/** Each step of a loop reads all that stands around it. */
function nested(depth: number): object {
  const reads = Object.fromEntries(many(depth, (at) => [`r${at}`, read(`x${at}.output.v`)]));
  return task(`loop${depth}`, "DO_WHILE", {
    loopCondition: `$.loop${depth}['iteration'] < 2`,
    loopOver: [
      sets(`x${depth}`, { v: read("workflow.variables.v"), ...reads }),
      ...(depth > 0 ? [nested(depth - 1)] : []),
    ],
  });
}

/** Definitions of which an expression would be as long as the definition, for each of its tasks. */
it.each<[string, readonly object[]]>([
  [
    "a variable that each task sets and reads",
    many(4_000, (at) => sets(`s${at}`, { v: `${read("workflow.variables.v")}!` })),
  ],
  [
    "a variable that one case after another may set",
    many(1_600, (at) => choice(`c${at}`, [sets(`s${at}`, { v: `${read("workflow.variables.v")}!` })])),
  ],
  ["loops within loops", [nested(15)]],
  [
    "a switch of thousands of cases",
    [
      task("c", "SWITCH", {
        expression: "k",
        decisionCases: Object.fromEntries(many(2_000, (at) => [`k${at}`, [sets(`s${at}`, {})]])),
      }),
    ],
  ],
  ["a text of holes", [sets("s", { v: read("workflow.input.a").repeat(100_000) })]],
  ["holes that never close", [sets("s", { v: ["$", "{"].join("").repeat(500_000) })]],
  ["brackets that never close", [sets("s", { v: read("[".repeat(4_000)) })]],
  [
    "a condition of a loop without end",
    [
      task("d", "DO_WHILE", {
        loopCondition: `$.${"a".repeat(500_000)} ${"$.a ".repeat(200_000)}`,
        loopOver: [sets("s", {})],
      }),
    ],
  ],
])(
  "is read, or refused, in the time that its length takes: %s",
  (_what, tasks) => {
    const made = importWorkflow({ value: { name: "x", tasks } });
    expect(made).toEqual(expect.objectContaining({ ok: expect.any(Boolean) }));
    if (made.ok) expect(JSON.stringify(made.graph).length).toBeLessThan(30_000_000);
  },
  20_000,
);
