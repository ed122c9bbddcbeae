import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inspectPlace } from "./installed-package.ts";

const PROJECT = join(import.meta.dirname, "../..");
const signal = new AbortController().signal;
let project = "";

async function put(path: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), text);
}
const manifest = (more: object) => JSON.stringify({ name: "a", version: "1.0.0", ...more });
const inspect = async (place = "node_modules/a", version = "1.0.0") =>
  await inspectPlace(project, place, { name: "a", version }, signal);

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "banyan-audit-"));
});
afterEach(async () => {
  await rm(project, { recursive: true });
});

describe("a package that is installed", () => {
  it("is measured and hashed without its own dependencies and without following links", async () => {
    const text = manifest({ license: "MIT", engines: { node: ">=20" } });
    await put("node_modules/a/package.json", text);
    await put("node_modules/a/lib/deep/x.js", "12345");
    await put("node_modules/a/big.bin", Buffer.alloc(1_500_000, 7));
    await put("node_modules/a/node_modules/b/index.js", "not counted");
    await put("secret.txt", "outside");
    await symlink(join(project, "secret.txt"), join(project, "node_modules/a/link.txt"));
    await symlink(project, join(project, "node_modules/a/loop"));
    const sha = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
    const listing = [
      `${sha(Buffer.alloc(1_500_000, 7))} big.bin\n`,
      `${sha("12345")} lib/deep/x.js\n`,
      `${sha(text)} package.json\n`,
    ].join("");
    expect(await inspect()).toEqual({
      status: "installed",
      license: { expression: "MIT", declared: "MIT", from: "package.json" },
      licenseFile: null,
      bytes: text.length + 5 + 1_500_000,
      files: 3,
      hash: sha(listing),
      engines: { node: ">=20" },
      installScripts: {},
    });
  });

  it("shows its licence file and the scripts that run when it is installed", async () => {
    const scripts = { postinstall: "node setup.js", test: "no", preinstall: 5 };
    await put("node_modules/a/package.json", manifest({ scripts }));
    await put("node_modules/a/LICENCE.md", "\n# The MIT License\n\nPermission…");
    expect(await inspect()).toMatchObject({
      license: { expression: "MIT", from: "licence file" },
      licenseFile: { file: "LICENCE.md", title: "The MIT License" },
      installScripts: { postinstall: "node setup.js" },
    });
  });

  it("is built on installation when it has a binding.gyp and no script of its own", async () => {
    await put("node_modules/a/package.json", manifest({}));
    await put("node_modules/a/binding.gyp", "{}");
    expect(await inspect()).toMatchObject({ installScripts: { install: "node-gyp rebuild" } });
  });
});

describe("a package that is unknown", () => {
  it("is not there, is another version, is broken, or is a link: each says so", async () => {
    expect(await inspect()).toEqual({ status: "unknown", reason: "not installed" });
    await put("node_modules/a/package.json", manifest({}));
    expect(await inspect("node_modules/a", "2.0.0")).toEqual({
      status: "unknown",
      reason: "a@1.0.0 is installed there",
    });
    await put("node_modules/b/package.json", "{");
    expect(await inspect("node_modules/b")).toEqual({
      status: "unknown",
      reason: "package.json is not JSON",
    });
    await put("node_modules/c/package.json", "[]");
    expect(await inspect("node_modules/c")).toEqual({
      status: "unknown",
      reason: "package.json is not an object",
    });
    await symlink(join(project, "node_modules/a"), join(project, "node_modules/d"));
    expect(await inspect("node_modules/d")).toEqual({
      status: "unknown",
      reason: "the place is not a folder",
    });
  });

  it("lies outside of the project", async () => {
    expect(await inspect("../elsewhere")).toEqual({
      status: "unknown",
      reason: "the place leads out of the project",
    });
    expect(await inspect("")).toEqual({ status: "unknown", reason: "the place leads out of the project" });
  });
});

it("an inspection that is told to stop does stop", async () => {
  await put("node_modules/a/package.json", manifest({}));
  const stopped = inspectPlace(
    project,
    "node_modules/a",
    { name: "a", version: "1.0.0" },
    AbortSignal.abort(),
  );
  await expect(stopped).rejects.toThrow();
});

it("a real package of this project is read as it is", async () => {
  const { version, license } = JSON.parse(
    await readFile(join(PROJECT, "node_modules/zod/package.json"), "utf8"),
  ) as {
    version: string;
    license: string;
  };
  const found = await inspectPlace(PROJECT, "node_modules/zod", { name: "zod", version }, signal);
  expect(found).toMatchObject({
    status: "installed",
    license: { expression: license },
    licenseFile: { file: "LICENSE" },
  });
  expect(found.status === "installed" && found.bytes).toBeGreaterThan(100_000);
});
