import { lstat, readFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { contentOf, type FolderContent } from "./folder-content.ts";
import { type License, licenseOf } from "./license.ts";

/** What one place on disk holds. `unknown` = the version that the lockfile names is not there. */
export type Installed =
  | {
      readonly status: "installed";
      readonly license: License;
      /** Name and first line of the licence file. */
      readonly licenseFile: { readonly file: string; readonly title: string } | null;
      readonly bytes: number;
      readonly files: number;
      /** SHA-256 over the paths and contents of all files. */
      readonly hash: string;
      readonly engines: Readonly<Record<string, string>>;
      /** Scripts that npm runs when it installs the package. */
      readonly installScripts: Readonly<Record<string, string>>;
    }
  | { readonly status: "unknown"; readonly reason: string };

type Expected = { readonly name: string; readonly version: string };
type Manifest = Readonly<Record<string, unknown>>;

const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"];
const LICENSE_FILE = /^(licen[cs]e|copying|unlicense)([-.].*)?$/i;

/** Reads the package at a place of the project, without following links out of it. */
export async function inspectPlace(
  project: string,
  place: string,
  expected: Expected,
  signal: AbortSignal,
): Promise<Installed> {
  const folder = resolve(project, place);
  if (!folder.startsWith(resolve(project) + sep)) return unknown("the place leads out of the project");
  const manifest = await readManifest(folder);
  if (typeof manifest === "string") return unknown(manifest);
  const found = `${manifest["name"] ?? expected.name}@${manifest["version"] ?? "local"}`;
  if (found !== `${expected.name}@${expected.version}`) return unknown(`${found} is installed there`);
  const content = await contentOf(folder, signal);
  const licenseFile = await readLicenseFile(folder, content);
  return {
    status: "installed",
    license: licenseOf(manifest, licenseFile?.title ?? null),
    licenseFile,
    bytes: content.bytes,
    files: content.files,
    hash: content.hash,
    engines: enginesOf(manifest),
    installScripts: installScriptsOf(manifest, content),
  };
}

/** The manifest, or in words why there is none to read. */
async function readManifest(folder: string): Promise<Manifest | string> {
  try {
    const at = await lstat(folder);
    if (!at.isDirectory()) return "the place is not a folder";
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return isRecord(manifest) ? manifest : "package.json is not an object";
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return reason;
  }
}

/** What an error says about the package; `null` when it says something about this machine, and may pass. */
function reasonOf(error: unknown): string | null {
  if (error instanceof SyntaxError) return "package.json is not JSON";
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT" || code === "ENOTDIR") return "not installed";
  return code === "EACCES" || code === "EPERM" ? "not readable" : null;
}

async function readLicenseFile(
  folder: string,
  content: FolderContent,
): Promise<{ file: string; title: string } | null> {
  const file = content.topLevel.find((name) => LICENSE_FILE.test(name));
  if (file === undefined) return null;
  const text = await readFile(join(folder, file), "utf8");
  const title = text
    .split("\n")
    .map((line) => line.replace(/^[#\s*=-]+/, "").trim())
    .find((line) => line !== "");
  return { file, title: (title ?? "").slice(0, 160) };
}

function enginesOf(manifest: Manifest): Record<string, string> {
  const engines = manifest["engines"];
  return isRecord(engines) ? textEntries(engines, Object.keys(engines).slice(0, 10)) : {};
}

function installScriptsOf(manifest: Manifest, content: FolderContent): Record<string, string> {
  const scripts = isRecord(manifest["scripts"]) ? textEntries(manifest["scripts"], INSTALL_SCRIPTS) : {};
  const builds =
    content.topLevel.includes("binding.gyp") && !("install" in scripts) && !("preinstall" in scripts);
  return builds ? { ...scripts, install: "node-gyp rebuild" } : scripts;
}

function textEntries(record: Manifest, keys: readonly string[]): Record<string, string> {
  const entries = keys.flatMap((key): [string, string][] => {
    const value = Object.hasOwn(record, key) ? record[key] : undefined;
    return typeof value === "string" ? [[key.slice(0, 80), value.slice(0, 300)]] : [];
  });
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknown(reason: string): Installed {
  return { status: "unknown", reason };
}
