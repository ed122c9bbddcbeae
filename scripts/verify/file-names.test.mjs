import { describe, expect, it } from "vitest";
import { badFileNames } from "./file-names.mjs";

describe("badFileNames", () => {
  it("refuses names that say nothing about what is inside, in files and folders", () => {
    const bad = [
      "server/utils.ts",
      "app/run-helpers.tsx",
      "db/common/x.ts",
      "cli/misc.test.ts",
      "server/tree-manager.ts",
    ];
    expect(badFileNames(bad)).toHaveLength(bad.length);
  });

  it("accepts names that do", () => {
    expect(badFileNames(["server/engine/run/evolve.ts", "cli/model/commonality.ts"])).toEqual([]);
  });

  it("leaves the guide's own component names alone in server/orchestrator", () => {
    expect(badFileNames(["server/orchestrator/recursive-execution-manager.ts"])).toEqual([]);
  });
});
