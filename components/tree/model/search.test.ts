import { describe, expect, it } from "vitest";
import { runRow, storeOf } from "../testing/trees";

describe("numbers in a search", () => {
  const store = storeOf(
    runRow(0, null, { slug: "grove" }),
    ...Array.from({ length: 19 }, (_, at) => runRow(at + 1, 0, { slug: "leaf", label: `leaf ${at}` })),
    runRow(20, 0, { slug: "plain" }),
    ...Array.from({ length: 180 }, (_, at) => runRow(at + 21, 0, { slug: "leaf", label: "twig" })),
    runRow(201, 0, { slug: "plain" }),
  );
  const found = (query: string) => {
    store.setQuery(query);
    return store.found();
  };

  it("are looked for in the names that people see, not in numbers of runs that no name has", () => {
    expect(found("leaf 14")).toEqual([15]);
    expect(found("name:14")).toEqual([15]);
  });

  it("name a run by its whole number with the sign before it", () => {
    expect(found("#14")).toEqual([14]);
    expect(found("leaf#14")).toEqual([14]);
    expect(found("name:#20")).toEqual([20]);
    expect(found("grove#14")).toEqual([]);
    expect(found("status:#14")).toEqual([]);
  });

  it("that stand in the name of a run without a label are found there, as a whole", () => {
    expect(found("plain 20")).toEqual([20]);
    expect(found("plain#20")).toEqual([20]);
    expect(found("plain")).toEqual([20, 201]);
  });
});
