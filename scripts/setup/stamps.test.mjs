import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashOf, readStamp, writeStamp } from "./stamps.mjs";

function folder() {
  const root = mkdtempSync(join(tmpdir(), "banyan-stamps-"));
  mkdirSync(join(root, "app"));
  writeFileSync(join(root, "app", "page.tsx"), "one");
  return root;
}

describe("hashOf", () => {
  it("changes with a file's content and with its name, and with nothing else", () => {
    const root = folder();
    const before = hashOf(root, ["app", "missing.ts"]);
    writeFileSync(join(root, "app", "page.tsx"), "one");
    expect(hashOf(root, ["app", "missing.ts"])).toBe(before);
    writeFileSync(join(root, "app", "page.tsx"), "two");
    const edited = hashOf(root, ["app"]);
    renameSync(join(root, "app", "page.tsx"), join(root, "app", "other.tsx"));
    expect(new Set([before, edited, hashOf(root, ["app"])]).size).toBe(3);
  });

  it("leaves out what it is told to skip", () => {
    const root = folder();
    const before = hashOf(root, ["app"]);
    writeFileSync(join(root, "app", "page.test.ts"), "test");
    expect(hashOf(root, ["app"], (name) => name.endsWith(".test.ts"))).toBe(before);
  });
});

describe("readStamp", () => {
  it("reads what was written, and nothing from a file that is missing or broken", () => {
    const file = join(folder(), "deep", "stamp.json");
    expect(readStamp(file)).toEqual({});
    writeStamp(file, { lock: "a" });
    expect(readStamp(file)).toEqual({ lock: "a" });
    writeFileSync(file, "{");
    expect(readStamp(file)).toEqual({});
  });
});
