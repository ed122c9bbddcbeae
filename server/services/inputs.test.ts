import { describe, expect, it } from "vitest";
import { runsFilterInput, topUpInput } from "./inputs.ts";

describe("runsFilterInput", () => {
  it("takes one status or several", () => {
    expect(runsFilterInput.parse({ status: "failed" }).status).toEqual(["failed"]);
    expect(runsFilterInput.parse({ status: ["failed", "paused"] }).status).toEqual(["failed", "paused"]);
  });

  it.each([["bogus"], [["failed", "bogus"]]])("says which statuses there are when %j is none", (status) => {
    const [issue] = runsFilterInput.safeParse({ status }).error?.issues ?? [];
    expect(issue?.path).toEqual(["status"]);
    expect(issue?.message).toContain("needs_attention");
  });
});

describe("topUpInput", () => {
  it.each([
    ["runs", 1_000_001, "More runs: a whole number from 1 to 1,000,000 at a time."],
    ["tokens", 1e20, "More tokens: a whole number from 1 to 1,000,000,000,000 at a time."],
    ["agents", 0.5, "More agent attempts: a whole number from 1 to 1,000,000,000 at a time."],
    ["costUsd", 1e9, "More dollars: more than 0 and at most 1,000,000 at a time."],
  ])("says of %s in words what may be asked for, once", (name, amount, message) => {
    const { error } = topUpInput.safeParse({ id: "a", [name]: amount });
    expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});
