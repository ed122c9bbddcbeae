import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CEL_FUNCTIONS, CEL_METHODS, compileExpression } from "#server/engine/expression/index";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { readYaml } from "#server/engine/values/text";
import { codeOf } from "../../graph-text";
import { completeCode } from "./complete-code";
import { completeField } from "./complete-field";

const graph: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "read",
  name: "Read",
  inputSchema: { type: "object", properties: { path: { type: "string" }, n: { type: "number" } } },
  variables: { tone: "dry" },
  context: { values: { goal: "= input.path" } },
  nodes: {
    "read-file": {
      kind: "task",
      task: "read",
      outputSchema: { type: "object", properties: { text: { type: "string" }, size: { type: "number" } } },
    },
    more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no" },
    each: { kind: "map", over: "= [1]", body: { kind: "transform", output: "= item" } },
    late: { kind: "end" },
  },
  edges: [
    { source: "read-file", target: "more" },
    { source: "more", target: "each", port: "yes" },
    { source: "each", target: "late" },
  ],
});

/** Labels offered at `▌`, and the text once the first of them is taken. */
function offered(marked: string, format: "json" | "yaml" = "json") {
  const caret = marked.indexOf("▌");
  const text = marked.replace("▌", "");
  const found = completeCode(graph, text, caret, format);
  const [first] = found?.options ?? [];
  return {
    labels: found?.options.map(({ label }) => label) ?? [],
    taken: found && first ? text.slice(0, found.from) + first.text + text.slice(caret) : text,
  };
}

function inField(marked: string, path: readonly (string | number)[], as: "expression" | "template") {
  const caret = marked.indexOf("▌");
  const text = marked.replace("▌", "");
  const found = completeField(graph, path, { text, caret, as });
  const [first] = found?.options ?? [];
  return {
    labels: found?.options.map(({ label }) => label) ?? [],
    taken: found && first ? text.slice(0, found.from) + first.text + text.slice(caret) : text,
  };
}

describe("a graph as text", () => {
  it("keeps every text in YAML, whatever it looks like", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: "grapheme" }), (value, text) => {
        // −0 is 0 in JSON.
        const given = JSON.parse(
          JSON.stringify({ value, text, yes: "yes", no: "no", date: "2026-01-01", hash: "# x" }),
        );
        expect(readYaml(codeOf(given, "yaml"))).toEqual({ ok: true, value: given, comments: false });
      }),
    );
  });

  it("says that comments are not kept, and only of comments", () => {
    expect(readYaml("a: 1 # why\n")).toMatchObject({ comments: true });
    expect(readYaml("# head\na: 1\n")).toMatchObject({ comments: true });
    expect(readYaml('a: "x # y"\nb: |\n  # text\n')).toMatchObject({ comments: false });
  });

  it("refuses YAML that grows without end, or has a key twice", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [at, of] of [..."bcdefgh"].map((name, i) => [name, "abcdefg"[i]]))
      bomb.push(`${at}: &${at} [${Array.from({ length: 9 }, () => `*${of}`).join(", ")}]`);
    expect(readYaml(bomb.join("\n"))).toMatchObject({ ok: false });
    expect(readYaml("a: 1\na: 2\n")).toMatchObject({ ok: false, message: expect.stringContaining("unique") });
  });
});

