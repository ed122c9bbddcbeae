import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { defineTask, PermanentError, type Task } from "#server/executors/task/index";
import { auditPackage, type PackageAudit } from "./audit-package.ts";
import { checkPolicy } from "./license.ts";
import { readLockfile } from "./lockfile.ts";
import { indexLockfile, type LockfileIndex } from "./lockfile-index.ts";
import { reportOf } from "./report.ts";
import { mergeSubtrees, subtreeOf, subtreeOfChild } from "./subtree.ts";

const LIST_OF_NAMES = z.array(z.string().max(200)).max(1_000).optional();
const policySchema = z.strictObject({ allow: LIST_OF_NAMES, deny: LIST_OF_NAMES, ignore: LIST_OF_NAMES });

/** Looked at, not walked: the index is large, and the same object in every run of the tree. */
const indexSchema = z.custom<LockfileIndex>(
  (value) => typeof value === "object" && value !== null && "packages" in value && "direct" in value,
  "is not an index of a lockfile",
);

/** One entry of the map over dependencies. */
function childOf(index: LockfileIndex, key: string): { key: string; name: string; version: string } {
  const entry = Object.hasOwn(index.packages, key) ? index.packages[key] : undefined;
  if (!entry) throw new PermanentError("PackageUnknown", `the lockfile has no ${key}`);
  return { key, name: entry.name, version: entry.version };
}

const childrenSchema = z.strictObject({
  dependencies: z.array(z.looseObject({ key: z.string() })),
  results: z.array(z.unknown()),
});
type Children = z.output<typeof childrenSchema>;

function subtreesOf({ dependencies, results }: Children) {
  return dependencies.map(({ key }, place) => subtreeOfChild({ key, result: results[place] }));
}

/** The tasks of the dependency audit, reading packages below `project`. */
export function dependencyAuditTasks(project: string): readonly Task[] {
  return [indexTask(project), inspectTask(project), summarizeTask, reportTask];
}

function indexTask(project: string): Task {
  return defineTask({
    name: "dependency-audit/index",
    description:
      "Resolves a package-lock.json (the project's own unless one is given) into an index of package versions.",
    input: z.looseObject({ lockfile: z.unknown().optional(), policy: policySchema.optional() }),
    run: async ({ lockfile, policy }) => {
      const index = indexLockfile(readLockfile(lockfile ?? (await ownLockfile(project))));
      return {
        index,
        policy: checkPolicy(policy ?? {}),
        dependencies: index.direct.map((key) => childOf(index, key)),
      };
    },
  });
}

async function ownLockfile(project: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(project, "package-lock.json"), "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PermanentError("LockfileInvalid", `the project's own package-lock.json cannot be read: ${why}`);
  }
}

function inspectTask(project: string): Task {
  return defineTask({
    name: "dependency-audit/inspect",
    description: "Reads an installed package: licence, size, content hash, engines and install scripts.",
    input: z.looseObject({ key: z.string(), index: indexSchema, policy: policySchema }),
    timeoutMs: 120_000,
    run: async ({ key, index, policy }, { signal }) => {
      childOf(index, key);
      const entry = index.packages[key] as LockfileIndex["packages"][string];
      return {
        package: await auditPackage(project, key, entry, policy, signal),
        dependencies: entry.dependencies.map((dependency) => childOf(index, dependency)),
      };
    },
  });
}

const summarizeTask = defineTask({
  name: "dependency-audit/summarize",
  description: "Adds what the dependencies reported to what the package itself is.",
  input: childrenSchema.extend({
    package: z.custom<PackageAudit>((value) => typeof value === "object" && value !== null),
  }),
  pure: true,
  run: ({ package: audit, ...children }) => ({
    package: audit,
    subtree: mergeSubtrees([subtreeOf(audit), ...subtreesOf(children)]),
  }),
});

const reportTask = defineTask({
  name: "dependency-audit/report",
  description:
    "Puts the result together: licences, chains, cycles, duplicates, sizes and violations of the policy.",
  input: childrenSchema.extend({ index: indexSchema }),
  pure: true,
  run: ({ index, ...children }) => reportOf(index, mergeSubtrees(subtreesOf(children))),
});
