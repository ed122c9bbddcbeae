import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PackageAudit } from "./audit-package.ts";
import { chainTo, graphFacts } from "./index-graph.ts";
import type { IndexedPackage, LockfileIndex } from "./lockfile-index.ts";
import { reportOf } from "./report.ts";
import { EMPTY, mergeSubtrees, type Subtree, subtreeOf, subtreeOfChild } from "./subtree.ts";

function indexOf(direct: string[], edges: Record<string, string[]>): LockfileIndex {
  const entry = (key: string, dependencies: string[]): [string, IndexedPackage] => {
    const [name = "", version = ""] = key.split("@");
    const flags = { dev: false, optional: false, peer: false, license: null };
    return [key, { name, version, places: [`node_modules/${name}`], dependencies, missing: [], ...flags }];
  };
  const packages = Object.fromEntries(Object.entries(edges).map(([key, to]) => entry(key, to)));
  return { project: "app@1", direct, missing: [], packages };
}

function audit(key: string, more: Partial<PackageAudit> = {}): PackageAudit {
  const [name = "", version = ""] = key.split("@");
  const file = { licenseFile: null, licenseTitle: null, bytes: 10, files: 1, hash: "ab", engines: {} };
  const license = { expression: "MIT", declared: "MIT", from: "package.json" } as const;
  const rest = { places: [], license, installScripts: {}, violation: null, missing: [] };
  return { key, name, version, status: "installed", ...file, ...rest, ...more };
}