describe("completion in the code", () => {
  it("offers the fields of a kind of node, without those that stand there", () => {
    const { labels } = offered('{"nodes": {"x": {"kind": "map", "over": "= [1]", "▌"}}}');
    expect(labels).toContain("body");
    expect(labels).toContain("maxConcurrent");
    expect(labels).not.toContain("over");
    expect(labels).not.toContain("cases");
    expect(offered("nodes:\n  x:\n    kind: map\n    ▌", "yaml").labels).toEqual(
      expect.arrayContaining(["over", "body"]),
    );
    expect(offered("nodes:\n  x:\n    kind: loop\n    ma▌", "yaml").taken).toContain("    maxIterations: ");
  });

  it("offers kinds, choices and names of nodes as values", () => {
    expect(offered('{"nodes": {"x": {"kind": "sub▌"}}}').taken).toBe(
      '{"nodes": {"x": {"kind": "subworkflow"}}}',
    );
    expect(offered('{"nodes": {"x": {"kind": "task", "onExhausted": ▌').labels).toEqual(["fail", "park"]);
    expect(offered('{"edges": [{"source": "more", "target": "la▌').taken).toContain('"target": "late"');
    expect(offered("edges:\n- source: more\n  port: ▌", "yaml").labels).toEqual(["yes", "no"]);
    expect(offered("edges:\n  - source: ▌", "yaml").labels).toEqual(Object.keys(graph.nodes));
    expect(offered('{"nodes": {"x": {"kind": "subworkflow", "detached": t▌').taken).toContain(
      '"detached": true',
    );
  });

  it("offers what the inside of a body and of a list may have", () => {
    expect(offered('{"nodes": {"x": {"kind": "map", "body": {"kind": "task", "re▌"').labels).toEqual([
      "retry",
      "recovery",
    ]);
    expect(offered("nodes:\n  x:\n    kind: decision\n    cases:\n      - ▌", "yaml").labels).toEqual([
      "port",
      "when",
    ]);
    expect(
      offered("nodes:\n  x:\n    kind: decision\n    cases:\n      - port: a\n        ▌", "yaml").labels,
    ).toEqual(["when"]);
  });

  it("knows expressions by where they stand", () => {
    expect(offered('{"nodes": {"late": {"kind": "end", "output": "= nodes.▌').labels).toEqual(
      expect.arrayContaining(["read-file", "more", "each"]),
    );
    expect(offered('{"nodes": {"read-file": {"kind": "task", "input": "= nodes.▌').labels).not.toContain(
      "late",
    );
    expect(offered('{"edges": [{"source": "read-file", "target": "more", "when": "input.▌"').labels).toEqual(
      expect.arrayContaining(["path", "n"]),
    );
    expect(
      offered("nodes:\n  late:\n    kind: end\n    output: = tree.remaining.▌", "yaml").labels,
    ).toContain("tokens");
  });

  it("never fails, whatever is written and wherever the caret stands", () => {
    const texts = [
      codeOf(graph),
      codeOf(graph, "yaml"),
      '{"a": [1, {"b": "x\\"y',
      "- - a: |\n    x\n  b: {c",
    ];
    for (const text of texts)
      for (let caret = 0; caret <= text.length; caret++)
        for (const format of ["json", "yaml"] as const) {
          const found = completeCode(graph, text.slice(0, caret), caret, format);
          expect(found === null || found.from <= caret).toBe(true);
        }
  });
});

describe("completion in a field", () => {
  const late = ["nodes", "late", "output"];

  it("offers names that a run has by then, and writes those with a dash so that they are read", () => {
    expect(inField("nodes.re▌", late, "expression").taken).toBe("nodes['read-file']");
    expect(inField("nodes['read-file'].output.s▌", late, "expression").labels).toEqual([
      "size",
      "startsWith(text)",
      "split(text)",
    ]);
    expect(inField("= vars.▌", late, "template").labels).toContain("tone");
    expect(inField("= context.▌", late, "template").labels).toContain("goal");
    expect(inField("it▌", ["nodes", "each", "body", "output"], "expression").labels).toContain("item");
    expect(inField("ite▌", late, "expression").labels).toEqual([]);
  });

  it("offers functions, and nothing within a text, a number or plain text", () => {
    expect(inField("si▌", late, "expression").taken).toBe("size(");
    expect(inField("'si▌'", late, "expression").labels).toEqual([]);
    expect(inField("1▌", late, "expression").labels).toEqual([]);
    expect(inField("si▌", late, "template").labels).toEqual([]);
    expect(inField('{"a": "= si▌"}', late, "template").taken).toBe('{"a": "= size("}');
  });

  it("offers only functions that there are", () => {
    for (const { example } of [...CEL_FUNCTIONS, ...CEL_METHODS])
      expect(compileExpression(example), example).toMatchObject({ ok: true });
  });
});
