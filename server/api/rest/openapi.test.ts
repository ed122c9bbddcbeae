import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openApiDocument } from "./openapi.ts";
import { matchRest, restTable } from "./table.ts";

const FILE = new URL("../../../docs/openapi.json", import.meta.url);
const document = JSON.parse(JSON.stringify(openApiDocument())) as unknown;

test("docs/openapi.json is what the code would write (UPDATE_OPENAPI=1 writes it; format it then)", () => {
  if (process.env["UPDATE_OPENAPI"] === "1") writeFileSync(FILE, JSON.stringify(document, null, 2));
  expect(JSON.parse(readFileSync(FILE, "utf8"))).toEqual(document);
});

test("every call of the table is documented under its own name", () => {
  const names = restTable.map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
  const paths = openApiDocument()["paths"] as Record<string, Record<string, unknown>>;
  for (const { path, method } of restTable)
    expect(paths[`/api/v1${path}`]).toHaveProperty(method.toLowerCase());
});

test("a path finds its call with its parameters", () => {
  expect(matchRest("GET", "/runs/a%20b/tree")).toMatchObject({ kind: "call", params: { id: "a b" } });
  expect(matchRest("HEAD", "/runs")).toMatchObject({ kind: "call", endpoint: { id: "listRuns" } });
  expect(matchRest("POST", "/workflows/validate")).toMatchObject({ endpoint: { id: "validateWorkflow" } });
});

test("a known path with another method says which are allowed", () => {
  expect(matchRest("PUT", "/runs/x/cancel")).toEqual({ kind: "wrongMethod", allowed: ["POST"] });
  expect(matchRest("POST", "/workflows/x")).toEqual({ kind: "wrongMethod", allowed: ["PUT", "GET"] });
});

test.each(["/run", "/runs/", "/runs//tree", "/runs/x/tree/y", "/runs/%E0%A4%A", "", "/"])(
  "%j is no call",
  (path) => {
    expect(matchRest("GET", path)).toEqual({ kind: "unknown" });
  },
);
