import { readFileSync } from "node:fs";
import * as z from "zod";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { readiness } from "../health/readiness.ts";
import type { Caller } from "../types.ts";

export type Dependency = { readonly name: string; readonly version: string; readonly licence: string | null };
export type About = {
  readonly version: string;
  readonly node: string;
  readonly database: string;
  readonly ready: boolean;
  readonly reasons: readonly string[];
  /** What runs in production, as the lockfile pins it. */
  readonly dependencies: readonly Dependency[];
};

/** What this server is made of and how it is. */
export async function about(services: Services, caller: Caller): Promise<About> {
  authorize(caller, "workspace.read");
  const [{ ready, reasons }, [row]] = await Promise.all([
    readiness(services),
    services.db.sql<{ version: string }[]>`select current_setting('server_version') as version`,
  ]);
  const { version, database } = services.system;
  dependencies ??= pinned();
  return {
    version,
    node: process.version,
    database: `PostgreSQL ${row?.version ?? ""} (${database})`,
    ready,
    reasons,
    dependencies,
  };
}

let dependencies: readonly Dependency[] | undefined;

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

function pinned(): readonly Dependency[] {
  const file = new URL("../../../package-lock.json", import.meta.url);
  const { packages } = lockfile.parse(JSON.parse(readFileSync(file, "utf8")));
  const rows = Object.entries(packages).flatMap(([path, { version, license, dev, devOptional }]) =>
    path === "" || version === undefined || dev || devOptional
      ? []
      : [{ name: path.replace(/^.*node_modules\//, ""), version, licence: license ?? null }],
  );
  const once = new Map(rows.map((row) => [`${row.name}@${row.version}`, row]));
  return [...once.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
