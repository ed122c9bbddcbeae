import { describe, expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { nodeSchema } from "#server/engine/nodes/definitions";
import type { Json } from "#server/engine/values/json";
import { addNode, connect, insertOnEdge, setEdge, setField, setNode, setWorkflow } from "./acts";
import { addedValue } from "./added";
import { withNewEntry } from "./entries";
import { bodySections, type Field, sectionsOf, workflowSections } from "./fields";
import type { Edit } from "./history";
import { BODIES, type BodyKind, entryOf } from "./kinds";
import { EditorStore } from "./store";

const forms = (fields: readonly Field[]) =>
  fields.flatMap(({ name, control, required }) =>
    control.as === "form" && !required ? [[name, addedValue(control.schema)] as const] : [],
  );

describe("what Add gives", () => {
  it.each(nodeSchema.options.map((option) => [option.shape.kind.value, option] as const))(
    "is allowed in a node of kind %s, or nothing",
    (kind, option) => {
      for (const [name, value] of forms(sectionsOf(kind).flatMap(({ fields }) => fields))) {
        if (value === undefined) continue;
        const part = option.shape[name as keyof typeof option.shape];
        const { success } = part.safeParse(value);
        expect({ name, success }).toEqual({ name, success: true });
      }
    },
  );

  it("is what the form shows: the first of what may be chosen", () => {
    const given = Object.fromEntries(
      [sectionsOf("subworkflow"), workflowSections()].flatMap((sections) =>
        forms(sections.flatMap(({ fields }) => fields)),
      ),
    );
    expect(
      Object.fromEntries(forms(sectionsOf("subworkflow").flatMap(({ fields }) => fields))),
    ).toMatchObject({
      context: "full",
      recovery: [{ do: "retry" }],
      join: "all",
    });
    expect(given["limits"]).toBeUndefined();
    const task = forms(sectionsOf("task").flatMap(({ fields }) => fields));
    // A rule without anything in it would be one for all failures.
    expect(task).toContainEqual(["classify", undefined]);
  });
});

/** Nodes without places, which an edit that adds something states. */
const graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "adding",
  name: "Adding",
  nodes: {
    first: { kind: "transform", output: 1 },
    way: { kind: "decision", cases: [{ port: "yes", when: "true" }], default: "no" },
    last: { kind: "end" },
    ...Object.fromEntries(
      nodeSchema.options.map(({ shape }) => [shape.kind.value, entryOf(shape.kind.value).start]),
    ),
    ...Object.fromEntries(
      Object.entries(BODIES).map(([kind, body]) => [`body-${kind}`, { kind: "map", over: "[1]", body }]),
    ),
  },
  edges: [
    { source: "first", target: "way", when: "input.n > 0", mapping: { n: 1 } },
    { source: "way", target: "last", port: "yes" },
  ],
});

const fieldsOf = (sections: ReturnType<typeof sectionsOf>) => forms(sections.flatMap(({ fields }) => fields));
const given = (all: ReturnType<typeof forms>) =>
  all.flatMap(([name, value]): [string, Json][] => (value === undefined ? [] : [[name, value]]));

/** Everything that is added in one go, by what it is. */
function adding(of: Graph, store: EditorStore): readonly (readonly [string, Edit | null])[] {
  const { places } = store.get();
  const at = { x: 900, y: 300 };
  return [
    ...nodeSchema.options.flatMap(({ shape: { kind } }) =>
      given(fieldsOf(sectionsOf(kind.value))).map(
        ([name, value]) => [`${name} of ${kind.value}`, setField(kind.value, `/${name}`, value)] as const,
      ),
    ),
    ...Object.keys(BODIES).flatMap((kind) =>
      given(fieldsOf(bodySections(kind as BodyKind))).map(
        ([name, value]) =>
          [`${name} in a body of ${kind}`, setField(`body-${kind}`, `/body/${name}`, value)] as const,
      ),
    ),
    ...given(fieldsOf(workflowSections())).map(
      ([name, value]) => [`${name} of the workflow`, setWorkflow(of, name as keyof Graph, value)] as const,
    ),
    ["another body", setNode("body-task", { path: "/body", value: BODIES.http as unknown as Json })],
    ["a row of an edge", setEdge(of, 1, { path: "/mapping", value: withNewEntry({}) })],
    ["one more row of an edge", setEdge(of, 0, { path: "/mapping", value: withNewEntry({ n: 1 }) })],
    ["an edge", connect({ source: "way", target: "first", port: "no" })],
    ["a node", addNode(of, places, { kind: "task", at }).edit],
    [
      "a node between two others",
      addNode(of, places, { kind: "decision", at, from: { source: "first" }, to: "last" }).edit,
    ],
    ["a node on an edge", insertOnEdge(of, places, 0, "approval")?.edit ?? null],
  ];
}

describe("right after Add", () => {
  it("there is all that can be added: of nodes, bodies, edges and the workflow", () => {
    const all = adding(graph, new EditorStore(graph)).map(([what]) => what);
    expect(all).toEqual(
      expect.arrayContaining([
        "context of subworkflow",
        "recovery of task",
        "recovery in a body of task",
        "recovery of the workflow",
      ]),
    );
  });

  it.each(adding(graph, new EditorStore(graph)))(
    "one undo takes %s back, and redo brings all of it",
    (_, edit) => {
      if (!edit) throw new Error("nothing is added");
      let now = 0;
      const store = new EditorStore(graph, () => now);
      // Something else just before it stays.
      store.do({
        label: "Name",
        operations: [{ op: "setNode", id: "first", changes: [{ path: "/name", value: "One" }] }],
      });
      now += 1;
      const before = store.get();
      expect(store.attempt(edit)).toBeNull();
      const after = store.get();
      expect(after.graph).not.toEqual(before.graph);
      expect(after.history.past).toHaveLength(2);
      store.undo();
      expect(store.get().graph).toEqual(before.graph);
      expect(store.get().places).toEqual(before.places);
      expect(store.get().history.past).toHaveLength(1);
      store.redo();
      expect(store.get().graph).toEqual(after.graph);
      expect(store.get().places).toEqual(after.places);
      expect(store.get().history.future).toEqual([]);
    },
  );
});
