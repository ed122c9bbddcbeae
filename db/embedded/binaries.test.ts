import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hydrateSymlinks, locateBinaries } from "./binaries.ts";

test("links that npm could not unpack are made from the package's list, and made once", () => {
  const root = mkdtempSync(join(tmpdir(), "banyan-links-"));
  try {
    mkdirSync(join(root, "native", "lib"), { recursive: true });
    writeFileSync(join(root, "native", "lib", "libpq.so.5.18"), "library");
    const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
    writeFileSync(join(root, "native", "pg-symlinks.json"), JSON.stringify(links));
    hydrateSymlinks(root);
    hydrateSymlinks(root);
    expect(readlinkSync(join(root, "native", "lib", "libpq.so.5"))).toBe("libpq.so.5.18");
    expect(readFileSync(join(root, "native", "lib", "libpq.so.5"), "utf8")).toBe("library");
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("a platform without binaries is told to set DATABASE_URL", () => {
  expect(() => locateBinaries("linux", "s390x")).toThrow(/linux-s390x.*DATABASE_URL/);
});

test("the binaries of this platform are those of one major version", () => {
  expect(locateBinaries().major).toBeGreaterThanOrEqual(18);
});
