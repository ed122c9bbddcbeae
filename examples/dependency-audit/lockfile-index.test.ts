import { describe, expect, it } from "vitest";
import { readLockfile } from "./lockfile.ts";
import { indexLockfile, resolvePlace } from "./lockfile-index.ts";

const lockfile = (packages: Record<string, object>) =>
  readLockfile({
    name: "app",
    lockfileVersion: 3,
    packages: { "": { name: "app", version: "1.0.0" }, ...packages },
  });
const indexed = (packages: Record<string, object>) => indexLockfile(lockfile(packages));

describe("resolving a dependency", () => {
  const { packages } = lockfile({
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "1.0.0" },
    "node_modules/a/node_modules/b": { version: "2.0.0" },
    "node_modules/a/node_modules/b/node_modules/@s/c": { version: "3.0.0" },
    "node_modules/@s/c": { version: "1.0.0" },
    "packages/web": { name: "web", version: "0.1.0" },
    "packages/web/node_modules/b": { version: "4.0.0" },
  });

  it.each([
    ["", "b", "node_modules/b"],
    ["node_modules/a", "b", "node_modules/a/node_modules/b"],
    ["node_modules/b", "b", "node_modules/b"],
    ["node_modules/a/node_modules/b", "@s/c", "node_modules/a/node_modules/b/node_modules/@s/c"],
    ["node_modules/a", "@s/c", "node_modules/@s/c"],
    ["node_modules/@s/c", "b", "node_modules/b"],
    ["packages/web", "b", "packages/web/node_modules/b"],
    ["packages/web", "a", "node_modules/a"],
    ["packages/web/node_modules/b", "@s/c", "node_modules/@s/c"],
    ["node_modules/a", "nowhere", null],
  ])("from %j finds %j at %j, the nearest node_modules above", (from, name, place) => {
    expect(resolvePlace(packages, from, name)).toBe(place);
  });
});

describe("the index", () => {
  it("has one entry per version, with all of its places and what any of them depends on", () => {
    const index = indexed({
      "": { name: "app", version: "1.0.0", dependencies: { a: "*", b: "*" } },
      "node_modules/a": { version: "1.0.0", dependencies: { shared: "1" }, dev: true },
      "node_modules/b": { version: "1.0.0", dependencies: { shared: "1" } },
      "node_modules/a/node_modules/shared": { version: "1.0.0", dependencies: { leaf: "*" }, dev: true },
      "node_modules/a/node_modules/leaf": { version: "1.0.0" },
      "node_modules/b/node_modules/shared": { version: "1.0.0", dependencies: { leaf: "*" } },
      "node_modules/leaf": { version: "2.0.0" },
    });
    expect(index.direct).toEqual(["a@1.0.0", "b@1.0.0"]);
    expect(index.packages["shared@1.0.0"]).toMatchObject({
      places: ["node_modules/a/node_modules/shared", "node_modules/b/node_modules/shared"],
      dependencies: ["leaf@1.0.0", "leaf@2.0.0"],
      dev: false,
    });
    expect(index.packages["a@1.0.0"]?.dev).toBe(true);
  });

  it("follows optional dependencies and peers, and lists those that are not there", () => {
    const index = indexed({
      "": { name: "app", dependencies: { a: "*" }, optionalDependencies: { gone: "*" } },
      "node_modules/a": {
        version: "1.0.0",
        dependencies: { native: "*" },
        optionalDependencies: { native: "*", fsevents: "*" },
        peerDependencies: { host: "*", react: "*", vue: "*" },
        peerDependenciesMeta: { vue: { optional: true } },
      },
      "node_modules/native": { version: "1.0.0", optional: true },
      "node_modules/host": { version: "1.0.0", peer: true },
    });
    expect(index.packages["a@1.0.0"]).toMatchObject({
      dependencies: ["host@1.0.0", "native@1.0.0"],
      missing: ["fsevents", "react (required)", "vue"],
    });
    expect(index.missing).toEqual(["gone"]);
    expect(index.packages["native@1.0.0"]?.optional).toBe(true);
    expect(index.packages["host@1.0.0"]?.peer).toBe(true);
  });

  it("takes workspaces for dependencies of the project, reads their folders, and knows renamed packages", () => {
    const index = indexed({
      "": { name: "app", workspaces: ["packages/*"] },
      "node_modules/web": { resolved: "packages/web", link: true },
      "packages/web": {
        version: "0.1.0",
        dependencies: { alias: "npm:real@1" },
        devDependencies: { tool: "*" },
      },
      "node_modules/alias": { name: "real", version: "1.0.0", devDependencies: { tool: "*" } },
      "node_modules/tool": { version: "5.0.0", dev: true },
    });
    expect(index.project).toBe("app@local");
    expect(index.direct).toEqual(["web@0.1.0"]);
    expect(index.packages["web@0.1.0"]).toMatchObject({
      places: ["packages/web"],
      dependencies: ["real@1.0.0", "tool@5.0.0"],
    });
    expect(index.packages["real@1.0.0"]).toMatchObject({
      name: "real",
      places: ["node_modules/alias"],
      dependencies: [],
    });
  });

  it("keeps cycles as they are and a package that depends on its own project out", () => {
    const index = indexed({
      "": { name: "app", version: "1.0.0", dependencies: { a: "*" } },
      "node_modules/a": { version: "1.0.0", dependencies: { b: "*", app: "*" } },
      "node_modules/b": { version: "1.0.0", dependencies: { a: "*" } },
      "node_modules/app": { resolved: "", link: true },
    });
    expect(index.packages["a@1.0.0"]).toMatchObject({ dependencies: ["b@1.0.0"], missing: [] });
    expect(index.packages["b@1.0.0"]?.dependencies).toEqual(["a@1.0.0"]);
  });
});

