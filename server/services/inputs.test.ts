import { describe, expect, it } from "vitest";
import { runsFilterInput } from "./inputs.ts";

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
