import { expect, test } from "vitest";
import { entriesOf, renamedEntry, withEntry, withNewEntry, withoutEntry } from "./entries";
import { sectionsOf } from "./fields";

test("named values keep their places, whatever is changed of them", () => {
  const entries = entriesOf({ accept: "text", name: "= input.n", last: 1 });
  expect(Object.entries(renamedEntry(entries, "name", "x-name"))).toEqual([
    ["accept", "text"],
    ["x-name", "= input.n"],
    ["last", 1],
  ]);
  expect(Object.keys(withEntry(entries, "accept", "json"))).toEqual(["accept", "name", "last"]);
  expect(Object.entries(withNewEntry(entries)).at(-1)).toEqual(["name2", ""]);
  expect(withoutEntry(entries, "name")).toEqual({ accept: "text", last: 1 });
  expect(withoutEntry({ only: 1 }, "only")).toBeUndefined();
  expect(entriesOf("= input")).toEqual({});
});

test("headers, parameters and queries of a request are rows, a schema is not", () => {
  const controls = Object.fromEntries(
    sectionsOf("http").flatMap(({ fields }) => fields.map(({ name, control }) => [name, control.as])),
  );
  expect(controls).toMatchObject({
    headers: "entries",
    params: "entries",
    query: "entries",
    inputSchema: "form",
    expect: "statuses",
    url: "template",
  });
});
