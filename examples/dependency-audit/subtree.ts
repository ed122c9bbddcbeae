import type { PackageAudit } from "./audit-package.ts";
import { addHashes, hashOfPackage, NO_HASH } from "./content-hash.ts";

/** A list cut to its first entries by `key`, with the number of all: merging is the same in every order. */
export type Capped<T> = { readonly total: number; readonly list: readonly T[] };

/**
 * What a run hands to its parent about itself and everything below it. Bounded, and every part of it is a sum or the
 * first few by key, so the result at the root does not depend on which run came first to a shared package.
 */
export type Subtree = {
  /** Runs, and visits that were answered without one. */
  readonly visits: { readonly runs: number; readonly references: number; readonly cycles: number };
  readonly installed: number;
  readonly unknown: number;
  readonly bytes: number;
  readonly files: number;
  readonly hash: string;
  /** Packages by licence; beyond the first `LICENSES` names they are counted in `otherLicenses`. */
  readonly licenses: Readonly<Record<string, number>>;
  readonly otherLicenses: number;
  readonly scripts: Capped<{ readonly key: string; readonly scripts: readonly string[] }>;
  readonly violations: Capped<{ readonly key: string; readonly reason: string }>;
  readonly largest: readonly { readonly key: string; readonly bytes: number }[];
  /** Packages whose run failed. */
  readonly failed: Capped<{ readonly key: string; readonly code: string; readonly message: string }>;
};

const LIST = 100;
const LICENSES = 200;
const LARGEST = 10;

export function subtreeOf(audit: PackageAudit): Subtree {
  const scripts = Object.keys(audit.installScripts);
  const { key } = audit;
  return {
    visits: { runs: 1, references: 0, cycles: 0 },
    installed: audit.status === "installed" ? 1 : 0,
    unknown: audit.status === "installed" ? 0 : 1,
    bytes: audit.bytes,
    files: audit.files,
    hash: audit.hash === null ? NO_HASH : hashOfPackage(key, audit.hash),
    licenses: { [licenseNameOf(audit)]: 1 },
    otherLicenses: 0,
    scripts: capped(scripts.length > 0 ? [{ key, scripts }] : []),
    violations: capped(audit.violation === null ? [] : [{ key, reason: audit.violation }]),
    largest: audit.bytes > 0 ? [{ key, bytes: audit.bytes }] : [],
    failed: capped([]),
  };
}

export const EMPTY: Subtree = {
  visits: { runs: 0, references: 0, cycles: 0 },
  installed: 0,
  unknown: 0,
  bytes: 0,
  files: 0,
  hash: NO_HASH,
  licenses: {},
  otherLicenses: 0,
  scripts: { total: 0, list: [] },
  violations: { total: 0, list: [] },
  largest: [],
  failed: { total: 0, list: [] },
};

/** Adds subtrees up; associative and commutative. */
export function mergeSubtrees(parts: readonly Subtree[]): Subtree {
  const sum = (of: (part: Subtree) => number) => parts.reduce((total, part) => total + of(part), 0);
  const licenses = addCounts(parts.map((part) => part.licenses));
  return {
    visits: {
      runs: sum((part) => part.visits.runs),
      references: sum((part) => part.visits.references),
      cycles: sum((part) => part.visits.cycles),
    },
    installed: sum((part) => part.installed),
    unknown: sum((part) => part.unknown),
    bytes: sum((part) => part.bytes),
    files: sum((part) => part.files),
    hash: addHashes(parts.map((part) => part.hash)),
    licenses: licenses.kept,
    otherLicenses: licenses.others + sum((part) => part.otherLicenses),
    scripts: joined(parts.map((part) => part.scripts)),
    violations: joined(parts.map((part) => part.violations)),
    largest: parts
      .flatMap((part) => part.largest)
      .sort(byBytes)
      .slice(0, LARGEST),
    failed: joined(parts.map((part) => part.failed)),
  };
}

type Child = { readonly key: string; readonly result: unknown };

/** What an item of the map over dependencies came to: a subtree, a reference, a cycle or a failure. */
export function subtreeOfChild({ key, result }: Child): Subtree {
  const output = fieldOf(result, "output");
  const subtree = fieldOf(output, "subtree");
  if (subtree !== undefined) return subtree as Subtree;
  if (fieldOf(output, "reference") !== undefined)
    return { ...EMPTY, visits: { ...EMPTY.visits, references: 1 } };
  if (fieldOf(output, "cycle") !== undefined) return { ...EMPTY, visits: { ...EMPTY.visits, cycles: 1 } };
  const failure = fieldOf(result, "failure");
  const code = String(fieldOf(failure, "code") ?? "Cancelled");
  const message = String(fieldOf(failure, "message") ?? "the run did not finish").slice(0, 300);
  return { ...EMPTY, failed: capped([{ key, code, message }]) };
}

/** Name under which a package's licence is counted. */
function licenseNameOf({ license }: PackageAudit): string {
  if (license.expression !== null) return license.expression.replace(/^\(([^()]*)\)$/, "$1");
  return license.declared === null ? "unknown" : `unrecognised: ${license.declared.slice(0, 80)}`;
}

function addCounts(parts: readonly Readonly<Record<string, number>>[]): {
  kept: Record<string, number>;
  others: number;
} {
  const counts = new Map<string, number>();
  for (const part of parts) {
    for (const [name, count] of Object.entries(part)) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const all = [...counts].sort(([a], [b]) => compare(a, b));
  const others = all.slice(LICENSES).reduce((total, [, count]) => total + count, 0);
  return { kept: Object.fromEntries(all.slice(0, LICENSES)), others };
}

function capped<T extends { readonly key: string }>(list: readonly T[], total = list.length): Capped<T> {
  return { total, list: [...list].sort((a, b) => compare(a.key, b.key)).slice(0, LIST) };
}

function joined<T extends { readonly key: string }>(parts: readonly Capped<T>[]): Capped<T> {
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return capped(
    parts.flatMap((part) => part.list),
    total,
  );
}

function byBytes(a: { key: string; bytes: number }, b: { key: string; bytes: number }): number {
  return b.bytes - a.bytes || compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
