import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRATEGY_TYPES } from "#server/engine/context/strategy-types";
import { graphSchema } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";
import { bodySchema } from "#server/engine/nodes/bodies";
import { nodeSchema } from "#server/engine/nodes/definitions";
import { graphOf } from "#server/engine/testing/run-graph";
import { bodySections, isOneLine, sectionsOf, strategySections, workflowSections } from "./fields";
import { readTemplate, writeText } from "./template-text";

const SHOWN_ABOVE = ["kind", "position", "name", "description"];

describe("the inspector", () => {
  it.each(nodeSchema.options.map((option) => [option.shape.kind.value, option] as const))(
    "has a field for every option of a node of kind %s",
    (kind, option) => {
      const fields = sectionsOf(kind).flatMap((section) => section.fields.map(({ name }) => name));
      const options = Object.keys(option.shape).filter((name) => !SHOWN_ABOVE.includes(name));
      expect(fields.toSorted()).toEqual(options.toSorted());
    },
  );

  it.each(bodySchema.options.map((option) => [option.shape.kind.value, option] as const))(
    "has a field for every option of a body of kind %s",
    (kind, option) => {
      const fields = bodySections(kind).flatMap((section) => section.fields.map(({ name }) => name));
      expect(fields.toSorted()).toEqual(
        Object.keys(option.shape)
          .filter((name) => name !== "kind")
          .toSorted(),
      );
    },
  );

  it("has a field for every option of a workflow", () => {
    const fields = workflowSections().flatMap((section) => section.fields.map(({ name }) => name));
    const elsewhere = ["schemaVersion", "slug", "name", "description", "layout", "nodes", "edges"];
    expect(fields.toSorted()).toEqual(
      Object.keys(graphSchema.shape)
        .filter((name) => !elsewhere.includes(name))
        .toSorted(),
    );
  });

  it.each(STRATEGY_TYPES)("has just those settings of the strategy %s that do something", (type) => {
    const settings = strategySections({ type }).flatMap(({ fields }) => fields.map(({ name }) => name));
    const values: Readonly<Record<string, unknown>> = {
      depthLimit: 1,
      resourceThreshold: undefined,
      tokenBudget: 1,
      decay: 0.5,
      include: ["a"],
      exclude: ["b"],
      top: 1,
      relevantTo: "x",
      summariseAbove: 1,
      packAbove: 1,
      map: { a: 1 },
      function: undefined,
    };
    const refusedIn = (name: string) => {
      const strategy = { type, ...(type === "custom" ? { map: {} } : {}), [name]: values[name] };
      const context = JSON.parse(JSON.stringify({ strategy }));
      return validateGraph(graphOf({ nodes: { end: { kind: "end" } }, context })).problems.length > 0;
    };
    const useful = Object.keys(values).filter((name) => values[name] === undefined || !refusedIn(name));
    const expected = type === "custom" ? useful : useful.filter((name) => name !== "function");
    expect(settings.toSorted()).toEqual(expected.toSorted());
    const all = strategySections({ type, resourceThreshold: 0.5 }).flatMap(({ fields }) => fields);
    expect(all.map(({ name }) => name)).toContain("packAbove");
  });

  it("knows which of them stand on one line", () => {
    const single = [
      ...sectionsOf("map"),
      ...sectionsOf("http"),
      ...sectionsOf("wait"),
      ...sectionsOf("agent"),
    ]
      .flatMap(({ fields }) => fields)
      .filter(({ control }) => isOneLine(control))
      .map(({ name }) => name);
    expect([...new Set(single)].toSorted()).toEqual([
      "durationMs",
      "over",
      "signal",
      "timeoutMs",
      "until",
      "url",
    ]);
  });

  it("knows expressions, templates, choices, numbers with their bounds, and what has parts", () => {
    const of = (kind: Parameters<typeof sectionsOf>[0], name: string) =>
      sectionsOf(kind)
        .flatMap(({ fields }) => fields)
        .find((field) => field.name === name);
    expect(of("map", "over")).toMatchObject({ required: true, control: { as: "expression" } });
    expect(of("map", "maxConcurrent")?.control).toEqual({ as: "number", whole: true, least: 1, most: 5_000 });
    expect(of("task", "input")?.control).toEqual({ as: "template" });
    expect(of("agent", "prompt")?.control).toEqual({ as: "long" });
    expect(of("agent", "output")?.control).toMatchObject({ as: "form" });
    expect(of("wait", "until")?.control).toEqual({ as: "template", oneLine: true });
    expect(of("loop", "until")?.control).toEqual({ as: "expression" });
    expect(of("http", "method")?.control).toMatchObject({ as: "choice" });
    expect(of("task", "retry")?.control).toMatchObject({ as: "form" });
    expect(of("task", "task")?.control).toEqual({ as: "task" });
    expect(of("subworkflow", "workflow")?.control).toEqual({ as: "workflow" });
    expect(of("plan", "workflows")?.control).toEqual({ as: "words" });
    expect(of("task", "timeoutMs")?.label).toBe("Timeout (ms)");
    // Parts of a field are called as fields are, and one of several shapes by what it is.
    expect(of("task", "retry")?.control).toMatchObject({
      schema: { properties: { initialMs: { title: "Initial (ms)" } } },
    });
    expect(of("task", "inputSchema")?.control).toMatchObject({ schema: { description: "A JSON Schema" } });
    expect(of("subworkflow", "grant")?.control).toMatchObject({
      schema: { properties: { costUsd: { title: "Cost (USD)" } } },
    });
    expect(of("subworkflow", "context")?.control).toMatchObject({
      schema: { anyOf: [expect.not.objectContaining({ title: "settings" }), { title: "settings" }] },
    });
  });
});

it("limits that a workflow does not set say what holds", () => {
  const limits = workflowSections()
    .flatMap(({ fields }) => fields)
    .find(({ name }) => name === "limits");
  expect(limits?.control).toMatchObject({
    schema: {
      properties: {
        cycleDetection: { title: "Cycle detection", "x-unset": true },
        maxDepth: { "x-unset": 10 },
        maxTokens: { "x-unset": null },
        onPerformanceDegradation: { "x-unset": "alert" },
        allowances: expect.not.objectContaining({ "x-unset": expect.anything() }),
      },
    },
  });
});

describe("a template as text", () => {
  it("reads back as itself, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value));
        expect(readTemplate(writeText(json))).toEqual({ ok: true, value: json });
      }),
    );
  });

  it.each([
    ["= input.n - 1", "= input.n - 1"],
    ["hello", "hello"],
    ["5", 5],
    ['"5"', "5"],
    ["true", true],
    ['{"n": "= input.n"}', { n: "= input.n" }],
    ['"{ not json"', "{ not json"],
    ["{{ input.n }} of them", "{{ input.n }} of them"],
    ["2026-05-01T09:00:00Z", "2026-05-01T09:00:00Z"],
    ["", undefined],
  ])("%s is what it looks like", (text, value) => {
    expect(readTemplate(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['{"x": 1,', "begins like JSON and is none"],
    ["[1, ", "begins like JSON and is none"],
    ['"half', "begins like JSON and is none"],
    ['{"x": 1, "x": 2}', "stands twice"],
    ["12345678901234567890", "more digits than can be kept"],
  ])("%s becomes no text unasked", (text, message) => {
    expect(readTemplate(text)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
});
