import { type Installed, inspectPlace } from "./installed-package.ts";
import { type License, licenseOfLockfile, type Policy, violationOf } from "./license.ts";
import type { IndexedPackage } from "./lockfile-index.ts";

/** What one run finds out about its package version. */
export type PackageAudit = {
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly status: "installed" | "unknown";
  /** By place: what is there, or why nothing is known of it. */
  readonly places: readonly { readonly place: string; readonly found: string }[];
  readonly license: License;
  readonly licenseFile: string | null;
  readonly licenseTitle: string | null;
  readonly bytes: number;
  readonly files: number;
  /** One hash over the hashes of its places; `null` when unknown. */
  readonly hash: string | null;
  readonly engines: Readonly<Record<string, string>>;
  readonly installScripts: Readonly<Record<string, string>>;
  /** How it breaks the policy, in words. */
  readonly violation: string | null;
  readonly missing: readonly string[];
};

type Found = Extract<Installed, { status: "installed" }>;

/** Reads every place of a package version and judges its licence. */
export async function auditPackage(
  project: string,
  key: string,
  entry: IndexedPackage,
  policy: Policy,
  signal: AbortSignal,
): Promise<PackageAudit> {
  const places: { place: string; found: string }[] = [];
  const copies: Found[] = [];
  for (const place of entry.places) {
    const installed = await inspectPlace(project, place, entry, signal);
    places.push({ place, found: installed.status === "installed" ? "installed" : installed.reason });
    if (installed.status === "installed") copies.push(installed);
  }
  const [first] = copies;
  const license = first?.license ?? licenseOfLockfile(entry.license);
  return {
    key,
    name: entry.name,
    version: entry.version,
    status: first ? "installed" : "unknown",
    places,
    license,
    licenseFile: first?.licenseFile?.file ?? null,
    licenseTitle: first?.licenseFile?.title ?? null,
    bytes: copies.reduce((sum, copy) => sum + copy.bytes, 0),
    files: copies.reduce((sum, copy) => sum + copy.files, 0),
    hash: first?.hash ?? null,
    engines: first?.engines ?? {},
    installScripts: first?.installScripts ?? {},
    violation: violationOf(policy, entry.name, license.expression),
    missing: entry.missing,
  };
}
