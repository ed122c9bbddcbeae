import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative, sep } from "node:path";

/** Hex SHA-256 over names and contents of all files at `paths` (files or folders; a missing one counts as empty). */
export function hashOf(root, paths, skip = () => false) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesAt(join(root, path))) {
      const name = relative(root, file).split(sep).join("/");
      if (skip(name)) continue;
      hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

function* filesAt(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.isDirectory()) yield* filesAt(join(path, entry.name));
    else if (entry.isFile()) yield join(path, entry.name);
  }
}

/** The stamp's object; `{}` when there is none or it cannot be read. */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/** Whole or not at all, also when the process dies in between. */
export function writeStamp(file, stamp) {
  mkdirSync(join(file, ".."), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${JSON.stringify(stamp)}\n`);
  renameSync(aside, file);
}
