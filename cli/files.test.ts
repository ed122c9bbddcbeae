import { describe, expect, it } from "vitest";
import { readInput } from "./files.ts";

describe("readInput", () => {
  it("takes JSON as it stands", () => {
    expect(readInput('{"n": 3}')).toEqual({ n: 3 });
    expect(readInput(" [1]")).toEqual([1]);
  });

  it("says which argument is not JSON, and which file is not there", () => {
    expect(() => readInput("{bad")).toThrow("--input is not JSON");
    expect(() => readInput("{bad", "--params")).toThrow("--params is not JSON");
    expect(() => readInput("nowhere.json")).toThrow("Cannot read nowhere.json: there is no such file.");
  });
});
