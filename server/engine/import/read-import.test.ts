import { expect, it } from "vitest";
import { readImport } from "./read-import.ts";

const OWN = { schemaVersion: 1, slug: "x", name: "X", nodes: { a: { kind: "end" } }, edges: [] };

it("knows a format by what stands in the text", () => {
  expect(readImport("flowchart LR\n a --> b")).toMatchObject({ ok: true, format: "mermaid" });
  expect(readImport(`\uFEFF\n ${JSON.stringify(OWN)}`)).toMatchObject({ ok: true, format: "banyan" });
  expect(readImport(JSON.stringify([OWN]))).toMatchObject({ ok: true, format: "banyan" });
  const yaml = "schemaVersion: 1\nslug: x\nname: X\nnodes:\n  a: { kind: end }\nedges: []\n";
  expect(readImport(yaml)).toMatchObject({ ok: true, format: "banyan" });
  expect(readImport(`---\n# From elsewhere\n${yaml}`)).toMatchObject({ ok: true, format: "banyan" });
});

it("says of other texts where they are wrong", () => {
  expect(readImport('{"nodes": {\n  "a": }\n}')).toMatchObject({ ok: false, place: "line 2" });
  expect(readImport("nodes:\n  a: [1\nedges: 2")).toMatchObject({
    ok: false,
    place: expect.stringMatching(/^line [23]$/),
  });
  expect(readImport("once upon a time")).toMatchObject({ ok: false, place: "line 1" });
  expect(readImport("sequenceDiagram\n  a->>b: x")).toMatchObject({
    ok: false,
    message: expect.stringContaining("sequenceDiagram"),
  });
  expect(readImport("  \n")).toMatchObject({ ok: false, message: "There is nothing in it." });
  expect(readImport(`{"tasks": "${"x".repeat(6_000_000)}"}`)).toMatchObject({
    ok: false,
    message: expect.stringContaining("5 MB"),
  });
});

it.each([
  ["a list", "[".repeat(5_000) + "]".repeat(5_000), "/0/0/0/0/0/0/0/0/…"],
  [
    "an object in a node",
    `{"nodes":{"a":{"output":${'{"b":'.repeat(300)}1${"}".repeat(300)}}},"edges":[]}`,
    "/nodes/a/output/b/b/b/b/b/…",
  ],
  ["YAML", `a: ${"[".repeat(100_000)}${"]".repeat(100_000)}`, "line 1"],
])("says of %s that is nested without end how deep it may be, and where it is", (_, text, place) => {
  expect(readImport(text)).toEqual({
    ok: false,
    place,
    message: "values may be nested 256 levels deep at most",
  });
});
