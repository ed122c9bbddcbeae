import * as z from "zod";
import { PermanentError } from "#server/executors/task/index";

const versions = z.record(z.string(), z.string());

/** One place in a lockfile, with the fields that the audit reads. */
const placeSchema = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  /** Of a link: the folder that it leads to. */
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  peer: z.boolean().optional(),
  license: z.unknown().optional(),
  dependencies: versions.optional(),
  devDependencies: versions.optional(),
  optionalDependencies: versions.optional(),
  peerDependencies: versions.optional(),
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
  workspaces: z.unknown().optional(),
});
export type Place = z.output<typeof placeSchema>;

const lockfileSchema = z.looseObject({
  name: z.string().optional(),
  lockfileVersion: z.union([z.literal(2), z.literal(3)]),
  packages: z.record(z.string(), placeSchema),
});
export type Lockfile = z.output<typeof lockfileSchema>;

/** Reads a value as a `package-lock.json` of npm 7 or later; anything else fails for good, naming the place. */
export function readLockfile(value: unknown): Lockfile {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("", "is not an object");
  if (!("lockfileVersion" in value))
    throw invalid("/lockfileVersion", "is missing: this is not a package-lock.json");
  if (value.lockfileVersion === 1) {
    throw invalid(
      "/lockfileVersion",
      'is 1, which does not say where packages are; run "npm install" with npm 7 or later',
    );
  }
  if (!("packages" in value)) throw invalid("/packages", "is missing");
  const parsed = lockfileSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(pointer(issue?.path ?? []), issue?.message ?? "does not fit");
  }
  checkPlaces(parsed.data.packages);
  return parsed.data;
}

function checkPlaces(packages: Lockfile["packages"]): void {
  if (!Object.hasOwn(packages, "")) throw invalid("/packages", 'has no entry "" for the project itself');
  for (const [path, place] of Object.entries(packages)) {
    if (!staysInside(path)) throw invalid(pointer(["packages", path]), "leads out of the project");
    if (!place.link) continue;
    const target = place.resolved;
    if (target === undefined || !Object.hasOwn(packages, target)) {
      throw invalid(pointer(["packages", path, "resolved"]), "names no place of this lockfile");
    }
  }
}

/** Places become paths on disk: only plain ones below the project are read. */
function staysInside(path: string): boolean {
  return (
    path === "" ||
    path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !/[\\:\0]/.test(part))
  );
}

function invalid(at: string, what: string): PermanentError {
  return new PermanentError("LockfileInvalid", `the lockfile is not usable: ${at || "it"} ${what}`, {
    pointer: at,
  });
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
