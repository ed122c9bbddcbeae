import { expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";

const node = (id: string, more: object = {}) => ({ id, type: "runnable", data: { name: id }, ...more });
const ENDS = [
  { id: "__start__", type: "schema", data: "__start__" },
  { id: "__end__", type: "schema", data: "__end__" },
];

function imported(nodes: readonly object[], edges: readonly object[], more: object = {}): Imported {
  const made = importWorkflow({ value: { nodes: [...ENDS, ...nodes], edges, ...more } });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

const EDGES = [
  { source: "__start__", target: "plan" },
  { source: "plan", target: "act" },
  { source: "act", target: "plan", conditional: true, data: "again" },
  { source: "act", target: "__end__", conditional: true, data: "done" },
];
const drawn = ({ graph }: Imported) =>
  graph.edges.map(({ source, target, port }) => `${source}${port ? `.${port}` : ""}>${target}`);
const noted = ({ notes }: Imported, id: string) => notes.find((note) => note.node === id);

it("where a run was interrupted people approve, before a node and behind it, as the graph was compiled", () => {
  for (const more of [
    { interrupt_before: ["act"], interrupt_after: ["plan", "act"] },
    { interruptBefore: ["act"], interruptAfter: ["plan", "act"] },
  ]) {
    const made = imported([node("plan"), node("act")], EDGES, more);
    expect(drawn(made).sort()).toEqual(
      [
        "plan>after_plan",
        "after_plan>before_act",
        "before_act>act",
        "act>after_act",
        "after_act>act_next",
        "act_next.again>again_plan",
        "again_plan>end",
        "act_next.done>end",
      ].sort(),
    );
    expect(made.graph.nodes["after_plan"]).toMatchObject({
      kind: "approval",
      details: "= nodes.plan.output",
    });
    expect(made.graph.nodes["before_act"]).toMatchObject({ kind: "approval", title: "Go on to act?" });
    const [key = ""] = Object.keys(more);
    expect(noted(made, "before_act")).toMatchObject({ fate: "approximated", place: `/${key}/0` });
  }
});

it("reads the marks of a drawing, all nodes at once, and names of none", () => {
  const marked = imported([node("plan"), node("act", { metadata: { __interrupt: "before,after" } })], EDGES);
  expect(Object.keys(marked.graph.nodes)).toEqual(expect.arrayContaining(["before_act", "after_act"]));
  expect(noted(marked, "after_act")).toMatchObject({ place: "/nodes/3/metadata" });
  const all = imported([node("plan"), node("act")], EDGES, { interrupt_before: "*" });
  expect(drawn(all)).toEqual(
    expect.arrayContaining(["before_plan>plan", "plan>before_act", "before_act>act"]),
  );
  expect(Object.keys(all.graph.nodes).filter((id) => id.startsWith("before_"))).toHaveLength(2);
  const none = imported([node("plan"), node("act")], EDGES, { interrupt_before: ["nobody"] });
  expect(none.notes.find(({ what }) => what === "nobody")).toMatchObject({
    fate: "dropped",
    place: "/interrupt_before/0",
  });
});

it("what people do is an approval, by its type or its name, also within a graph inside a node", () => {
  const made = imported(
    [node("plan"), node("act", { type: "interrupt" }), node("team:ask"), node("team:human_review")],
    [
      ...EDGES.slice(0, 2),
      { source: "act", target: "team:ask" },
      { source: "team:ask", target: "team:human_review" },
    ],
    { interrupt_before: ["team"] },
  );
  expect(made.graph.nodes["act"]).toEqual({ kind: "approval", title: "act" });
  expect(made.graph.nodes["team"]).toMatchObject({
    graph: { nodes: { human_review: { kind: "approval" } } },
  });
  expect(drawn(made)).toEqual(expect.arrayContaining(["act>before_team", "before_team>team"]));
  expect(noted(made, "act")).toMatchObject({ fate: "approximated" });
});

it("labels that are plain in the same way leave by ports of their own", () => {
  const edge = (target: string, data: string) => ({ source: "a", target, data, conditional: true });
  const made = importWorkflow({
    value: { nodes: [{ id: "a" }, { id: "b" }, { id: "c" }], edges: [edge("b", "yes!"), edge("c", "yes?")] },
  });
  expect(made).toMatchObject({
    ok: true,
    graph: { nodes: { a_next: { cases: [{ port: "yes_" }, { port: "yes_2" }] } } },
  });
  const ports = made.ok ? made.graph.edges.filter(({ port }) => port).map(({ port }) => port) : [];
  expect(ports).toEqual(["yes_", "yes_2"]);
});