describe("facts of the graph", () => {
  it("give the longest chain, every cycle once, and the shortest way to a package", () => {
    const facts = graphFacts(
      indexOf(["a@1", "d@1"], {
        "a@1": ["b@1"],
        "b@1": ["c@1"],
        "c@1": ["a@1", "e@1"],
        "d@1": ["c@1", "d@1"],
        "e@1": [],
      }),
    );
    expect(facts.deepest).toEqual(["a@1", "b@1", "c@1", "e@1"]);
    expect(facts.cycles).toEqual({
      total: 2,
      list: [
        ["a@1", "b@1", "c@1", "a@1"],
        ["d@1", "d@1"],
      ],
    });
    expect(chainTo(facts.via, "e@1")).toEqual(["d@1", "c@1", "e@1"]);
  });

  it("stand for a project without dependencies and for a chain of 20,000", () => {
    expect(graphFacts(indexOf([], {}))).toMatchObject({ deepest: [], cycles: { total: 0 } });
    const keys = Array.from({ length: 20_000 }, (_, place) => `p${place}@1`);
    const edges = Object.fromEntries(keys.map((key, place) => [key, keys.slice(place + 1, place + 2)]));
    expect(graphFacts(indexOf(["p0@1"], edges)).deepest).toHaveLength(20_000);
  });

  it("agree with a plain search on random graphs", () => {
    const graphs = fc.array(fc.array(fc.nat(7), { maxLength: 4 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graphs, (lists) => {
        const edges = Object.fromEntries(
          lists.map((to, from) => [`p${from}@1`, [...new Set(to)].map((n) => `p${n}@1`)]),
        );
        const { via, deepest, cycles } = graphFacts(indexOf(["p0@1"], edges));
        const reached = new Set(["p0@1"]);
        for (const key of reached) for (const next of edges[key] ?? []) reached.add(next);
        expect(new Set(via.keys())).toEqual(reached);
        for (const chain of [deepest, ...cycles.list]) expect(isWalk(chain, edges)).toBe(true);
        expect(new Set(deepest).size).toBe(deepest.length);
        expect(cycles.total === 0).toBe(isAcyclic(edges, "p0@1", []));
      }),
    );
  });
});

function isWalk(chain: readonly string[], edges: Record<string, string[]>): boolean {
  return chain.slice(1).every((key, place) => edges[chain[place] ?? ""]?.includes(key));
}

function isAcyclic(edges: Record<string, string[]>, key: string, above: string[]): boolean {
  if (above.includes(key)) return false;
  return (edges[key] ?? []).every((next) => isAcyclic(edges, next, [...above, key]));
}

describe("subtrees", () => {
  const part = fc.record({
    name: fc.nat(300),
    license: fc.nat(250),
    bytes: fc.nat(1_000),
    bad: fc.boolean(),
  });
  const subtree = ({
    name,
    license,
    bytes,
    bad,
  }: {
    name: number;
    license: number;
    bytes: number;
    bad: boolean;
  }) =>
    subtreeOf(
      audit(`p${name}@1`, {
        bytes,
        license: { expression: `L${license}`, declared: null, from: "package.json" },
        violation: bad ? "no" : null,
        hash: String(bytes).padStart(64, "0"),
      }),
    );

  it("add up to the same in every order and grouping", () => {
    const parts = fc.array(part, { maxLength: 400, size: "max" });
    fc.assert(
      fc.property(parts, fc.nat(), (all, seed) => {
        const trees = all.map(subtree);
        const cut = trees.length === 0 ? 0 : seed % trees.length;
        const regrouped = [
          mergeSubtrees(trees.slice(cut).reverse()),
          EMPTY,
          mergeSubtrees(trees.slice(0, cut)),
        ];
        const [straight, nested] = [mergeSubtrees(trees), mergeSubtrees(regrouped)];
        expect(nested.hash).toBe(straight.hash);
        expect({ ...nested, largest: bytesOf(nested), violations: keysOf(nested) }).toEqual({
          ...straight,
          largest: bytesOf(straight),
          violations: keysOf(straight),
        });
      }),
      { numRuns: 30 },
    );
  });

  it("stay small however many there are", () => {
    const all = Array.from({ length: 5_000 }, (_, n) =>
      subtree({ name: n, license: n, bytes: n, bad: true }),
    );
    const sum = mergeSubtrees(all);
    expect(sum.violations).toMatchObject({ total: 5_000, list: { length: 100 } });
    expect(Object.keys(sum.licenses)).toHaveLength(200);
    expect(sum.otherLicenses).toBe(4_800);
    expect(sum.largest.map(({ bytes }) => bytes)).toEqual([
      4999, 4998, 4997, 4996, 4995, 4994, 4993, 4992, 4991, 4990,
    ]);
  });

  it("of references and cycles count the visit only; failures are named", () => {
    const of = (result: unknown) => subtreeOfChild({ key: "a@1", result });
    expect(
      of({ status: "succeeded", output: { reference: { runId: "x", key: "a@1" } } }).visits.references,
    ).toBe(1);
    expect(
      of({ status: "succeeded", output: { cycle: { code: "RecursionCycleDetected" } } }).visits.cycles,
    ).toBe(1);
    const failure = { code: "RecursionLimitExceeded", message: "too deep" };
    expect(of({ status: "failed", failure }).failed).toEqual({
      total: 1,
      list: [{ key: "a@1", ...failure }],
    });
    expect(of({ status: "cancelled" }).failed.list[0]?.code).toBe("Cancelled");
  });
});

const bytesOf = (tree: Subtree) => tree.largest.map(({ bytes }) => bytes);
const keysOf = (tree: Subtree) => tree.violations.list.map(({ key }) => key);

it("the report names each violation with a chain that pulls the package in", () => {
  const index = indexOf(["a@1"], {
    "a@1": ["b@1", "b@2"],
    "b@1": [],
    "b@2": ["gpl@1"],
    "gpl@1": [],
    "stray@1": [],
  });
  const subtree = mergeSubtrees([
    subtreeOf(audit("a@1")),
    subtreeOf(
      audit("gpl@1", {
        violation: "needs GPL-3.0-only, which the policy denies",
        installScripts: { install: "x" },
      }),
    ),
  ]);
  expect(reportOf(index, subtree)).toMatchObject({
    packages: { total: 5, direct: 1, installed: 2, notReached: 1 },
    licenses: [{ license: "MIT", packages: 2 }],
    duplicates: { total: 1, list: [{ name: "b", versions: ["1", "2"] }] },
    violations: { total: 1, list: [{ package: "gpl@1", chain: ["a@1", "b@2", "gpl@1"] }] },
    installScripts: { total: 1, list: [{ key: "gpl@1", scripts: ["install"] }] },
  });
});
