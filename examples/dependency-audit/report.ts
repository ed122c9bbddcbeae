import { chainTo, type GraphFacts, graphFacts } from "./index-graph.ts";
import type { IndexedPackage, LockfileIndex } from "./lockfile-index.ts";
import type { Capped, Subtree } from "./subtree.ts";

const LIST = 100;

type Report = {
  readonly project: string;
  readonly packages: Readonly<Record<string, number>>;
  readonly licenses: readonly { readonly license: string; readonly packages: number }[];
  readonly deepestChain: { readonly length: number; readonly chain: readonly string[] };
  readonly cycles: GraphFacts["cycles"];
  readonly duplicates: Capped<{ readonly name: string; readonly versions: readonly string[] }>;
  readonly size: {
    readonly bytes: number;
    readonly files: number;
    readonly hash: string;
    readonly largest: Subtree["largest"];
  };
  readonly installScripts: Subtree["scripts"];
  readonly violations: Capped<{
    readonly package: string;
    readonly reason: string;
    readonly chain: readonly string[];
  }>;
  readonly failed: Subtree["failed"];
  /** How the tree of runs met the packages. The only part that may differ between two executions. */
  readonly visits: Subtree["visits"];
};

/** The result of the whole audit, from the sums that came up the tree and from the index. */
export function reportOf(index: LockfileIndex, subtree: Subtree): Report {
  const facts = graphFacts(index);
  return {
    project: index.project,
    packages: countsOf(index, facts, subtree),
    licenses: licensesOf(subtree),
    deepestChain: { length: facts.deepest.length, chain: facts.deepest },
    cycles: facts.cycles,
    duplicates: duplicatesOf(index),
    size: { bytes: subtree.bytes, files: subtree.files, hash: subtree.hash, largest: subtree.largest },
    installScripts: subtree.scripts,
    violations: {
      total: subtree.violations.total,
      list: subtree.violations.list.map(({ key, reason }) => ({
        package: key,
        reason,
        chain: chainTo(facts.via, key),
      })),
    },
    failed: subtree.failed,
    visits: subtree.visits,
  };
}

function countsOf(index: LockfileIndex, facts: GraphFacts, subtree: Subtree): Record<string, number> {
  const all = Object.values(index.packages);
  const count = (holds: (entry: IndexedPackage) => boolean) => all.filter(holds).length;
  return {
    total: all.length,
    direct: index.direct.length,
    installed: subtree.installed,
    unknown: subtree.unknown,
    dev: count((entry) => entry.dev),
    optional: count((entry) => entry.optional),
    peer: count((entry) => entry.peer),
    missing: index.missing.length + all.reduce((sum, entry) => sum + entry.missing.length, 0),
    notReached: all.length - facts.via.size,
  };
}

function licensesOf(subtree: Subtree): { license: string; packages: number }[] {
  const counts = Object.entries(subtree.licenses).map(([license, packages]) => ({ license, packages }));
  if (subtree.otherLicenses > 0) counts.push({ license: "others", packages: subtree.otherLicenses });
  return counts.sort((a, b) => b.packages - a.packages || compare(a.license, b.license));
}

/** Names that stand in the lockfile in more than one version. */
function duplicatesOf(index: LockfileIndex): Capped<{ name: string; versions: string[] }> {
  const versions = new Map<string, string[]>();
  for (const { name, version } of Object.values(index.packages)) {
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  const several = [...versions]
    .filter(([, found]) => found.length > 1)
    .map(([name, found]) => ({
      name,
      versions: found.sort((a, b) => a.localeCompare(b, "en", { numeric: true })),
    }))
    .sort((a, b) => compare(a.name, b.name));
  return { total: several.length, list: several.slice(0, LIST) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
