import { globSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** JavaScript that a first visit of each page loads, from what `next build` wrote: kB as they are, and gzipped. */
type ClientManifest = { readonly entryJSFiles: Readonly<Record<string, readonly string[]>> };

const MANIFEST = "page_client-reference-manifest.js";
const KB = 1_000;

function shared(): readonly string[] {
  const build = JSON.parse(readFileSync(".next/build-manifest.json", "utf8")) as { rootMainFiles: string[] };
  return build.rootMainFiles;
}

/** The manifest is a script that assigns one JSON document. */
function entriesOf(path: string): readonly string[] {
  const script = readFileSync(path, "utf8");
  const json = script.slice(script.lastIndexOf("] = {") + "] = ".length).replace(/;\s*$/, "");
  return Object.values((JSON.parse(json) as ClientManifest).entryJSFiles).flat();
}

for (const manifest of globSync(`.next/server/app/**/${MANIFEST}`).toSorted()) {
  const files = [...new Set([...shared(), ...entriesOf(manifest)])].map((file) =>
    readFileSync(`.next/${file}`),
  );
  const raw = files.reduce((sum, file) => sum + file.length, 0);
  const zipped = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
  const page = manifest.replaceAll("\\", "/").replace(".next/server/app", "").replace(`/${MANIFEST}`, "");
  console.log(
    `${page}: ${Math.round(raw / KB)} kB, ${Math.round(zipped / KB)} kB gzipped, ${files.length} files`,
  );
}