describe("reading a lockfile", () => {
  const root = { "": { name: "app" } };
  it.each<[string, unknown, string, string]>([
    ["a list", [], "", "is not an object"],
    ["a text", "{}", "", "is not an object"],
    ["a manifest", { name: "app", dependencies: {} }, "/lockfileVersion", "is missing"],
    ["version 1", { lockfileVersion: 1, dependencies: {} }, "/lockfileVersion", "npm 7"],
    ["no packages", { lockfileVersion: 3 }, "/packages", "is missing"],
    ["an unknown version", { lockfileVersion: 9, packages: root }, "/lockfileVersion", ""],
    ["no project", { lockfileVersion: 3, packages: {} }, "/packages", 'no entry ""'],
    [
      "a place that is not an object",
      { lockfileVersion: 3, packages: { ...root, "node_modules/a": 1 } },
      "/packages/node_modules~1a",
      "",
    ],
    [
      "a version that is not a text",
      { lockfileVersion: 2, packages: { ...root, "node_modules/a": { version: 1 } } },
      "/packages/node_modules~1a/version",
      "",
    ],
    [
      "a place outside",
      { lockfileVersion: 3, packages: { ...root, "../etc": {} } },
      "/packages/..~1etc",
      "leads out",
    ],
    [
      "an absolute place",
      { lockfileVersion: 3, packages: { ...root, "/etc": {} } },
      "/packages/~1etc",
      "leads out",
    ],
    [
      "a link to nowhere",
      { lockfileVersion: 3, packages: { ...root, "node_modules/w": { link: true, resolved: "w" } } },
      "/packages/node_modules~1w/resolved",
      "names no place",
    ],
  ])("that is %s fails for good and names the place", (_, value, pointer, message) => {
    expect(() => readLockfile(value)).toThrow(
      expect.objectContaining({
        code: "LockfileInvalid",
        message: expect.stringContaining(message),
        details: { pointer },
      }),
    );
  });
});
