import { describe, expect, it } from "vitest";
import { checkPolicy, licenseOf, licenseOfLockfile, violationOf } from "./license.ts";

describe("the licence of a package", () => {
  it.each<[string, unknown, string | null, string | null, string]>([
    ["an SPDX expression", { license: "(MIT OR Apache-2.0)" }, null, "(MIT OR Apache-2.0)", "package.json"],
    ["loose words", { license: "Apache 2" }, null, "Apache-2.0", "package.json"],
    ["the old object", { license: { type: "BSD-3-Clause", url: "x" } }, null, "BSD-3-Clause", "package.json"],
    ["the old list", { licenses: [{ type: "MIT" }, { type: "ISC" }] }, null, "(MIT OR ISC)", "package.json"],
    ["the title of a file", {}, "ISC License", "ISC", "licence file"],
    [
      "the file that it points to",
      { license: "SEE LICENSE IN LICENSE.txt" },
      "The MIT License (MIT)",
      "MIT",
      "licence file",
    ],
    ["nothing", {}, "Copyright somebody", null, "nowhere"],
    ["no right at all", { license: "UNLICENSED" }, null, null, "package.json"],
    ["something of no meaning", { license: "ask me" }, null, null, "package.json"],
  ])("that states %s is read as SPDX", (_, manifest, title, expression, from) => {
    expect(licenseOf(manifest, title)).toMatchObject({ expression, from });
  });

  it("that is not installed is what the lockfile states", () => {
    expect(licenseOfLockfile("MIT")).toEqual({ expression: "MIT", declared: "MIT", from: "lockfile" });
    expect(licenseOfLockfile(null)).toEqual({ expression: null, declared: null, from: "nowhere" });
  });
});

describe("a policy", () => {
  it.each<[string, Parameters<typeof violationOf>[0], string | null, string | null]>([
    ["nothing asked", {}, "GPL-3.0-only", null],
    ["allowed", { allow: ["MIT", "ISC"] }, "MIT", null],
    ["an allowed alternative", { allow: ["MIT"] }, "GPL-3.0-only OR MIT", null],
    ["not allowed", { allow: ["MIT"] }, "ISC", "does not allow"],
    ["only partly allowed", { allow: ["MIT"] }, "MIT AND ISC", "does not allow"],
    [
      "an exception that is not allowed",
      { allow: ["GPL-2.0-only"] },
      "GPL-2.0-only WITH Classpath-exception-2.0",
      "does not allow",
    ],
    ["denied", { deny: ["GPL-3.0-only"] }, "GPL-3.0-only", "denies"],
    ["denied as a later version", { deny: ["LGPL-2.1-or-later"] }, "LGPL-3.0-only", "denies"],
    [
      "denied in one part",
      { deny: ["LGPL-3.0-or-later"] },
      "Apache-2.0 AND LGPL-3.0-or-later AND MIT",
      "denies",
    ],
    ["avoidable", { deny: ["GPL-3.0-or-later"] }, "MIT OR GPL-3.0-only", null],
    ["denied in each alternative", { deny: ["MIT", "ISC"] }, "MIT OR ISC", "denies"],
    ["unknown under an allow list", { allow: ["MIT"] }, null, "no licence is stated"],
    ["unknown under a deny list", { deny: ["MIT"] }, null, null],
    ["ignored", { deny: ["MIT"], ignore: ["pkg"] }, "MIT", null],
  ])("judges a licence that is %s", (_, policy, expression, verdict) => {
    const violation = violationOf(policy, "pkg", expression);
    if (verdict === null) expect(violation).toBeNull();
    else expect(violation).toContain(verdict);
  });

  it("that names no licence fails for good, with the place and the likely name", () => {
    expect(() => checkPolicy({ allow: ["MIT", "apache 2"] })).toThrow(
      expect.objectContaining({
        code: "PolicyInvalid",
        message: 'policy.allow[1]: "apache 2" is not one SPDX licence; did you mean Apache-2.0?',
      }),
    );
    expect(() => checkPolicy({ deny: ["MIT OR ISC"] })).toThrow(
      /^policy\.deny\[0\]: "MIT OR ISC" is not one SPDX licence$/,
    );
  });
});
