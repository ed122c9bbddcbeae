import { expect, it } from "vitest";
import { fileStem } from "./file-stem.ts";

const treeId = "019b0c4e-1f00-7000-8000-0123456789ab";

it("a file is named after its workflow and the end of its tree's id, and after the moment that it shows", () => {
  expect(fileStem({ treeId, slug: "dependency-audit", at: null })).toBe("dependency-audit-0123456789ab");
  expect(fileStem({ treeId, slug: "audit", at: "2026-01-02T03:04:05.006Z" })).toBe(
    "audit-0123456789ab-at-2026-01-02T03-04-05.006Z",
  );
});

it("signs that the name of a file cannot hold are left out", () => {
  expect(fileStem({ treeId, slug: '../a b"\r\n<c>', at: null })).toBe("a-b-c-0123456789ab");
  expect(fileStem({ treeId, slug: "…", at: null })).toBe("run-0123456789ab");
});
